import type { OrderRecord, VehicleRecord, VehicleTrackRecord } from '#shared/protocol/platform.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import { faultOf } from '../../province/vehicles/orderFaults.ts'
import { registered } from '../../province/vehicles/orderLife.ts'
import { dayName, dayNumber, dayStart } from '../calendar.ts'
import { keyOf } from '../collections.ts'
import type { Drive } from '../fleet/fleet.ts'
import { blockFrom, type Block } from '../request/block.ts'
import type { SeriesShelf } from '../request/shelf.ts'
import type { PastDriver } from './drive.ts'

export interface PastTracksDeps {
  readonly driver: PastDriver
  readonly counties: readonly string[]
  /** The civil day on which the platform began: its own terminals tell from then on. */
  readonly begun: EpochMs
  readonly days: number
  readonly orders: (county: string) => Promise<readonly OrderRecord[]>
  readonly vehicles: (county: string) => readonly VehicleRecord[]
  /** How many a county has, known without making them. */
  readonly vehicleCount: (county: string) => Promise<number>
  /** Orders whose registration now says what was driven. */
  readonly revised: (county: string, orders: readonly OrderRecord[]) => void
  readonly now: () => EpochMs
}
export interface PastTracks {
  readonly shelf: SeriesShelf
  /** Of an order of a day that was driven since. */
  drove(order: string): Drive | null
}

/** Of a moving vehicle: a way is within metres of what was driven. */
const REPORT_MS = 15_000
const STEP_S = 1
const KEPT_BLOCKS = 3

/** The registration of a finished order with the clock and the odometer of its drive; faults that a register tells stay told. */
const revise = (
  order: OrderRecord,
  norm: number | null,
  { km, homeAt }: Drive,
  now: EpochMs,
): OrderRecord | null => {
  if (!order.report) return null
  const { kilometres, energy } = registered(order, norm, km)
  const late = faultOf(order) === 'late-return'
  const report = {
    ...order.report,
    returnedAt: order.report.returnedAt === null || late ? order.report.returnedAt : Math.round(homeAt),
    kilometres: order.report.kilometres === null ? null : kilometres,
    energy: order.report.energy === null ? null : energy,
  }
  return { ...order, report, updatedAt: now }
}

type Past = PastTracksDeps & { readonly drives: Map<string, Drive> }

const make = async (
  { orders, driver, vehicles, drives, now, revised }: Past,
  place: string,
): Promise<Block> => {
  const [day, county] = place.split(' ') as [string, string]
  const mine = (await orders(county)).filter(({ start }) => dayOf(start) === day)
  const number = dayNumber(Date.parse(`${day}T12:00:00+08:00`))
  const driven = await driver.drive({
    county,
    day: number,
    orders: mine,
    step: STEP_S,
    reportMs: REPORT_MS,
    ordersOnly: false,
  })
  const norms = new Map(vehicles(county).map(({ id, normPer100Km }) => [id, normPer100Km ?? null]))
  const told = mine.flatMap((order) => {
    const drive = driven.drove(order.id)
    if (drive) drives.set(order.id, drive)
    const again = drive && revise(order, norms.get(order.vehicle) ?? null, drive, now())
    return again ? [again] : []
  })
  if (told.length > 0) revised(county, told)
  const tracks = new Map(driven.tracks.map((track) => [track.vehicle, track]))
  const still = {
    day,
    at: [],
    lon: [],
    lat: [],
    speedKmh: [],
    headingDeg: [],
    acc: [],
    updatedAt: dayStart(number + 1),
  }
  const records = vehicles(county).map(
    ({ id }): VehicleTrackRecord => tracks.get(id) ?? { vehicle: id, ...still },
  )
  return blockFrom(
    records.map((record) => ({
      key: keyOf('vehicle-tracks', record),
      updatedAt: record.updatedAt,
      json: JSON.stringify(record),
    })),
  )
}

/**
 * The request way's `vehicle-tracks`: finished days before the platform began, driven when they are asked
 * for, yesterday first and never stored.
 */
export const makePastTracks = (deps: PastTracksDeps): PastTracks => {
  const { counties, begun, days, vehicleCount } = deps
  const past: Past = { ...deps, drives: new Map() }
  const recent = new Map<string, Promise<Block>>()
  const first = dayNumber(begun)
  const places = Array.from({ length: days }, (_, i) => dayName(first - 1 - i)).flatMap((day) =>
    counties.map((county) => `${day} ${county}`),
  )
  return {
    drove: (order) => past.drives.get(order) ?? null,
    shelf: {
      places,
      summary: async (place) => ({
        count: await vehicleCount(place.split(' ')[1]!),
        newest: dayStart(first),
      }),
      block: (place) => {
        const found = recent.get(place) ?? make(past, place)
        recent.delete(place)
        recent.set(place, found)
        if (recent.size > KEPT_BLOCKS) recent.delete(recent.keys().next().value!)
        return found
      },
    },
  }
}
