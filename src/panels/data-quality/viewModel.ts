import type { Measures } from '#shared/indices/measures.ts'

export interface QualityRow {
  readonly key: 'complete' | 'accurate' | 'fresh'
  /** 0–100; null without a base. */
  readonly percent: number | null
}

/** The three dimensions of the data-quality index, each from its own pair of counts. */
export const qualityRows = (m: Measures): readonly QualityRow[] => [
  { key: 'complete', percent: m.fieldsRequired > 0 ? (m.fieldsFilled / m.fieldsRequired) * 100 : null },
  { key: 'accurate', percent: m.checks > 0 ? (1 - m.checksFailed / m.checks) * 100 : null },
  { key: 'fresh', percent: m.records > 0 ? (m.recordsFresh / m.records) * 100 : null },
]
