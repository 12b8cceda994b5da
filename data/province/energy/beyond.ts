/** 跨区: where a county's vehicles go in other counties of its city, and the roads there. */
import type { LonLat } from '#shared/kernel/units.ts'
import type { Boundary } from '../../boundaries/index.ts'
import { makeInside, metresBetween, round, shift, turn } from '../ground/geo.ts'
import type { StreetGraph } from '../Province.ts'
import { streamOf } from '../made/rng.ts'
import type { Stop } from '../vehicles/stops.ts'

/** A place in another county. */
export interface Beyond extends Stop {
  readonly region: string
}

/** The nearest counties whose seat can be reached there and back within half a day. */
const COUNTIES = 2
export const FARTHEST_M = 52_000
const NEAREST_M = 4000
const PLACES = ['政务服务中心', '机关办公区'] as const
const OFF_SEAT_M = 900
const SAMPLE_M = 400
const STEP_M = 1400
const WANDER_M = 160
/** A road between counties, and its last stretch. */
const ROAD_KMH = 80
const TOWN_KMH = 60

const isOver = (inside: (point: LonLat) => boolean, a: LonLat, b: LonLat): boolean => {
  const samples = Math.ceil(metresBetween(a, b) / SAMPLE_M)
  return Array.from({ length: samples + 1 }, (_, i) => i / samples).every((t) =>
    inside([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]),
  )
}

/** Places in the nearest counties of the same city that lie over land from the county's own seat; none where there is no such county. */
export const beyondOf = (county: Boundary, boundaries: readonly Boundary[]): Beyond[] => {
  const city = boundaries.find(({ code }) => code === county.parent)
  if (!city) return []
  const inCity = makeInside(city.geometry)
  const near = boundaries
    .filter(({ level, parent, code }) => level === 'county' && parent === city.code && code !== county.code)
    .map((other) => ({ other, metres: metresBetween(other.seat, county.seat) }))
    .filter(
      ({ other, metres }) =>
        metres >= NEAREST_M && metres <= FARTHEST_M && isOver(inCity, county.seat, other.seat),
    )
    .sort((a, b) => a.metres - b.metres)
    .slice(0, COUNTIES)
  return near.flatMap(({ other }) => {
    const rng = streamOf(0, 'beyond', county.code, other.code)
    const inside = makeInside(other.geometry)
    return PLACES.flatMap((name): Beyond[] => {
      const [east, north] = turn([rng.between(OFF_SEAT_M / 3, OFF_SEAT_M), 0], rng.between(0, 360))
      const lonLat = shift(other.seat, east, north)
      return inside(lonLat) ? [{ region: other.code, name: other.name + name, lonLat }] : []
    })
  })
}

/** The streets with a road on to each place in another county: from the node that lies nearest to it. */
export const withRoadsBeyond = (streets: StreetGraph, places: readonly Beyond[]): StreetGraph => {
  const nodes = [...streets.nodes]
  const edges = [...streets.edges]
  const join = (a: number, b: number, limitKmh: number): void =>
    void edges.push({ a, b, metres: round(metresBetween(nodes[a]!, nodes[b]!), 1), limitKmh })
  for (const { lonLat, region } of places) {
    const rng = streamOf(0, 'road-beyond', region, String(nodes.length))
    const from = nodes.reduce(
      (best, node, i) => (metresBetween(node, lonLat) < metresBetween(nodes[best]!, lonLat) ? i : best),
      0,
    )
    const start = nodes[from]!
    const steps = Math.floor(metresBetween(start, lonLat) / STEP_M)
    let last = from
    for (let i = 1; i <= steps; i++) {
      const t = i / (steps + 1)
      nodes.push(
        shift(
          [start[0] + (lonLat[0] - start[0]) * t, start[1] + (lonLat[1] - start[1]) * t],
          rng.normal() * WANDER_M,
          rng.normal() * WANDER_M,
        ),
      )
      join(last, nodes.length - 1, ROAD_KMH)
      last = nodes.length - 1
    }
    nodes.push([lonLat[0], lonLat[1]])
    join(last, nodes.length - 1, TOWN_KMH)
  }
  return { nodes, edges }
}
