import type { MoverLayer, RowJournal } from '#shared/scene/layers.ts'

const versionsOf = ({ count, from, to, spans, headings, speeds, states }: MoverLayer): string =>
  [count, from.version, to.version, spans.version, headings.version, speeds.version, states.version].join()

/** Follows what is written into a mover layer, from one look to the next. */
export class WrittenReader {
  #journal: RowJournal | null = null
  #mark = -1
  #versions = ''

  /** The rows written since the last look; null when any row may differ, undefined when none does. */
  read(layer: MoverLayer): Uint32Array | null | undefined {
    const { journal } = layer
    const isKnown = journal !== undefined && journal === this.#journal
    const versions = journal ? '' : versionsOf(layer)
    if (isKnown ? journal.head === this.#mark : !journal && versions === this.#versions) return undefined
    const rows = isKnown ? journal.since(this.#mark) : null
    this.#journal = journal ?? null
    this.#mark = journal?.head ?? -1
    this.#versions = versions
    return rows
  }
}
