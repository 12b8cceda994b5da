import type { EpochMs } from '#shared/kernel/units.ts'
import type { PointColumns } from '#shared/vehicles/track/points.ts'
import { GROUP, groupOf, type TrackPoint } from '#shared/vehicles/track/chunk/format.ts'
import { makePointList } from '#shared/vehicles/track/chunk/read.ts'
import { hotNewest, hotPoints, type HotSlabs } from './hotSlabs.ts'
import { makeThinner } from './thinner.ts'

/** One vehicle's points that are in memory, in order of time. */
export const hotTrack = (hot: HotSlabs, ordinal: number, from: EpochMs, to: EpochMs): PointColumns => {
  const list = makePointList(64)
  const points = hot
    .list()
    .flatMap((slab) => hotPoints(slab, ordinal, from, to))
    .sort((a, b) => a.at - b.at)
  for (const point of points) list.add(ordinal, point)
  return list.take()
}

const groupsOf = (hot: HotSlabs): number[] =>
  [...new Set(hot.list().flatMap((slab) => [...slab.groups.keys()]))].sort((a, b) => a - b)

/** The newest point in memory at or before an instant, of every vehicle that has one, by ordinal; `pause` lets others in between groups. */
export const hotAt = async (
  hot: HotSlabs,
  until: EpochMs,
  pause: () => Promise<void>,
): Promise<PointColumns> => {
  const list = makePointList()
  for (const number of groupsOf(hot)) {
    if (number % 64 === 63) await pause()
    const slabs = hot.list().filter((slab) => slab.slab <= until && slab.groups.has(number))
    for (let local = 0; local < GROUP; local++) {
      let best: TrackPoint | null = null
      for (const slab of slabs) {
        const point = hotNewest(slab.slab, slab.groups.get(number)!, local, until)
        if (point !== null && (best === null || point.at > best.at)) best = point
      }
      if (best !== null) list.add(number * GROUP + local, best)
    }
  }
  return list.take()
}

/** Of one slab's points in memory, the newest of each vehicle within each step. */
export const hotSteps = async (
  hot: HotSlabs,
  slab: EpochMs,
  steps: readonly EpochMs[],
  ordinals: readonly number[] | null,
  pause: () => Promise<void>,
): Promise<PointColumns[]> => {
  const thinner = makeThinner(steps)
  const parts = hot.of(slab)
  if (parts.length === 0) return thinner.take()
  const wanted =
    ordinals ??
    groupsOf(hot).flatMap((group) => Array.from({ length: GROUP }, (_, local) => group * GROUP + local))
  for (const [i, ordinal] of wanted.entries()) {
    if (i % 4096 === 4095) await pause()
    const points = parts
      .filter((part) => part.groups.has(groupOf(ordinal)))
      .flatMap((part) => hotPoints(part, ordinal))
      .sort((a, b) => a.at - b.at)
    const visit = thinner.visitor(ordinal)
    for (const p of points) visit(p.at, p.lonE7, p.latE7, p.speed, p.heading, p.alarm, p.acc)
    thinner.end()
  }
  return thinner.take()
}
