import { startTestWall, type TestWall } from '../builders/screen/wall.ts'

/** 2026-11-19, UTC+8, ms. */
export const at = (time: string): number => Date.parse(`2026-11-19T${time}:00+08:00`)

/** The house on a morning on which all has been kept. */
export let wall: TestWall

export const openWall = async (): Promise<void> => {
  wall = await startTestWall({ picture: false, clockOffsetMs: at('10:00') - Date.now() })
  const { housing, vehicleLedger } = wall.server.running.ports
  await housing.measureDays.keep()
  await vehicleLedger.all()
}

export const read = async <T>(url: string): Promise<T> =>
  (await wall.server.request('manager', 'GET', url)).body as T
