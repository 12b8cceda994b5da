import { settled, startTestWall, type Screen, type TestWall } from '../../builders/screen/wall.ts'

export const COUNTY = '450103'
export let wall: TestWall
export let hall: Screen
export let desk: Screen
export const read = async <T>(url: string): Promise<T> =>
  (await wall.server.request('manager', 'GET', url)).body as T

export const openWall = async () => {
  wall = await startTestWall({ clockOffsetMs: Date.parse('2026-11-19T10:00:00+08:00') - Date.now() })
  hall = await wall.open({ account: 'wall', path: `/view/${COUNTY}?scene=vehicles` })
  await settled(hall.page)
  desk = await wall.open({ account: 'manager', path: '/work/management' })
}
