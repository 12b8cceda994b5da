import type { ScreenRect } from '../SceneEngine.ts'

/** A label's box on the screen, CSS pixels around its place. */
export interface PlacedBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly priority: number
  /** A dot of this radius lies at its place: the box stands beside it, and no other lies over it. Over its place without. */
  readonly clearPx?: number
  /** It stands outside all of these, with a line to its place. */
  readonly outside?: readonly ScreenRect[]
  /** It stands on its place where that is free, else beside it with a line. */
  readonly isDisc?: boolean
}

/** From the box's place to its middle, CSS pixels, and how the two are tied. */
export interface Offset {
  readonly dx: number
  readonly dy: number
  readonly tie: 'none' | 'line' | 'elbow'
}

/** Below first, then above, right and left of the dot, then between them: degrees clockwise from the right. */
const DIRECTIONS = [90, 270, 0, 180, 60, 120, 300, 240, 30, 150, 330, 210].map((degrees) => {
  const turn = (degrees * Math.PI) / 180
  return [Math.cos(turn), Math.sin(turn)] as const
})
/** In units u: a label that touches its dot stands at the first, and each farther one so much farther. */
const DISTANCES_U = [1.9, 2.6, 3.3, 4.05, 4.8] as const
/** From here on a line says whose label it is. */
const LED_FROM_U = 3.6
/** Between the region and a callout beside it, and how far apart its places are tried. */
const BESIDE_U = 3
const COLUMNS = 4
const ROW_U = 0.8
/** A callout higher or lower than its place costs so much more than one farther aside: its line would be steep. */
const STEEP = 1.7

const HERE: readonly Offset[] = [{ dx: 0, dy: 0, tie: 'none' }]

/** Where the box's middle may stand, the best first. */
export const offsetsOf = (box: PlacedBox, uPx: number, screenHeight: number): readonly Offset[] => {
  if (box.outside) return asideOf(box, box.outside, uPx, screenHeight)
  if (box.isDisc) return [...HERE, ...aroundOf(box, 0, uPx).map((one) => ({ ...one, tie: 'line' }) as const)]
  return box.clearPx === undefined ? HERE : aroundOf(box, box.clearPx, uPx)
}

/** Its edge touches the square around the dot, then stands off. */
const aroundOf = ({ width, height }: PlacedBox, clearPx: number, uPx: number): readonly Offset[] =>
  DISTANCES_U.flatMap((distance) =>
    DIRECTIONS.map(([x, y]): Offset => {
      const away = clearPx + (distance - DISTANCES_U[0]) * uPx
      const reach = Math.min((width / 2 + away) / Math.abs(x), (height / 2 + away) / Math.abs(y))
      return {
        dx: Math.round(x * reach) + 0,
        dy: Math.round(y * reach) + 0,
        tie: distance > LED_FROM_U ? 'line' : 'none',
      }
    }),
  )

/** Right and left of what it must stand outside of, row by row, the nearest to its place first. */
const asideOf = (
  { x, y, width, height }: PlacedBox,
  outside: readonly ScreenRect[],
  uPx: number,
  screenHeight: number,
): readonly Offset[] => {
  const rows = Math.ceil(screenHeight / (ROW_U * uPx))
  const found: Offset[] = []
  for (let row = -rows; row <= rows; row++) {
    const dy = Math.round(row * ROW_U * uPx)
    const [top, bottom] = [y + dy - height / 2, y + dy + height / 2]
    const beside = outside.filter((one) => one.top < bottom && one.top + one.height > top)
    const right = Math.max(x, ...beside.map((one) => one.left + one.width))
    const left = Math.min(x, ...beside.map((one) => one.left))
    for (let column = 1; column <= COLUMNS; column++) {
      const away = column * BESIDE_U * uPx + width / 2
      found.push({ dx: Math.round(right - x + away), dy, tie: 'elbow' })
      found.push({ dx: Math.round(left - x - away), dy, tie: 'elbow' })
    }
  }
  const cost = ({ dx, dy }: Offset): number => Math.hypot(dx, dy * STEEP)
  return found.sort((a, b) => cost(a) - cost(b))
}
