import type { EpochMs } from '#shared/kernel/units.ts'
import { POINT_MARK, type PointColumns } from '#shared/vehicles/track/points.ts'
import { GROUP, groupOf, SLAB_MS, slabOf, type TrackPoint } from '#shared/vehicles/track/chunk/format.ts'

/** Points of one group in one slab, seven whole numbers each, linked by vehicle from the latest arrived back. */
export interface HotGroup {
  rows: Int32Array
  count: number
  /** Row of the vehicle's last arrival; −1 while there is none. */
  readonly heads: Int32Array
}

/** What arrived for one slab since it was last taken. */
export interface HotSlab {
  readonly slab: EpochMs
  /** Record of the spool that brought its first point. */
  readonly first: number
  /** Machine's clock, ms. */
  readonly openedAt: number
  readonly groups: Map<number, HotGroup>
  count: number
  /** Being written to the database: later points open another slab of the same time. */
  taken: boolean
}

const STRIDE = 7
const FIRST_ROWS = 16

const makeGroup = (): HotGroup => ({
  rows: new Int32Array(FIRST_ROWS * STRIDE),
  count: 0,
  heads: new Int32Array(GROUP).fill(-1),
})

/** −1, or the row with this time: the newest arrival is looked at first. */
const findRow = (group: HotGroup, local: number, offset: number): number => {
  for (let row = group.heads[local] as number; row >= 0; row = group.rows[row * STRIDE + 6] as number)
    if (group.rows[row * STRIDE] === offset) return row
  return -1
}

const addRow = (group: HotGroup, local: number, offset: number, p: PointColumns, i: number): void => {
  if (group.count * STRIDE === group.rows.length) {
    const larger = new Int32Array(Math.ceil(group.count * 1.5) * STRIDE)
    larger.set(group.rows)
    group.rows = larger
  }
  const at = group.count * STRIDE
  const { rows } = group
  rows[at] = offset
  rows[at + 1] = p.lonE7[i] as number
  rows[at + 2] = p.latE7[i] as number
  rows[at + 3] = p.alarm[i] as number
  rows[at + 4] = ((p.speed[i] as number) << 16) | (p.heading[i] as number)
  rows[at + 5] = p.acc[i] as number
  rows[at + 6] = group.heads[local] as number
  group.heads[local] = group.count++
}

const pointOf = (slab: EpochMs, rows: Int32Array, row: number): TrackPoint => {
  const at = row * STRIDE
  const packed = rows[at + 4] as number
  return {
    at: slab + (rows[at] as number),
    lonE7: rows[at + 1] as number,
    latE7: rows[at + 2] as number,
    alarm: (rows[at + 3] as number) >>> 0,
    speed: packed >>> 16,
    heading: packed & 0xffff,
    acc: rows[at + 5] as number,
  }
}

/** A vehicle's points in the slab, in order of time. */
export const hotPoints = (slab: HotSlab, ordinal: number, from = slab.slab, to = Infinity): TrackPoint[] => {
  const group = slab.groups.get(groupOf(ordinal))
  const points: TrackPoint[] = []
  if (!group) return points
  for (
    let row = group.heads[ordinal % GROUP] as number;
    row >= 0;
    row = group.rows[row * STRIDE + 6] as number
  ) {
    const at = slab.slab + (group.rows[row * STRIDE] as number)
    if (at >= from && at <= to) points.push(pointOf(slab.slab, group.rows, row))
  }
  return points.reverse().sort((a, b) => a.at - b.at)
}

/** The newest of them at or before an instant; null when there is none. */
export const hotNewest = (
  slab: EpochMs,
  group: HotGroup,
  local: number,
  until: EpochMs,
): TrackPoint | null => {
  const limit = until - slab
  let best = -1
  for (let row = group.heads[local] as number; row >= 0; row = group.rows[row * STRIDE + 6] as number) {
    const offset = group.rows[row * STRIDE] as number
    if (offset <= limit && (best < 0 || offset > (group.rows[best * STRIDE] as number))) best = row
  }
  return best < 0 ? null : pointOf(slab, group.rows, best)
}

/** What arrived and is not in the database yet, in memory, by slab. */
export interface HotSlabs {
  /** Adds a spool record's points and fills in their marks; `known` tells the points that need no place (their slab holds them already). */
  add(p: PointColumns, sequence: number, known?: (slab: EpochMs) => boolean): void
  /** Fills in the marks of points that stay in the spool for now. */
  markOnly(p: PointColumns): void
  /** All that stayed in the spool has been added. */
  caughtUp(): void
  /** Sets the vehicle's newest time without a point; of one to come only that it is on record. */
  seen(ordinal: number, at: EpochMs): void
  list(): readonly HotSlab[]
  of(slab: EpochMs): HotSlab[]
  /** Takes the slab's parts out of reach of later points; they stay readable until `drop`. */
  take(slab: EpochMs): HotSlab[]
  /** Makes taken parts takable again. */
  putBack(parts: readonly HotSlab[]): void
  drop(parts: readonly HotSlab[]): void
  points(): number
  /** First spool record that is needed for what is in memory; null when nothing is. */
  firstNeeded(): number | null
}

