import type { RowJournal } from '#shared/scene/layers.ts'

/** A ring of the rows that were written last, as long as the table: who was away longer reads every row. */
export class WrittenRows implements RowJournal {
  head = 0
  /** Before this mark nothing is known. */
  private floor = 0
  private ring: Uint32Array
  /** The newest entry of each row, its lower 32 bits. */
  private newest: Uint32Array
  private found: Uint32Array
  /** What was answered last: engines and what reckons for them ask the same. */
  private answer: { readonly mark: number; readonly head: number; readonly rows: Uint32Array } | null = null

  constructor(rows: number) {
    this.ring = new Uint32Array(rows)
    this.newest = new Uint32Array(rows)
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
    this.newest = new Uint32Array(rows)
    this.found = new Uint32Array(rows)
    this.noteAll()
  }

  since(mark: number): Uint32Array | null {
    if (mark < this.floor || this.head - mark > this.ring.length) return null
    if (this.answer?.mark === mark && this.answer.head === this.head) return this.answer.rows
    const { ring, newest, found, head } = this
    let rows = 0
    let at = mark % ring.length
    for (let entry = mark >>> 0, left = head - mark; left > 0; left--) {
      const row = ring[at] as number
      if (newest[row] === entry) found[rows++] = row
      entry = (entry + 1) >>> 0
      at = at + 1 === ring.length ? 0 : at + 1
    }
    this.answer = { mark, head, rows: found.subarray(0, rows) }
    return this.answer.rows
  }
}
