import type { Measures } from '#shared/indices/measures.ts'
import type { RateOf } from '#shared/kernel/rate.ts'

export interface QualityRow {
  readonly key: 'complete' | 'accurate' | 'fresh'
  /** What holds, of what was looked at. */
  readonly of: RateOf
}

/** The three dimensions of the data-quality index, each from its own pair of counts. */
export const qualityRows = (m: Measures): readonly QualityRow[] => [
  { key: 'complete', of: { part: m.fieldsFilled, base: m.fieldsRequired } },
  { key: 'accurate', of: { part: m.checks - m.checksFailed, base: m.checks } },
  { key: 'fresh', of: { part: m.recordsFresh, base: m.records } },
]
