import type { Position } from 'geojson'

/** West, south, east, north. */
export type Box = readonly [number, number, number, number]
interface Side {
  readonly axis: 0 | 1
  readonly at: number
  readonly sign: 1 | -1
}
const sidesOf = ([west, south, east, north]: Box): readonly Side[] => [
  { axis: 0, at: west, sign: 1 },
  { axis: 1, at: south, sign: 1 },
  { axis: 0, at: east, sign: -1 },
  { axis: 1, at: north, sign: -1 },
]
const isIn = (point: Position, { axis, at, sign }: Side): boolean => (point[axis]! - at) * sign >= 0
const crossing = (a: Position, b: Position, { axis, at }: Side): Position => {
  const share = (at - a[axis]!) / (b[axis]! - a[axis]!)
  const other = a[1 - axis]! + (b[1 - axis]! - a[1 - axis]!) * share
  return axis === 0 ? [at, other] : [other, at]
}

/** What of a ring lies in the box, closed (Sutherland–Hodgman); empty where nothing does. */
export const clipRing = (ring: readonly Position[], box: Box): Position[] => {
  let points: Position[] = [...ring]
  for (const side of sidesOf(box))
    points = points.flatMap((point, i) => {
      const before = points.at(i - 1)!
      const cut = isIn(point, side) === isIn(before, side) ? [] : [crossing(before, point, side)]
      return isIn(point, side) ? [...cut, point] : cut
    })
  return points.length < 3 ? [] : [...points, points[0]!]
}
