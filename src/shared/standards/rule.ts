import type { Mark } from '../indices/indices.ts'

/** Where a rule stands, and how far it was confirmed; printed with every verdict. */
export interface Citation {
  /** Document with its number. */
  readonly document: string
  readonly article: string
  readonly mark: Mark
}

/** 《党政机关办公用房建设标准》, in force; the 1999 table (计投资〔1999〕2250号) circulates under its number and must not be mixed in. */
export const OFFICE_STANDARD = '《党政机关办公用房建设标准》(发改投资〔2014〕2674号)'

/** What a mark says on the screen. */
export const MARK_LABELS: Record<Mark, { readonly zh: string; readonly en: string }> = {
  T: { zh: '原文', en: 'text read' },
  S: { zh: '转引', en: 'second hand' },
  V: { zh: '已验算', en: 'checked by calculation' },
  M: { zh: '待核实', en: 'to be verified' },
  D: { zh: '本系统口径', en: 'this system\'s definition' },
}

/** A constant table's shape with any numbers and words in it: what a revised table may be. */
export type Widened<T> = T extends number ? number : T extends string ? string : T extends readonly (infer Item)[] ? readonly Widened<Item>[] : { readonly [K in keyof T]: Widened<T[K]> }
