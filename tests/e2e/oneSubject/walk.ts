import { makeWalk, type Walk } from '../../builders/screen/saidFigures.ts'
import { startTestWall, type TestWall } from '../../builders/screen/wall.ts'

export const [PROVINCE, CITY, COUNTY] = ['450000', '450100', '450103']

export let wall: TestWall

export let walk: Walk

export const read = async <T>(url: string): Promise<T> =>
  (await wall.server.request('manager', 'GET', url)).body as T

export const scenesAt = async (place: string, ids: readonly string[]): Promise<void> => {
  for (const id of ids) await walk.openAt(`/view/${place}?scene=${id}`)
}

/** A morning on which all has been kept. */
export const openWalk = async (): Promise<void> => {
  const morning = Date.parse('2026-11-19T10:00:00+08:00')
  wall = await startTestWall({ picture: false, clockOffsetMs: morning - Date.now() })
  await wall.server.running.ports.housing.measureDays.keep()
  walk = makeWalk(wall)
}
