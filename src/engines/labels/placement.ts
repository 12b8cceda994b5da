import type { ScreenRect } from '../SceneEngine.ts'
import { offsetsOf, type Offset, type PlacedBox } from './offsets.ts'
import { overlaps, Taken, type Rect } from './taken.ts'

export type { PlacedBox } from './offsets.ts'

/** A box that is shown, and how far from its place its middle stands. */
export interface Placed {
  readonly index: number
  readonly dx: number
  readonly dy: number
  /** The line from its dot to it, CSS pixels from its place; none where it stands at its dot. */
  readonly leader?: readonly (readonly [number, number])[]
}

export interface Around {
  /** What stands over the picture. */
  readonly covered?: readonly ScreenRect[]
  /** The unit that distances are given in; default a hundredth of the height. */
  readonly uPx?: number
}

/** Between what covers the picture and a label, u. */
const MARGIN_U = 0.4

/**
 * Chooses which labels may be seen and where: the higher priority takes the place, the earlier wins a tie. One with a
 * dot stands at the first of twelve directions, then farther off, where it lies over no box and no dot; from afar a line
 * leads to it. What does not lie wholly on the screen, or lies beneath what covers it, is left out. Ascending by index.
 */
export const placeLabels = (
  boxes: readonly PlacedBox[],
  width: number,
  height: number,
  { covered = [], uPx = height / 100 }: Around = {},
): Placed[] => {
  const over = covered.map((one) => middled(one, MARGIN_U * uPx))
  const taken = new Taken()
  for (const rect of over) taken.add(rect)
  const dots = boxes.filter(({ clearPx }) => clearPx !== undefined).map(dotOf)
  const seats = new Taken()
  for (const dot of dots) seats.add(dot)
  const isFree = (rect: Rect, box: PlacedBox): boolean =>
    taken.isFree(rect) &&
    (box.isDisc ? !dots.some((dot) => overlaps(rect, dot) && !isAt(box, dot)) : seats.isFree(rect))
  const shown: Placed[] = []
  const order = boxes
    .map((_, index) => index)
    .sort((a, b) => boxes[b]!.priority - boxes[a]!.priority || a - b)
  for (const index of order) {
    const box = boxes[index]!
    if (over.some((rect) => holds(rect, box))) continue
    const outside = new Taken()
    for (const one of box.outside ?? []) outside.add(middled(one))
    for (const offset of offsetsOf(box, uPx, height)) {
      const rect = { x: box.x + offset.dx, y: box.y + offset.dy, width: box.width, height: box.height }
      if (!onScreen(rect, width, height) || !isFree(rect, box) || !outside.isFree(rect)) continue
      taken.add(rect)
      shown.push({ index, dx: offset.dx, dy: offset.dy, ...leaderOf(box, offset, uPx) })
      break
    }
  }
  return shown.sort((a, b) => a.index - b.index)
}

const dotOf = ({ x, y, clearPx = 0 }: PlacedBox): Rect => ({ x, y, width: clearPx * 2, height: clearPx * 2 })
/** A disc lies over the dot of its own place. */
const isAt = (box: PlacedBox, dot: Rect): boolean => Math.hypot(box.x - dot.x, box.y - dot.y) < 1

const middled = ({ left, top, width, height }: ScreenRect, marginPx = 0): Rect => ({
  x: left + width / 2,
  y: top + height / 2,
  width: width + marginPx * 2,
  height: height + marginPx * 2,
})

const holds = ({ x, y, width, height }: Rect, at: PlacedBox): boolean =>
  Math.abs(at.x - x) * 2 < width && Math.abs(at.y - y) * 2 < height

const onScreen = ({ x, y, width, height }: Rect, screenWidth: number, screenHeight: number): boolean =>
  x - width / 2 >= 0 && x + width / 2 <= screenWidth && y - height / 2 >= 0 && y + height / 2 <= screenHeight

/** The level piece of a callout's line, u, and at which share of its height it begins: beside its first line. */
const STUB_U = 2
const FIRST_LINE = -0.23

const clamp = (low: number, high: number): number => Math.max(low, Math.min(high, 0))

/** From the box to the rim of its dot; with a level piece first where the box is a callout that stands far enough aside. */
const leaderOf = (
  { width, height, clearPx = 0 }: PlacedBox,
  { dx, dy, tie }: Offset,
  uPx: number,
): Pick<Placed, 'leader'> => {
  if (tie === 'none') return {}
  const side = Math.sign(dx)
  const edge = dx - (side * width) / 2
  const bend = edge - side * STUB_U * uPx
  if (tie === 'elbow' && bend * side > clearPx) {
    const y = dy + height * FIRST_LINE
    return { leader: [[edge, y], [bend, y], rimOf(bend, y, clearPx)] }
  }
  const [x, y] = [clamp(dx - width / 2, dx + width / 2), clamp(dy - height / 2, dy + height / 2)]
  return { leader: [[x, y], rimOf(x, y, clearPx)] }
}

const rimOf = (x: number, y: number, radius: number): readonly [number, number] => {
  const length = Math.hypot(x, y)
  return length <= radius ? [x, y] : [(x / length) * radius, (y / length) * radius]
}
