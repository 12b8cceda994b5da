import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { OrderRecord, VehicleRecord, VehicleTrackRecord } from '#shared/protocol/platform.ts'
import type { Province } from '../../province/Province.ts'
import { dayName, dayStart } from '../calendar.ts'
import { makeFleet, type CountyFleet, type Drive, type Fix } from '../fleet/fleet.ts'
import type { Graph } from '../fleet/graph.ts'

interface PastDay {
  /** Of the vehicles that had somewhere to go, in the order of the register; empty ones were silent. */
  readonly tracks: readonly VehicleTrackRecord[]
  drove(order: string): Drive | null
}
interface DriveOptions {
  readonly county: string
  readonly day: number
  readonly orders: readonly OrderRecord[]
  /** A step of driving, s, and between two reports of a moving vehicle, ms. */
  readonly step: number
  readonly reportMs: number
  readonly ordersOnly: boolean
}
export interface PastDriver {
  /** Drives a county's finished day by the fleet's own driver, as it would have been driven. */
  drive(options: DriveOptions): Promise<PastDay>
  vehicles(county: string): readonly VehicleRecord[]
}

/** Parked vehicles report so seldom, and only around their outings. */
const PARKED_MS = 120_000
/** And standing ones on their way. */
const STANDING_MS = MINUTE_MS
const AROUND_MS = 12 * MINUTE_MS
/** Nobody is out later than this after the day's end. */
const OVERHANG_MS = 3 * HOUR_MS
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const e6 = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

interface Past {
  readonly province: Pick<Province, 'fleet'>
  readonly graphs: Map<string, Graph>
  readonly grounds: Map<string, Omit<CountyFleet, 'orders'>>
}

/** Streets are read once into the shared graphs; the rest is small. */
const groundOf = ({ grounds, province, graphs }: Past, county: string): Omit<CountyFleet, 'orders'> => {
  const known = grounds.get(county)
  if (known) return known
  const { depots, vehicles, stops, streets, beyond = [] } = province.fleet(county)
  const ground = {
    depots,
    vehicles,
    stops,
    beyond,
    streets: graphs.has(county) ? { nodes: [], edges: [] } : streets,
  }
  grounds.set(county, ground)
  return ground
}

const driveDay = async (
  past: Past,
  { county, day, orders, step, reportMs, ordersOnly }: DriveOptions,
): Promise<PastDay> => {
  const { graphs } = past
  const fleet = makeFleet({ graphs, step, ordersOnly })
  const from = dayStart(day)
  fleet.join(county, { ...groundOf(past, county), orders }, from)
  const tracks: VehicleTrackRecord[] = []
  const fix: Fix = { at: 0, lon: 0, lat: 0, speedKmh: 0, headingDeg: 0, acc: false, alarm: 0 }
  for (let v = 0; v < fleet.size(); v++) {
    const outings = fleet.outings(v)
    if (outings.length === 0) continue
    await breathe()
    const id = fleet.id(v)
    const track = {
      vehicle: id,
      day: dayName(day),
      at: [] as number[],
      lon: [] as number[],
      lat: [] as number[],
      speedKmh: [] as number[],
      headingDeg: [] as number[],
      acc: [] as (0 | 1)[],
      updatedAt: from + DAY_MS,
    }
    const report = (now: number): void => {
      if (!fleet.report(v, now, fix)) return
      track.at.push(fix.at)
      track.lon.push(e6(fix.lon))
      track.lat.push(e6(fix.lat))
      track.speedKmh.push(fix.speedKmh)
      track.headingDeg.push(Math.round(fix.headingDeg) % 360)
      track.acc.push(fix.acc ? 1 : 0)
    }
    let now = from
    for (const { start, end } of outings) {
      const until = Math.max(start, end) + AROUND_MS
      for (
        now = Math.max(now, start - AROUND_MS);
        now < from + DAY_MS + OVERHANG_MS;
        now += fleet.isAwake(v) ? reportMs : fleet.isOut(id) ? STANDING_MS : PARKED_MS
      ) {
        report(now)
        if (now > until && !fleet.isOut(id)) break
      }
    }
    for (let i = 1; i < AROUND_MS / PARKED_MS; i++) report(now + i * PARKED_MS)
    tracks.push(track)
  }
  return { tracks, drove: fleet.drove }
}

export const makePastDriver = (province: Pick<Province, 'fleet'>, graphs: Map<string, Graph>): PastDriver => {
  const past: Past = { province, graphs, grounds: new Map() }
  return {
    vehicles: (county) => groundOf(past, county).vehicles,
    drive: (asked) => driveDay(past, asked),
  }
}
