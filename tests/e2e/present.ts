import { startTestWall, type TestWall } from '../builders/screen/wall.ts'

/** The house that is used as it stands today; nobody judges its pictures but who asks for one. */
export let wall: TestWall

export const openWall = async (): Promise<void> => {
  wall = await startTestWall({ picture: false })
}
