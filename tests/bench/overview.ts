import { SCALES } from '../../data/province/made/scales.ts'
import { makeLatestGroup } from '../../server/realtime/latest.ts'
import { makeFleet, type Fleet } from '../../server/vehicles/live/fleet.ts'
import { readFrame, widenFrame, type Frame } from '../../src/shared/protocol/frame.ts'
import { VEHICLE_STATES } from '../../src/shared/vehicles/state.ts'
import { VehicleTable } from '../../src/state/live/vehicles.ts'
import { percentile, print } from './parts/figure.ts'
import type { Bench } from './run.ts'

const NOW = Date.parse('2026-11-19T10:00:00+08:00')
const ROUNDS = 40
const TURN = 0.618034

/** A fleet of a scale, spread over the province; every fifth drives. */
const fleetOf = (vehicles: number): Fleet => {
  const fleet = makeFleet()
  for (let o = 1; o <= vehicles; o++) {
    const isMoving = o % 5 === 0
    const row = {
      at: NOW - 1 - (o % 5000),
      lonE6: 104_500_000 + Math.floor(((o * TURN) % 1) * 7_500_000),
      latE6: 21_000_000 + Math.floor(((o * TURN * TURN) % 1) * 5_300_000),
      speedKmh: isMoving ? 20 + (o % 60) : 0,
      headingDeg: o % 360,
      alarm: 0,
      acc: isMoving,
    }
    fleet.apply(o, row, NOW)
  }
  return fleet
}

/** The same rows as most boards send them: a list of objects in JSON. */
const encodeJson = (fleet: Fleet, vehicles: number): string => {
  const rows = []
  for (let o = 1; o <= vehicles; o++) {
    const row = fleet.row(o)
    if (row)
      rows.push({
        id: o,
        lon: row.lonE6 / 1e6,
        lat: row.latE6 / 1e6,
        speedKmh: row.speedKmh,
        headingDeg: row.headingDeg,
        at: row.at,
        state: fleet.state(o),
      })
  }
  return JSON.stringify(rows)
}

const median = (work: () => unknown): number => {
  const samples: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    work()
    samples.push(performance.now() - began)
  }
  return percentile(samples.slice(ROUNDS / 4), 0.5)
}

/** The JSON rows written into a table as a frame is, so that both ways end with the same drawable columns. */
const applyJson = (text: string, table: Map<number, unknown>): void => {
  for (const row of JSON.parse(text) as { id: number; state: (typeof VEHICLE_STATES)[number] }[])
    table.set(row.id, row)
}

/** The snapshot that opens an overview: all vehicles in one binary frame, beside the same rows as JSON. */
export const bench: Bench = async ({ scale }) => {
  const { vehicles } = SCALES[scale]
  const fleet = fleetOf(vehicles)
  const all = Array.from({ length: vehicles }, (_, i) => i + 1)
  const feed = {
    topic: 'vehicles',
    takeChanged: () => [],
    all: () => all,
    member: () => () => true,
    write: fleet.write,
  } as const
  const encode = (): Uint8Array =>
    makeLatestGroup(feed, { region: '450000', unit: null }, { frames: 0, rows: 0 }).snapshot(NOW).bytes
  const bytes = encode()
  const buffer = bytes.slice().buffer as ArrayBuffer
  const json = encodeJson(fleet, vehicles)
  const table = new VehicleTable()
  const objects = new Map<number, unknown>()
  table.apply(readFrame(buffer) as Frame<'vehicles'>, NOW)
  if (table.count !== vehicles)
    throw new Error(`the table holds ${table.count} vehicles, expected ${vehicles}`)
  const show = (metric: string, value: number, unit: string, baseline: number): void =>
    print({ bench: 'overview', metric: `${vehicles} vehicles, ${metric}`, value, unit, baseline })
  show('snapshot', bytes.byteLength, 'bytes', Buffer.byteLength(json))
  show(
    'encoded',
    median(encode),
    'ms',
    median(() => encodeJson(fleet, vehicles)),
  )
  show(
    'decoded',
    median(() => widenFrame(buffer)),
    'ms',
    median(() => JSON.parse(json)),
  )
  show(
    'decoded and in the table',
    median(() => table.apply(readFrame(buffer) as Frame<'vehicles'>, NOW)),
    'ms',
    median(() => applyJson(json, objects)),
  )
}
