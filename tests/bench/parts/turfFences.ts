import { bbox, booleanPointInPolygon, polygon } from '@turf/turf'

/** How many fences hold a position, by turf alone. */
export const turfOf = (rings: readonly (readonly (readonly [number, number])[])[]) => {
  const turf = rings.map((ring) => polygon([ring as [number, number][]]))
  const boxes = turf.map((one) => bbox(one))
  return (lon: number, lat: number): number =>
    turf.reduce((held, one, i) => {
      const [w, s, e, n] = boxes[i] as [number, number, number, number]
      return lon >= w && lon <= e && lat >= s && lat <= n && booleanPointInPolygon([lon, lat], one)
        ? held + 1
        : held
    }, 0)
}
