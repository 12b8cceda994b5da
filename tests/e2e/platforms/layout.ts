import { startTestWall, type TestWall } from '../../builders/screen/wall.ts'

export let wall: TestWall
export const openWall = async () => {
  wall = await startTestWall({ picture: false })
}
