import type { Rect } from '../../../projections/freeRoom.ts'

interface Line {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

const corners = ({ x, y, width, height }: Rect): readonly (readonly [number, number])[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]
const side =
  ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]) =>
  ([px, py]: readonly [number, number]): number =>
    Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax))

/** The two lines that tie a picture to its frame: of those between corners of a kind, the ones that have both on one side. */
export const tieLines = (room: Rect, frame: Rect): readonly Line[] => {
  const [from, to] = [corners(room), corners(frame)]
  return from.flatMap((a, i) => {
    const b = to[i]!
    const sides = [...from, ...to].map(side(a, b)).filter((one) => one !== 0)
    const isOuter = sides.every((one) => one === sides[0])
    return isOuter ? [{ x1: a[0], y1: a[1], x2: b[0], y2: b[1] }] : []
  })
}