/** The newest time of each vehicle; 0 while it has none. */
const makeTimes = () => {
  let times = new Float64Array(1024)
  return {
    of: (ordinal: number): EpochMs => times[ordinal] ?? 0,
    seen: (ordinal: number, at: EpochMs): void => {
      if (ordinal >= times.length) {
        const larger = new Float64Array(Math.max(ordinal + 1, times.length * 2))
        larger.set(times)
        times = larger
      }
      if (at > (times[ordinal] as number)) times[ordinal] = at
    },
  }
}

const markOf = (at: EpochMs, newest: EpochMs): number =>
  at > newest ? POINT_MARK.newest : at === newest ? POINT_MARK.repeated : POINT_MARK.late

const groupIn = (slab: HotSlab, number: number): HotGroup => {
  const found = slab.groups.get(number)
  if (found) return found
  const made = makeGroup()
  slab.groups.set(number, made)
  return made
}

/** The slabs in memory, those that are being written among them. */
const makeSlabList = () => {
  let slabs: HotSlab[] = []
  /** The slab that took the last point: most points of a batch go to the same one. */
  let last: HotSlab | null = null
  let total = 0

  const open = (slab: EpochMs, sequence: number): HotSlab => {
    if (last !== null && last.slab === slab && !last.taken) return last
    const found = slabs.find((each) => each.slab === slab && !each.taken)
    if (found) return (last = found)
    last = { slab, first: sequence, openedAt: Date.now(), groups: new Map(), count: 0, taken: false }
    slabs.push(last)
    return last
  }
  return {
    add: (p: PointColumns, i: number, slab: EpochMs, sequence: number): void => {
      const into = open(slab, sequence)
      const ordinal = p.ordinal[i] as number
      addRow(groupIn(into, groupOf(ordinal)), ordinal % GROUP, (p.at[i] as number) - slab, p, i)
      into.count++
      total++
    },
    isHeld: (slab: EpochMs, ordinal: number, offset: number): boolean =>
      slabs.some((each) => {
        const group = each.slab === slab ? each.groups.get(groupOf(ordinal)) : undefined
        return group !== undefined && findRow(group, ordinal % GROUP, offset) >= 0
      }),
    list: (): readonly HotSlab[] => slabs,
    of: (slab: EpochMs): HotSlab[] => slabs.filter((each) => each.slab === slab),
    take: (slab: EpochMs): HotSlab[] => {
      const parts = slabs.filter((each) => each.slab === slab)
      for (const part of parts) part.taken = true
      return parts
    },
    putBack: (parts: readonly HotSlab[]): void => {
      const open = new Set(slabs.filter(({ taken }) => !taken).map(({ slab }) => slab))
      for (const part of parts) part.taken = open.has(part.slab)
    },
    drop: (parts: readonly HotSlab[]): void => {
      const gone = new Set(parts)
      slabs = slabs.filter((each) => !gone.has(each))
      for (const part of parts) total -= part.count
      last = null
    },
    points: (): number => total,
    firstNeeded: (): number | null =>
      slabs.reduce<number | null>(
        (first, slab) => (first === null || slab.first < first ? slab.first : first),
        null,
      ),
  }
}

/** What is after `horizon` is of a time to come: it is kept, and older points are still the newest. */
export const makeHotSlabs = (horizon: () => EpochMs = () => Infinity): HotSlabs => {
  const { add, isHeld, ...slabs } = makeSlabList()
  const newest = makeTimes()
  /** With times to come. */
  const furthest = makeTimes()
  /** Of points that are in the spool only. */
  let behind = makeTimes()

  return {
    ...slabs,
    add: (p, sequence, known) => {
      const limit = horizon()
      for (let i = 0; i < p.count; i++) {
        const ordinal = p.ordinal[i] as number
        const at = p.at[i] as number
        const slab = slabOf(at)
        const mark = markOf(at, newest.of(ordinal))
        const isHere =
          known?.(slab) === true ||
          (mark !== POINT_MARK.repeated && at <= furthest.of(ordinal) && isHeld(slab, ordinal, at - slab))
        if (at <= limit) newest.seen(ordinal, at)
        furthest.seen(ordinal, at)
        p.mark[i] = isHere ? POINT_MARK.repeated : mark
        if (p.mark[i] !== POINT_MARK.repeated) add(p, i, slab, sequence)
      }
    },
    markOnly: (p) => {
      for (let i = 0; i < p.count; i++) {
        const ordinal = p.ordinal[i] as number
        const at = p.at[i] as number
        p.mark[i] = markOf(at, Math.max(newest.of(ordinal), behind.of(ordinal)))
        behind.seen(ordinal, at)
      }
    },
    caughtUp: () => {
      behind = makeTimes()
    },
    seen: (ordinal, at) => {
      if (at <= horizon()) newest.seen(ordinal, at)
      furthest.seen(ordinal, at)
    },
  }
}

/** Slabs that a span touches. */
export const slabsBetween = (from: EpochMs, to: EpochMs): EpochMs[] => {
  const all: EpochMs[] = []
  for (let slab = slabOf(from); slab <= to; slab += SLAB_MS) all.push(slab)
  return all
}
