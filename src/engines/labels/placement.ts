/** A label's box on the screen, CSS pixels around its place. */
export interface PlacedBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly priority: number
  /** A dot of this radius lies at its place: the box stands beside it, and no other lies over it. Over its place without. */
  readonly clearPx?: number
}

/** A box that is shown, and how far from its place its middle stands. */
export interface Placed {
  readonly index: number
  readonly dx: number
  readonly dy: number
}

interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const CELL_PX = 96
/** Below first, then above, right and left of the dot, then between them: degrees clockwise from the right. */
const DIRECTIONS = [90, 270, 0, 180, 60, 120, 300, 240, 30, 150, 330, 210].map((degrees) => {
  const turn = (degrees * Math.PI) / 180
  return [Math.cos(turn), Math.sin(turn)] as const
})
/** Away from the dot by these shares of the box's height. */
const DISTANCES = [0, 0.2, 0.4] as const

/** What lies where, by cells of the screen. */
class Taken {
  readonly #cells = new Map<string, Rect[]>()

  add(rect: Rect): void {
    for (const cell of cellsOf(rect)) {
      const held = this.#cells.get(cell)
      if (held) held.push(rect)
      else this.#cells.set(cell, [rect])
    }
  }

  isFree(rect: Rect): boolean {
    return !cellsOf(rect).some((cell) => this.#cells.get(cell)?.some((other) => overlaps(rect, other)))
  }
}

/**
 * Chooses which labels may be seen and where: the higher priority takes the place, the earlier wins a tie. One with a
 * dot stands at the first of twelve directions, then farther off, where it lies over no box and no dot. What does not
 * lie wholly on the screen is left out. Ascending by index.
 */
export const placeLabels = (boxes: readonly PlacedBox[], width: number, height: number): Placed[] => {
  const taken = new Taken()
  for (const { x, y, clearPx } of boxes)
    if (clearPx !== undefined) taken.add({ x, y, width: clearPx * 2, height: clearPx * 2 })
  const shown: Placed[] = []
  const order = boxes
    .map((_, index) => index)
    .sort((a, b) => boxes[b]!.priority - boxes[a]!.priority || a - b)
  for (const index of order) {
    const box = boxes[index]!
    for (const [dx, dy] of offsetsOf(box)) {
      const rect = { x: box.x + dx, y: box.y + dy, width: box.width, height: box.height }
      if (!onScreen(rect, width, height) || !taken.isFree(rect)) continue
      taken.add(rect)
      shown.push({ index, dx, dy })
      break
    }
  }
  return shown.sort((a, b) => a.index - b.index)
}

const HERE: readonly (readonly [number, number])[] = [[0, 0]]
/** Where the box's middle may stand, the best first: its edge then touches the square around the dot. */
const offsetsOf = ({ width, height, clearPx }: PlacedBox): readonly (readonly [number, number])[] => {
  if (clearPx === undefined) return HERE
  return DISTANCES.flatMap((share) =>
    DIRECTIONS.map(([x, y]) => {
      const away = clearPx + share * height
      const reach = Math.min((width / 2 + away) / Math.abs(x), (height / 2 + away) / Math.abs(y))
      return [Math.round(x * reach) + 0, Math.round(y * reach) + 0] as const
    }),
  )
}

const onScreen = ({ x, y, width, height }: Rect, screenWidth: number, screenHeight: number): boolean =>
  x - width / 2 >= 0 && x + width / 2 <= screenWidth && y - height / 2 >= 0 && y + height / 2 <= screenHeight

/** A pixel of touching is none: places are rounded. */
const TOUCH_PX = 1
const overlaps = (a: Rect, b: Rect): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width - TOUCH_PX * 2 &&
  Math.abs(a.y - b.y) * 2 < a.height + b.height - TOUCH_PX * 2

const cellsOf = ({ x, y, width, height }: Rect): string[] => {
  const cells: string[] = []
  for (
    let column = Math.floor((x - width / 2) / CELL_PX);
    column <= Math.floor((x + width / 2) / CELL_PX);
    column++
  ) {
    for (
      let row = Math.floor((y - height / 2) / CELL_PX);
      row <= Math.floor((y + height / 2) / CELL_PX);
      row++
    )
      cells.push(`${column}:${row}`)
  }
  return cells
}
