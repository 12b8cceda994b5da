/** A box on the screen by its middle, CSS pixels. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const CELL_PX = 96

/** What lies where, by cells of the screen. */
export class Taken {
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

/** A pixel of touching is none: places are rounded. */
const TOUCH_PX = 1
export const overlaps = (a: Rect, b: Rect): boolean =>
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
