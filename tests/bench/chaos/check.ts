import pino from 'pino'
import { openDatabase } from '../../../server/db/open.ts'
import { makeTrackStore } from '../../../server/vehicles/tracks/store.ts'
import { BATCH, positionsOf, registerOf, type PlatformPlan } from './plan.ts'

/** What the platform saw acknowledged. */
export interface Acked {
  /** All batches up to it. */
  readonly batch: number
  /** First and last reading of each building. */
  readonly readings: ReadonlyMap<
    string,
    { readonly first: number; readonly last: number; readonly count: number }
  >
}

/** A line that a kill cut short is left out: what it said was not written down as acknowledged. */
export const readAcked = (text: string): Acked => {
  let batch = 0
  const readings = new Map<string, { first: number; last: number; count: number }>()
  for (const line of text.slice(0, text.lastIndexOf('\n')).split('\n')) {
    const [kind, name = '', at] = line.split(' ')
    if (kind === 'p') batch = Math.max(batch, Number(name))
    if (kind !== 'r' || !at) continue
    const known = readings.get(name)
    readings.set(name, {
      first: Math.min(known?.first ?? Number(at), Number(at)),
      last: Math.max(known?.last ?? 0, Number(at)),
      count: (known?.count ?? 0) + 1,
    })
  }
  return { batch, readings }
}

type House = { readonly databaseUrl: string; readonly dataDir: string }

/** Times of positions, by vehicle. */
export type Tracks = ReadonlyMap<string, ReadonlySet<number>>

export const addTo = (tracks: Map<string, Set<number>>, vehicle: string, at: number): void => {
  const known = tracks.get(vehicle)
  if (known) known.add(at)
  else tracks.set(vehicle, new Set([at]))
}

/** Every vehicle's whole track since the plan began, from the database and the spool of this folder. */
export const readTracks = async (
  plan: PlatformPlan,
  house: House,
): Promise<{ there: Tracks; doubled: number }> => {
  const store = makeTrackStore({ ...house, clock: Date.now, log: pino({ level: 'error' }) })
  await store.start()
  const there = new Map<string, Set<number>>()
  let doubled = 0
  for (const [ordinal, vehicle] of await vehiclesOf(house.databaseUrl)) {
    const { at } = await store.track(ordinal, plan.startAt - 60_000, Date.now() + 60_000)
    const times = new Set(at)
    doubled += at.length - times.size
    there.set(vehicle, times)
  }
  await store.close()
  return { there, doubled }
}

/** Lays what is there beside what was acknowledged. */
export const checkPositions = async (
  plan: PlatformPlan,
  last: number,
  house: House,
  excused: Tracks = new Map(),
): Promise<{ acknowledged: number; lost: number; doubled: number }> => {
  const { there, doubled } = await readTracks(plan, house)
  let lost = 0
  for (let seq = 4; seq <= last; seq++)
    for (const { vehicle, at } of positionsOf(plan, seq))
      if (!there.get(vehicle)?.has(at) && !excused.get(vehicle)?.has(at)) lost++
  return { acknowledged: Math.max(last - 3, 0) * BATCH, lost, doubled }
}

/** By ordinal. */
export const vehiclesOf = async (databaseUrl: string): Promise<Map<number, string>> => {
  const database = openDatabase(databaseUrl, () => {})
  const { rows } = await database.pool.query<{ vehicle: string; ordinal: number }>(
    'select vehicle, ordinal from vehicle_ordinals',
  )
  await database.close()
  return new Map(rows.map(({ vehicle, ordinal }) => [ordinal, vehicle]))
}

/** Quarter hours are whole Wh: splitting a difference over two of them may leave so much. */
const ROUNDING_WH = 3

/**
 * The energy of a meter is its registers' difference between the first reading and the last one that came in, which
 * is not before the last acknowledged one: a reading that was lost in between changes nothing, one that was counted twice would.
 */
export const checkReadings = async (
  plan: PlatformPlan,
  acked: Acked['readings'],
  query: <T>(text: string) => Promise<T[]>,
): Promise<{ acknowledged: number; wrong: number }> => {
  const rows = await query<{ meter: string; kwh: number }>(
    'select meter, sum(kwh)::float8 as kwh from (select meter, unnest(values) as kwh from meter_days) d group by meter',
  )
  const kept = new Map(rows.map(({ meter, kwh }) => [meter, kwh]))
  const [step, newest] = [
    plan.readingsEveryMs,
    Math.floor((Date.now() - plan.startAt) / plan.readingsEveryMs),
  ]
  let [acknowledged, wrong] = [0, 0]
  for (const { id, meters } of plan.buildings) {
    const seen = acked.get(id)
    if (!seen) continue
    acknowledged += seen.count
    const [first, last] = [(seen.first - plan.startAt) / step, (seen.last - plan.startAt) / step]
    for (const [place, meter] of meters.entries()) {
      const wh = Math.round((kept.get(meter) ?? 0) * 1000)
      const possible = Array.from({ length: newest - last + 1 }, (_, i) =>
        Math.round((registerOf(place, last + i) - registerOf(place, first)) * 1000),
      )
      if (!possible.some((each) => Math.abs(each - wh) <= ROUNDING_WH)) {
        wrong++
        process.stderr.write(
          `meter ${meter}: kept ${wh} Wh, its registers say ${possible[0]} to ${possible.at(-1)} Wh\n`,
        )
      }
    }
  }
  return { acknowledged, wrong }
}
