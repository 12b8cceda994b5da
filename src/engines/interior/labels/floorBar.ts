/** Rooms of one class beside a floor, worst class next to its slab. */
export interface BarCell {
  /** `#rrggbb`. */
  readonly hex: string
  readonly rooms: number
  readonly hatched: boolean
}

/** A floor's rooms as a bar between its slab and its name; device pixels. */
export interface FloorBar {
  readonly cells: readonly BarCell[]
  readonly roomPx: number
  readonly highPx: number
  readonly leaderPx: number
  readonly gapPx: number
  readonly line: string
  /** Of its slab. */
  readonly side: 'left' | 'right'
}

interface Spot {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const widthOf = ({ cells, roomPx }: FloorBar): number =>
  cells.reduce((sum, { rooms }) => sum + rooms * roomPx, 0)

/** What a bar and its leader take beside a text of this width. */
export const barSize = (bar: FloorBar, textPx: number): readonly [number, number] => [
  Math.ceil(bar.leaderPx + widthOf(bar) + bar.gapPx * 2 + textPx),
  Math.ceil(bar.highPx * 1.5),
]

const drawCell = (
  brush: CanvasRenderingContext2D,
  { hex, hatched }: BarCell,
  { x, y, width, height }: Spot,
): void => {
  brush.fillStyle = hex
  brush.fillRect(x, y, width, height)
  if (!hatched) return
  brush.save()
  brush.beginPath()
  brush.rect(x, y, width, height)
  brush.clip()
  brush.strokeStyle = 'rgb(6 13 24 / 0.6)'
  brush.lineWidth = Math.max(1, height / 9)
  for (let at = x - height; at < x + width; at += height / 2.6) {
    brush.beginPath()
    brush.moveTo(at, y + height)
    brush.lineTo(at + height, y)
    brush.stroke()
  }
  brush.restore()
}

/** Leader, bar and text from the slab outwards. */
export const drawBar = (
  brush: CanvasRenderingContext2D,
  bar: FloorBar,
  { x, y, width, height }: Spot,
  write: (left: number, middle: number, align: 'left' | 'right') => void,
): void => {
  const out = bar.side === 'right' ? 1 : -1
  const slab = bar.side === 'right' ? x : x + width
  const middle = Math.round(y + height / 2)
  brush.fillStyle = bar.line
  brush.fillRect(Math.min(slab, slab + out * bar.leaderPx), middle, bar.leaderPx, 1)
  let at = slab + out * bar.leaderPx
  for (const cell of bar.roomPx > 0 ? bar.cells : []) {
    const wide = cell.rooms * bar.roomPx
    const left = Math.round(out > 0 ? at : at - wide)
    drawCell(brush, cell, {
      x: left,
      y: middle - bar.highPx / 2,
      width: Math.max(1, wide - 1),
      height: bar.highPx,
    })
    at += out * wide
  }
  write(at + out * bar.gapPx, middle, out > 0 ? 'left' : 'right')
}
