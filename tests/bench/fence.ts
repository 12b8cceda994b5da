import { fenceIndexSteps, makeFenceIndex } from '../../src/shared/vehicles/fences/locate.ts'
import type { Fence } from '../../src/shared/vehicles/fences/fence.ts'
import type { FenceShape } from '../../src/shared/vehicles/fences/shape.ts'
import type { LonLat } from '../../src/shared/kernel/units.ts'
import type { Road } from '../../src/shared/vehicles/roads/limits.ts'
import { makeRoadIndex, type RoadIndex } from '../../src/shared/vehicles/roads/locate.ts'
import { streamOf, type Rng } from '../../data/province/made/rng.ts'
import { makeVehicleJudge } from '../../src/shared/vehicles/rules/judge/judge.ts'
import { POINT_MARK, makePoints } from '../../src/shared/vehicles/track/points.ts'
import { print } from './parts/figure.ts'
import { turfOf } from './parts/turfFences.ts'
import type { Bench } from './run.ts'

const [WEST, EAST, SOUTH, NORTH] = [104.5, 112, 21, 26.3]
const CORNERS = 500
const VEHICLES = 70_000

/** Uneven rings of 2 to 17 km radius over a province: a place lies in 0.3 of 400 on average, in 8.6 of 10,000. */
const fencesOf = (count: number, rng: Rng): LonLat[][] =>
  Array.from({ length: count }, () => {
    const [x, y, r, phase] = [
      rng.between(WEST, EAST),
      rng.between(SOUTH, NORTH),
      rng.between(0.02, 0.17),
      rng.between(0, 6),
    ]
    const ring = Array.from({ length: CORNERS }, (_, i): LonLat => {
      const angle = (i / CORNERS) * 2 * Math.PI
      const away = r * (1 + 0.2 * Math.sin(5 * angle + phase) + 0.05 * rng.next())
      return [x + away * Math.cos(angle), y + away * Math.sin(angle)]
    })
    return [...ring, ring[0] as LonLat]
  })

const ROADS = 12_000
const STRETCHES = 8
const MATCH = { roadHeadingDeg: 35, roadSlackM: 15 }

/** Roads of eight stretches of half a kilometre, every eighth of them crowded into one town. */
const roadsOf = (rng: Rng): Road[] =>
  Array.from({ length: ROADS }, (_, i): Road => {
    const [reach, x0, y0] =
      i % 8 === 0 ? [0.2, 108.3, 22.8] : [0, rng.between(WEST, EAST), rng.between(SOUTH, NORTH)]
    let [x, y] = [x0 + rng.between(-reach, reach), y0 + rng.between(-reach, reach)]
    const angle = rng.between(0, 6.283)
    const path = Array.from(
      { length: STRETCHES + 1 },
      () =>
        [
          (x += 0.005 * Math.cos(angle) + rng.between(-0.001, 0.001)),
          (y += 0.005 * Math.sin(angle) + rng.between(-0.001, 0.001)),
        ] as const,
    )
    return {
      id: `R${i}`,
      name: '',
      region: '',
      class: 'main',
      path,
      widthM: null,
      oneWay: false,
      limitKmh: null,
      limitOtherKmh: null,
    }
  })

/** Limits looked up a second: half of the positions lie on a road, half anywhere. */
const roadRate = (roads: readonly Road[], index: RoadIndex, seconds: number, rng: Rng): number => {
  const at = Array.from({ length: VEHICLES }, (_, i) =>
    i % 2 ? rng.pick(rng.pick(roads).path) : ([rng.between(WEST, EAST), rng.between(SOUTH, NORTH)] as const),
  )
  const [lons, lats, headings] = [
    Float64Array.from(at, ([lon]) => lon),
    Float64Array.from(at, ([, lat]) => lat),
    Float64Array.from(at, () => rng.between(0, 360)),
  ]
  let found = 0
  const perSecond = rate(
    seconds,
    (i) =>
      (found += index.at(
        lons[i % VEHICLES] as number,
        lats[i % VEHICLES] as number,
        headings[(i * 7) % VEHICLES] as number,
        true,
        -1,
        MATCH,
      )),
  )
  if (!(found > 0)) throw new Error('no position lay on any road')
  return perSecond
}

/** Reports a second through all live rules with so many forbidden fences: 70,000 vehicles under way, one report each in turn. */
const throughRules = (shapes: readonly FenceShape[], roads: RoadIndex, seconds: number, rng: Rng): number => {
  const fences = shapes.map((shape, i): Fence => ({
    id: `F${i}`,
    region: '',
    name: '',
    kind: 'forbidden',
    place: null,
    rule: 'keep-out',
    roster: null,
    order: null,
    window: null,
    shape,
  }))
  const calendar = { isWorkday: () => true, isHoliday: () => false }
  const subject = {
    id: 'V',
    unit: 'U',
    category: 'other',
    unitRegion: '',
    keepIn: [],
    depot: -1,
    depotLonE7: 0,
    depotLatE7: 0,
  }
  const orders = [{ start: 0, end: 4e12, toRegion: null, route: -1 }]
  const judge = makeVehicleJudge(
    {
      calendar,
      subject: () => subject,
      orders: () => orders,
      breach: () => undefined,
      mended: () => undefined,
    },
    { fences, index: makeFenceIndex(shapes), roads },
  )
  const points = makePoints(VEHICLES)
  for (let v = 0; v < VEHICLES; v++) {
    points.ordinal[v] = v
    points.lonE7[v] = rng.between(WEST, EAST) * 1e7
    points.latE7[v] = rng.between(SOUTH, NORTH) * 1e7
    points.speed[v] = v % 3 === 0 ? 0 : 450
    points.acc[v] = 1
    points.mark[v] = POINT_MARK.newest
  }
  let at = Date.parse('2026-06-15T02:00:00Z')
  const began = spent()
  const until = began + seconds * 1000
  let done = 0
  for (; spent() < until; done += VEHICLES) {
    at += 3000
    for (let v = 0; v < VEHICLES; v++) {
      points.at[v] = at
      if (points.speed[v] !== 0) points.lonE7[v] = (points.lonE7[v] as number) + 3600
    }
    judge.observe(points)
  }
  return (done * 1000) / (spent() - began)
}

