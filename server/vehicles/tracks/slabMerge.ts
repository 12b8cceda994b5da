import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { encodeChunk } from '#shared/vehicles/track/chunk/write.ts'
import {
  GROUP,
  pointAt,
  SLAB_MS,
  type ChunkVehicle,
  type TrackPoint,
} from '#shared/vehicles/track/chunk/format.ts'
import { decodeChunk, makePointList, openChunk, walkVehicle } from '#shared/vehicles/track/chunk/read.ts'
import type { ChunkRow, TrackWrite } from './trackRows.ts'
import { hotPoints, type HotSlab } from './hotSlabs.ts'

/** Where a vehicle was last seen is carried on for a week of silence, and no longer: an old place is nobody's business. */
export const CARRY_MS = 7 * DAY_MS
const PAGE = 16

export type Ends = Map<number, TrackPoint>

interface Content {
  readonly points: readonly TrackPoint[][]
  readonly carries: readonly (TrackPoint | null)[]
}

const fresh = (point: TrackPoint | null | undefined, slab: EpochMs): TrackPoint | null =>
  point && point.at >= slab - CARRY_MS ? point : null

const pack = (slab: EpochMs, group: number, { points, carries }: Content): ChunkRow => {
  const list = makePointList()
  const vehicles: ChunkVehicle[] = []
  for (let local = 0; local < GROUP; local++) {
    const from = list.count()
    for (const point of points[local] ?? []) list.add(local, point)
    vehicles.push({ local, carry: fresh(carries[local], slab), from, to: list.count() })
  }
  const columns = list.take()
  return { slab, group, points: columns.count, blob: encodeChunk(slab, columns, vehicles) }
}

const unpack = (row: ChunkRow): Content => {
  const { points, vehicles } = decodeChunk(openChunk(row.blob, row.slab))
  const of: TrackPoint[][] = Array.from({ length: GROUP }, () => [])
  const carries: (TrackPoint | null)[] = Array(GROUP).fill(null)
  for (const { local, carry, from, to } of vehicles) {
    carries[local] = carry
    for (let i = from; i < to; i++) of[local]?.push(pointAt(points, i))
  }
  return { points: of, carries }
}

/** Both in order of time; what is on record stays as it is. */
const union = (kept: readonly TrackPoint[], more: readonly TrackPoint[]): TrackPoint[] => {
  if (kept.length === 0) return [...more]
  const times = new Set(kept.map(({ at }) => at))
  return [...kept, ...more.filter(({ at }) => !times.has(at))].sort((a, b) => a.at - b.at)
}

/** The parts of one slab hold no point twice, but a vehicle's points may lie in several. */
const arrived = (parts: readonly HotSlab[], ordinal: number): TrackPoint[] =>
  parts.length === 1
    ? hotPoints(parts[0] as HotSlab, ordinal)
    : parts.reduce<TrackPoint[]>((all, part) => union(all, hotPoints(part, ordinal)), [])

/** A chunk of a slab after all that are in the database. */
export const mergeNew = (
  slab: EpochMs,
  group: number,
  parts: readonly HotSlab[],
  carryOf: (ordinal: number) => TrackPoint | null,
): { row: ChunkRow; ends: Ends } => {
  const ends: Ends = new Map()
  const points = Array.from({ length: GROUP }, (_, local) => arrived(parts, group * GROUP + local))
  points.forEach((of, local) => {
    const last = of.at(-1)
    if (last) ends.set(group * GROUP + local, last)
  })
  return {
    row: pack(slab, group, { points, carries: points.map((_, local) => carryOf(group * GROUP + local)) }),
    ends,
  }
}

/** Corrects one later row: who was last seen, before it, in the points that came late. Takes away from `ends` whom later rows know better. */
const correct = (row: ChunkRow, ends: Map<number, TrackPoint>): ChunkRow | null => {
  const chunk = openChunk(row.blob, row.slab)
  const changed: [number, TrackPoint][] = []
  for (const [local, end] of ends) {
    if (end.at < row.slab - CARRY_MS) {
      ends.delete(local)
      continue
    }
    const carry = walkVehicle(chunk, local, row.slab - 1)
    const last = walkVehicle(chunk, local, Infinity)
    if (carry === null || carry.at < end.at) changed.push([local, end])
    if ((carry !== null && carry.at >= end.at) || (last !== null && last.at >= row.slab)) ends.delete(local)
  }
  if (changed.length === 0) return null
  const content = unpack(row)
  const carries = [...content.carries]
  for (const [local, end] of changed) carries[local] = end
  return pack(row.slab, row.group, { points: content.points, carries })
}

const carriesBefore = (row: ChunkRow | null): (TrackPoint | null)[] => {
  if (row === null) return Array(GROUP).fill(null)
  const chunk = openChunk(row.blob, row.slab)
  return Array.from({ length: GROUP }, (_, local) => walkVehicle(chunk, local, Infinity))
}

/**
 * Late points of one group find their place: the chunk of their slab is read, united and written anew, and every later
 * chunk that carries an older last place is corrected. Answers the ends that no later chunk knows better, by ordinal.
 */
export const mergeLate = async (
  write: TrackWrite,
  slab: EpochMs,
  group: number,
  parts: readonly HotSlab[],
): Promise<Ends> => {
  const rows = await write.from(group, slab, PAGE)
  const there = rows[0]?.slab === slab ? (rows.shift() as ChunkRow) : null
  const kept: Content = there
    ? unpack(there)
    : {
        points: Array.from({ length: GROUP }, () => []),
        carries: carriesBefore(await write.before(group, slab)),
      }
  const ends = new Map<number, TrackPoint>()
  const points = kept.points.map((of, local) => {
    const all = union(of, arrived(parts, group * GROUP + local))
    if (all.length > of.length) ends.set(local, all.at(-1) as TrackPoint)
    return all
  })
  if (ends.size === 0) return new Map()
  await write.put([pack(slab, group, { points, carries: kept.carries })])
  let page = rows
  while (ends.size > 0 && page.length > 0) {
    const corrected = page
      .map((row) => (ends.size > 0 ? correct(row, ends) : null))
      .filter((row) => row !== null)
    await write.put(corrected)
    page = await write.from(group, (page.at(-1) as ChunkRow).slab + SLAB_MS, PAGE)
  }
  return new Map([...ends].map(([local, end]) => [group * GROUP + local, end]))
}
