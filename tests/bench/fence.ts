import { bbox, booleanPointInPolygon, polygon } from '@turf/turf'
import { makeFenceIndex } from '../../src/shared/vehicles/fences/locate.ts'
import type { FenceShape } from '../../src/shared/vehicles/fences/shape.ts'
import type { LonLat } from '../../src/shared/units.ts'
import { streamOf, type Rng } from '../../data/province/rng.ts'
import { print } from './figure.ts'
import type { Bench } from './run.ts'

const [WEST, EAST, SOUTH, NORTH] = [104.5, 112, 21, 26.3]
const CORNERS = 500
const VEHICLES = 70_000

/** Uneven rings of 2 to 17 km radius over a province: a place lies in 0.3 of 400 on average, in 8.6 of 10,000. */
const fencesOf = (count: number, rng: Rng): LonLat[][] =>
  Array.from({ length: count }, () => {
    const [x, y, r, phase] = [rng.between(WEST, EAST), rng.between(SOUTH, NORTH), rng.between(0.02, 0.17), rng.between(0, 6)]
    const ring = Array.from({ length: CORNERS }, (_, i): LonLat => {
      const angle = (i / CORNERS) * 2 * Math.PI
      const away = r * (1 + 0.2 * Math.sin(5 * angle + phase) + 0.05 * rng.next())
      return [x + away * Math.cos(angle), y + away * Math.sin(angle)]
    })
    return [...ring, ring[0] as LonLat]
  })

/** Positions a second over so many seconds of one core; each is checked against the whole set. */
const rate = (seconds: number, check: (i: number) => void): number => {
  const until = performance.now() + seconds * 1000
  const began = performance.now()
  let done = 0
  while (performance.now() < until) for (const end = done + 256; done < end; done++) check(done)
  return (done * 1000) / (performance.now() - began)
}

/**
 * A check is one position against the whole set of fences, answered with all that hold it. `scattered` positions lie
 * anywhere in the province, `driven` ones move 30 m from where the same vehicle was, 70,000 of them in turn. The
 * baseline asks turf for each fence whose bounding box holds the position.
 */
export const bench: Bench = async ({ rest }) => {
  const seconds = Number(rest['seconds'] ?? 2)
  for (const count of [400, 10_000]) {
    const rng = streamOf(1, `bench/${count}`)
    const rings = fencesOf(count, rng)
    const shapes = rings.map((ring): FenceShape => ({ type: 'polygon', polygons: [[ring]] }))
    const began = performance.now()
    const index = makeFenceIndex(shapes)
    print({ bench: 'fence', metric: `index of ${count} fences of ${CORNERS} corners`, value: performance.now() - began, unit: 'ms' })
    const turf = rings.map((ring) => polygon([ring as [number, number][]]))
    const boxes = turf.map((one) => bbox(one))
    const [lons, lats] = [Float64Array.from({ length: VEHICLES }, () => rng.between(WEST, EAST)), Float64Array.from({ length: VEHICLES }, () => rng.between(SOUTH, NORTH))]
    const withTurf = (lon: number, lat: number): number =>
      turf.reduce((held, one, i) => {
        const [w, s, e, n] = boxes[i] as [number, number, number, number]
        return lon >= w && lon <= e && lat >= s && lat <= n && booleanPointInPolygon([lon, lat], one) ? held + 1 : held
      }, 0)
    for (let i = 0; i < 2000; i++) {
      const [lon, lat] = [lons[i] as number, lats[i] as number]
      const [ours, theirs] = [index.members(index.at(lon, lat)).length, withTurf(lon, lat)]
      if (ours !== theirs) throw new Error(`position ${lon}, ${lat}: ${ours} fences by the index, ${theirs} by turf`)
    }
    const baseline = rate(seconds, (i) => withTurf(lons[i % VEHICLES] as number, lats[i % VEHICLES] as number))
    let held = 0
    const scattered = rate(seconds, (i) => (held += index.at(lons[i % VEHICLES] as number, lats[(i * 7) % VEHICLES] as number)))
    print({ bench: 'fence', metric: `scattered positions a second, ${count} fences`, value: scattered, unit: '1/s', baseline })
    const driven = rate(seconds, (i) => {
      const v = i % VEHICLES
      held += index.at((lons[v] = (lons[v] as number) + 0.0002), (lats[v] = (lats[v] as number) + (v % 2 ? 0.0002 : -0.0002)))
    })
    print({ bench: 'fence', metric: `driven positions a second, ${count} fences`, value: driven, unit: '1/s', baseline })
    if (!(held > 0)) throw new Error('no position lay in any fence')
  }
}