/** Milliseconds of processor time of this process, its collector's and compiler's threads with it: other work on the machine does not count. */
const spent = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Processor milliseconds of this thread in the longest of an index's steps, the collector's share in it. */
const longestStep = (shapes: readonly FenceShape[]): number => {
  const used = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const steps = fenceIndexSteps(shapes)
  let longest = 0
  for (let before = used(); !steps.next().done; before = used()) longest = Math.max(longest, used() - before)
  return longest
}

/** Positions a second of one core's time; each is checked against the whole set. */
const rate = (seconds: number, check: (i: number) => void): number => {
  const began = spent()
  const until = began + seconds * 1000
  let done = 0
  while (spent() < until) for (const end = done + 256; done < end; done++) check(done)
  return (done * 1000) / (spent() - began)
}

type Index = ReturnType<typeof makeFenceIndex>
type Places = readonly [lons: Float64Array, lats: Float64Array]

const agree = (index: Index, withTurf: ReturnType<typeof turfOf>, [lons, lats]: Places): void => {
  for (let i = 0; i < 2000; i++) {
    const [lon, lat] = [lons[i] as number, lats[i] as number]
    const [ours, theirs] = [index.members(index.at(lon, lat)).length, withTurf(lon, lat)]
    if (ours !== theirs)
      throw new Error(`position ${lon}, ${lat}: ${ours} fences by the index, ${theirs} by turf`)
  }
}

/** Positions anywhere, and vehicles that drive on, a second. */
const tellRates = (
  count: number,
  index: Index,
  withTurf: ReturnType<typeof turfOf>,
  [lons, lats]: Places,
  seconds: number,
): number => {
  const baseline = rate(seconds, (i) => withTurf(lons[i % VEHICLES] as number, lats[i % VEHICLES] as number))
  let held = 0
  const scattered = rate(
    seconds,
    (i) => (held += index.at(lons[i % VEHICLES] as number, lats[(i * 7) % VEHICLES] as number)),
  )
  print({
    bench: 'fence',
    metric: `scattered positions a second, ${count} fences`,
    value: scattered,
    unit: '1/s',
    baseline,
  })
  const driven = rate(seconds, (i) => {
    const v = i % VEHICLES
    held += index.at(
      (lons[v] = (lons[v] as number) + 0.0002),
      (lats[v] = (lats[v] as number) + (v % 2 ? 0.0002 : -0.0002)),
    )
  })
  print({
    bench: 'fence',
    metric: `driven positions a second, ${count} fences`,
    value: driven,
    unit: '1/s',
    baseline,
  })
  if (!(held > 0)) throw new Error('no position lay in any fence')
  return baseline
}

const fencesOfCount = (count: number, roadIndex: ReturnType<typeof makeRoadIndex>, seconds: number): void => {
  const rng = streamOf(1, `bench/${count}`)
  const rings = fencesOf(count, rng)
  const shapes = rings.map((ring): FenceShape => ({ type: 'polygon', polygons: [[ring]] }))
  const began = spent()
  const index = makeFenceIndex(shapes)
  const atOnceMs = spent() - began
  print({
    bench: 'fence',
    metric: `index of ${count} fences of ${CORNERS} corners`,
    value: atOnceMs,
    unit: 'ms',
  })
  print({
    bench: 'fence',
    metric: `the same in slices, longest step of the main thread, baseline at once`,
    value: longestStep(shapes),
    unit: 'ms',
    baseline: atOnceMs,
  })
  const withTurf = turfOf(rings)
  const places: Places = [
    Float64Array.from({ length: VEHICLES }, () => rng.between(WEST, EAST)),
    Float64Array.from({ length: VEHICLES }, () => rng.between(SOUTH, NORTH)),
  ]
  agree(index, withTurf, places)
  const baseline = tellRates(count, index, withTurf, places, seconds)
  print({
    bench: 'fence',
    metric: `reports a second through the live rules, ${count} fences`,
    value: throughRules(shapes, roadIndex, seconds, rng),
    unit: '1/s',
    baseline,
  })
}

/**
 * A check is one position against the whole set of fences, answered with all that hold it. `scattered` positions lie
 * anywhere in the province, `driven` ones move 30 m from where the same vehicle was, 70,000 of them in turn. The
 * baseline asks turf for each fence whose bounding box holds the position; beside the rules it stands for turf's part alone.
 */
export const bench: Bench = async ({ rest }) => {
  const seconds = Number(rest['seconds'] ?? 2)
  const roadRng = streamOf(1, 'bench/roads')
  const roads = roadsOf(roadRng)
  const start = spent()
  const roadIndex = makeRoadIndex(roads)
  print({
    bench: 'fence',
    metric: `index of ${roadIndex.stretches} stretches of ${ROADS} roads`,
    value: spent() - start,
    unit: 'ms',
  })
  print({
    bench: 'fence',
    metric: `limits looked up a second, ${roadIndex.stretches} stretches of road`,
    value: roadRate(roads, roadIndex, seconds, roadRng),
    unit: '1/s',
  })
  for (const count of [400, 10_000]) fencesOfCount(count, roadIndex, seconds)
}
