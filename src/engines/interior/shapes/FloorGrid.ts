import type { InteriorDesk } from '#shared/scene/layers.ts'
import { DESK, onDesk } from './desks.ts'
import type { FloorModel, RoomModel } from './model.ts'
import { insideRing, type Box } from './rings.ts'

/** How many things a cell holds, about. */
const A_CELL = 2
const DESK_REACH_M = Math.hypot(DESK.widthM / 2, DESK.depthM / 2 + DESK.chairM)

/** Boxes of a floor by the cells of a grid that they touch: rows of a cell stand in a row, ascending. */
class Cells {
  readonly #box: Box
  readonly #columns: number
  readonly #lines: number
  readonly #starts: Uint32Array
  readonly #rows: Uint32Array

  constructor(box: Box, boxes: readonly Box[]) {
    this.#box = box
    const [wide, deep] = [Math.max(1e-3, box.maxX - box.minX), Math.max(1e-3, box.maxY - box.minY)]
    const cells = Math.max(1, boxes.length / A_CELL)
    this.#columns = Math.max(1, Math.min(4096, Math.round(Math.sqrt((cells * wide) / deep))))
    this.#lines = Math.max(1, Math.min(4096, Math.round(cells / this.#columns)))
    this.#starts = new Uint32Array(this.#columns * this.#lines + 1)
    for (const one of boxes) this.#each(one, (cell) => this.#starts[cell + 1]!++)
    for (let cell = 1; cell < this.#starts.length; cell++) this.#starts[cell]! += this.#starts[cell - 1]!
    this.#rows = new Uint32Array(this.#starts.at(-1)!)
    const next = this.#starts.slice()
    boxes.forEach((one, row) => this.#each(one, (cell) => (this.#rows[next[cell]!++] = row)))
  }

  /** Rows whose boxes may hold the point. */
  at(x: number, y: number): Uint32Array {
    const cell = this.#line(y) * this.#columns + this.#column(x)
    return this.#rows.subarray(this.#starts[cell], this.#starts[cell + 1])
  }

  #column(x: number): number {
    const { minX, maxX } = this.#box
    return within(((x - minX) / Math.max(1e-3, maxX - minX)) * this.#columns, this.#columns)
  }

  #line(y: number): number {
    const { minY, maxY } = this.#box
    return within(((y - minY) / Math.max(1e-3, maxY - minY)) * this.#lines, this.#lines)
  }

  #each({ minX, minY, maxX, maxY }: Box, tell: (cell: number) => void): void {
    const [from, to] = [this.#column(minX), this.#column(maxX)]
    for (let line = this.#line(minY); line <= this.#line(maxY); line++)
      for (let column = from; column <= to; column++) tell(line * this.#columns + column)
  }
}

const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, Math.floor(value)))

/** What lies where on a floor, found without going through all that is on it. */
export class FloorGrid {
  readonly #floor: FloorModel
  #rooms: Cells | null = null
  #desks: Cells | null = null

  constructor(floor: FloorModel) {
    this.#floor = floor
  }

  roomAt(x: number, y: number): RoomModel | null {
    const { rooms, box } = this.#floor
    this.#rooms ??= new Cells(
      box,
      rooms.map((room) => room.box),
    )
    for (const row of this.#rooms.at(x, y)) {
      const { box: of, ring } = rooms[row]!
      if (x >= of.minX && x <= of.maxX && y >= of.minY && y <= of.maxY && insideRing(ring, x, y))
        return rooms[row]!
    }
    return null
  }

  deskAt(x: number, y: number): InteriorDesk | null {
    const { spec, box } = this.#floor
    this.#desks ??= new Cells(
      box,
      spec.desks.map((desk) => ({
        minX: desk.x - DESK_REACH_M,
        minY: desk.y - DESK_REACH_M,
        maxX: desk.x + DESK_REACH_M,
        maxY: desk.y + DESK_REACH_M,
      })),
    )
    for (const row of this.#desks.at(x, y)) if (onDesk(spec.desks[row]!, x, y)) return spec.desks[row]!
    return null
  }
}
