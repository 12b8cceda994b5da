/** A rectangle on the screen, CSS pixels from its top left. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Wanted {
  readonly least: readonly [width: number, height: number]
  readonly most: readonly [width: number, height: number]
  /** Width by height of what is to be shown there: the room counts by how large that becomes. */
  readonly aspect: number
}

interface Run {
  readonly from: number
  readonly to: number
}

/** Where nothing stands between two ends, by what stands there. */
const gaps = (stands: readonly Run[], from: number, to: number): readonly Run[] => {
  const found: Run[] = []
  let free = from
  for (const run of [...stands].sort((a, b) => a.from - b.from)) {
    if (run.from > free) found.push({ from: free, to: Math.min(run.from, to) })
    free = Math.max(free, run.to)
  }
  if (free < to) found.push({ from: free, to })
  return found.filter((gap) => gap.to > gap.from)
}

/** Of two rooms that show as much, the larger. */
const AREA = 1e-6

/**
 * The rectangle of a frame that covers none of the obstacles and shows what it is for largest; of one that is larger
 * than wanted, the part nearest to the frame's own corner. null where none is as large as the least.
 */
export const freeRoom = (
  frame: Rect,
  obstacles: readonly Rect[],
  { least, most, aspect }: Wanted,
): Rect | null => {
  const [left, right] = [frame.x, frame.x + frame.width]
  const inFrame = (x: number): boolean => x >= left && x <= right
  const edges = [left, right, ...obstacles.flatMap(({ x, width }) => [x, x + width])].filter(inFrame)
  const xs = [...new Set(edges)].sort((a, b) => a - b)
  let best: Rect | null = null
  const usable = ({ width, height }: Rect): number => {
    const [w, h] = [Math.min(width, most[0]), Math.min(height, most[1])]
    return Math.min(w / aspect, h) + w * h * AREA
  }
  for (const [i, x] of xs.entries())
    for (const to of xs.slice(i + 1)) {
      if (to - x < least[0]) continue
      const stands = obstacles
        .filter((one) => one.x < to && one.x + one.width > x)
        .map(({ y, height }) => ({ from: y, to: y + height }))
      for (const gap of gaps(stands, frame.y, frame.y + frame.height)) {
        const rect = { x, y: gap.from, width: to - x, height: gap.to - gap.from }
        if (rect.height >= least[1] && (!best || usable(rect) > usable(best))) best = rect
      }
    }
  return best && cornered(best, frame, most)
}

/** No larger than wanted, and at the corner of its room that is nearest to a corner of the frame. */
const cornered = (room: Rect, frame: Rect, [mostWidth, mostHeight]: Wanted['most']): Rect => {
  const [width, height] = [Math.min(room.width, mostWidth), Math.min(room.height, mostHeight)]
  const isRight = room.x - frame.x > frame.x + frame.width - (room.x + room.width)
  const isLow = room.y - frame.y > frame.y + frame.height - (room.y + room.height)
  return {
    x: isRight ? room.x + room.width - width : room.x,
    y: isLow ? room.y + room.height - height : room.y,
    width,
    height,
  }
}
