/** A label's box on the screen, CSS pixels around its centre. */
export interface PlacedBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly priority: number
}

const CELL_PX = 96

/**
 * Chooses which labels may be seen: the higher priority takes the place, the earlier wins a tie. What does not lie
 * wholly on the screen is left out. Returns indices into `boxes`, ascending.
 */
export const placeLabels = (boxes: readonly PlacedBox[], width: number, height: number): number[] => {
  const order = boxes
    .map((_, index) => index)
    .sort((a, b) => (boxes[b] as PlacedBox).priority - (boxes[a] as PlacedBox).priority || a - b)
  const taken = new Map<string, PlacedBox[]>()
  const shown: number[] = []
  for (const index of order) {
    const box = boxes[index] as PlacedBox
    if (!onScreen(box, width, height)) continue
    const cells = cellsOf(box)
    if (cells.some((cell) => taken.get(cell)?.some((other) => overlaps(box, other)))) continue
    for (const cell of cells) taken.set(cell, [...(taken.get(cell) ?? []), box])
    shown.push(index)
  }
  return shown.sort((a, b) => a - b)
}

const onScreen = ({ x, y, width, height }: PlacedBox, screenWidth: number, screenHeight: number): boolean =>
  x - width / 2 >= 0 && x + width / 2 <= screenWidth && y - height / 2 >= 0 && y + height / 2 <= screenHeight

const overlaps = (a: PlacedBox, b: PlacedBox): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height

const cellsOf = ({ x, y, width, height }: PlacedBox): string[] => {
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
