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

/** A constant table's shape with any numbers and words in it: what a revised table may be. */
export type Widened<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends readonly (infer Item)[]
      ? readonly Widened<Item>[]
      : { readonly [K in keyof T]: Widened<T[K]> }
