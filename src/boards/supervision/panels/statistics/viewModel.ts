import type { CoalRow } from '#shared/energy/coal.ts'
import { FIGURES, type FigureId } from '#shared/indices/figures.ts'
import { INDICES, type CoalBasis, type IndexId } from '#shared/indices/indices.ts'
import type { Measures } from '#shared/indices/measures.ts'

export type ColumnId = IndexId | FigureId
export type IndexValues = Readonly<Record<ColumnId, number | null>>

/** Every index and figure, in the order of the table. */
export const COLUMNS = [...INDICES, ...FIGURES] as const

/** Every index of one place. */
export const indexValues = (m: Measures, basis: CoalBasis, coal?: readonly CoalRow[]): IndexValues =>
  Object.fromEntries(COLUMNS.map((index) => [index.id, index.value(m, basis, coal)])) as Record<
    ColumnId,
    number | null
  >

export interface Comparison {
  readonly id: ColumnId
  readonly left: number | null
  readonly right: number | null
  /** left − right; null where one is not known. */
  readonly difference: number | null
}

/** 微观对比: two places index by index. */
export const compare = (left: IndexValues, right: IndexValues): readonly Comparison[] =>
  COLUMNS.map(({ id }) => {
    const a = left[id]
    const b = right[id]
    return { id, left: a, right: b, difference: a === null || b === null ? null : a - b }
  })
