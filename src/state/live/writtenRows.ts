import type { RowJournal } from '#shared/scene/layers.ts'

/** A ring of the rows that were written last, as long as the table: who was away longer reads every row. */
export class WrittenRows implements RowJournal {
  head = 0
  /** Before this mark nothing is known. */
  private floor = 0
  private ring: Uint32Array
  /** The newest entry of each row. */
  private newest: Float64Array
  private found: Uint32Array

  constructor(rows: number) {
    this.ring = new Uint32Array(rows)
    this.newest = new Float64Array(rows)
    this.found = new Uint32Array(rows)
  }

  note(row: number): void {
    this.ring[this.head % this.ring.length] = row
    this.newest[row] = this.head++
  }

  /** Every row may differ from now on. */
  noteAll(): void {
    this.floor = ++this.head
  }

  resize(rows: number): void {
    this.ring = new Uint32Array(rows)
    this.newest = new Float64Array(rows)
    this.found = new Uint32Array(rows)
    this.noteAll()
  }

  since(mark: number): Uint32Array | null {
    if (mark < this.floor || this.head - mark > this.ring.length) return null
    let rows = 0
    for (let entry = mark; entry < this.head; entry++) {
      const row = this.ring[entry % this.ring.length] as number
      if (this.newest[row] === entry) this.found[rows++] = row
    }
    return this.found.subarray(0, rows)
  }
}
