import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { FrameColumns } from '#shared/protocol/frame.ts'
import { VEHICLE_STATES, type VehicleState } from '#shared/vehicles/state.ts'
import { stateCode, vehicleState, type Report } from '#shared/vehicles/report.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** The newest report of one vehicle as it is kept; degrees × 1e6, degrees from north. */
interface FleetRow extends Report {
  readonly lonE6: number
  readonly latE6: number
  readonly headingDeg: number
}

/**
 * The newest state of every vehicle as columns by ordinal. One writer; readers take what changed since they last
 * asked. 70,000 vehicles take some 3 MB.
 */
export interface Fleet {
  /** Keeps the report when it is newer than what is there; false when it is late or a repeat. */
  apply(ordinal: number, row: FleetRow, now: EpochMs): boolean
  /** null while it has never reported. */
  row(ordinal: number): FleetRow | null
  /** Shows a vehicle that has never reported at its depot, offline; a report takes its place. */
  stand(ordinal: number, lonE6: number, latE6: number): void
  /** Whether there is a place to show it at. */
  stands(ordinal: number): boolean
  state(ordinal: number): VehicleState
  /** States that change by time alone: who fell silent. Answers how many did. */
  sweep(now: EpochMs): number
  /** Degrees × 1e6; 0 while it stands nowhere. */
  lonE6(ordinal: number): number
  latE6(ordinal: number): number
  /** Ordinals since the last call whose picture changed, or whose shown age is about to matter. */
  takeChanged(): number[]
  write(columns: FrameColumns<'vehicles'>, ordinals: ArrayLike<number>, now: EpochMs): void
  /** Highest ordinal that has a place. */
  size(): number
}

const FIRST_CAPACITY = 1024
/** A report that changes nothing but its time is shown at the latest when the last one shown is so old: what a screen says of age is at most so far off. */
const SHOW_AGAIN_MS = MINUTE_MS

const makeColumns = (capacity: number) => ({
  at: new Float64Array(capacity),
  /** `at` of the last report that went out to screens. */
  shownAt: new Float64Array(capacity),
  lonE6: new Int32Array(capacity),
  latE6: new Int32Array(capacity),
  speed: new Uint8Array(capacity),
  heading: new Uint16Array(capacity),
  alarm: new Uint32Array(capacity),
  acc: new Uint8Array(capacity),
  state: new Uint8Array(capacity).fill(stateCode('offline')),
  /** 1 while it waits to be taken. */
  changed: new Uint8Array(capacity),
})
type Columns = ReturnType<typeof makeColumns>

const grow = (from: Columns, needed: number): Columns => {
  const into = makeColumns(Math.max(needed + 1, from.at.length * 2))
  for (const name of Object.keys(from) as (keyof Columns)[]) into[name].set(from[name] as never)
  return into
}

/** One object for every look at a state: none is made on the hot path. */
const report = { at: 0, speedKmh: 0, acc: false, alarm: 0 }
/** Sets the state of a vehicle as of now; answers whether it is another one. */
const settle = (c: Columns, o: number, now: EpochMs): boolean => {
  report.at = c.at[o] as number
  report.speedKmh = c.speed[o] as number
  report.acc = c.acc[o] === 1
  report.alarm = c.alarm[o] as number
  const state = stateCode(vehicleState(report, now))
  if (state === c.state[o]) return false
  c.state[o] = state
  return true
}

/** Takes a newer report in; answers whether it moved the picture. */
const put = (c: Columns, o: number, row: FleetRow): boolean => {
  const speed = Math.min(255, Math.round(row.speedKmh))
  const heading = Math.round(row.headingDeg) % 360
  const moved =
    row.lonE6 !== c.lonE6[o] || row.latE6 !== c.latE6[o] || speed !== c.speed[o] || heading !== c.heading[o]
  c.at[o] = row.at
  c.lonE6[o] = row.lonE6
  c.latE6[o] = row.latE6
  c.speed[o] = speed
  c.heading[o] = heading
  c.alarm[o] = row.alarm
  c.acc[o] = row.acc ? 1 : 0
  return moved
}

const rowAt = (c: Columns, o: number): FleetRow | null =>
  o >= c.at.length || c.at[o] === 0
    ? null
    : {
        at: c.at[o] as number,
        lonE6: c.lonE6[o] as number,
        latE6: c.latE6[o] as number,
        speedKmh: c.speed[o] as number,
        headingDeg: c.heading[o] as number,
        alarm: c.alarm[o] as number,
        acc: c.acc[o] === 1,
      }

const write = (
  c: Columns,
  columns: FrameColumns<'vehicles'>,
  ordinals: ArrayLike<number>,
  now: EpochMs,
): void => {
  for (let i = 0; i < ordinals.length; i++) {
    const o = ordinals[i] as number
    columns.ordinal[i] = o
    columns.lonE6[i] = c.lonE6[o] as number
    columns.latE6[i] = c.latE6[o] as number
    columns.ageDs[i] = Math.max(0, Math.min(65_535, Math.round((now - (c.at[o] as number)) / 100)))
    columns.speedKmh[i] = c.speed[o] as number
    columns.heading[i] = Math.round(((c.heading[o] as number) * 256) / 360) & 255
    columns.state[i] = c.state[o] as number
  }
}

export const makeFleet = (): Fleet => {
  let c = makeColumns(FIRST_CAPACITY)
  let size = 0
  let changed: number[] = []

  const mark = (o: number): void => {
    if (c.changed[o] === 1) return
    c.changed[o] = 1
    changed.push(o)
  }
  const show = (o: number): void => {
    c.shownAt[o] = c.at[o] as number
    mark(o)
  }
  return {
    stand: (o, lonE6, latE6) => {
      if (o >= c.at.length) c = grow(c, o)
      if (c.at[o] !== 0 || (c.lonE6[o] === lonE6 && c.latE6[o] === latE6)) return
      size = Math.max(size, o)
      c.lonE6[o] = lonE6
      c.latE6[o] = latE6
      mark(o)
    },
    stands: (o) => o < c.at.length && (c.at[o] !== 0 || c.lonE6[o] !== 0 || c.latE6[o] !== 0),
    apply: (o, row, now) => {
      if (o >= c.at.length) c = grow(c, o)
      if (row.at <= (c.at[o] as number)) return false
      size = Math.max(size, o)
      const moved = put(c, o, row)
      const turned = settle(c, o, now)
      if (moved || turned || row.at - (c.shownAt[o] as number) >= SHOW_AGAIN_MS) show(o)
      return true
    },
    lonE6: (o) => c.lonE6[o] ?? 0,
    latE6: (o) => c.latE6[o] ?? 0,
    row: (o) => rowAt(c, o),
    state: (o) => VEHICLE_STATES[c.state[o] ?? stateCode('offline')] as VehicleState,
    sweep: (now) => {
      let count = 0
      for (let o = 1; o <= size; o++) {
        if (c.at[o] === 0 || !settle(c, o, now)) continue
        show(o)
        count++
      }
      return count
    },
    takeChanged: () => {
      const taken = changed
      changed = []
      for (const o of taken) c.changed[o] = 0
      return taken
    },
    write: (columns, ordinals, now) => write(c, columns, ordinals, now),
    size: () => size,
  }
}
