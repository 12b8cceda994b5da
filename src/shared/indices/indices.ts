import { FOUND_INDICES } from '#found/indices.ts'
import type { IndexDefinition, IndexId } from './definition.ts'
import { inOrder } from './order.ts'

export { countsCoal } from './definition.ts'
export type { IndexDefinition, IndexId, Ramp, RampName } from './definition.ts'
export type { CoalBasis } from '../energy/coal.ts'
export type { Mark } from './mark.ts'

/** Every index, in the order of the switch: all that the files `src/shared/<subject>/indices/<name>.ts` define. */
export const INDICES: readonly IndexDefinition[] = inOrder(FOUND_INDICES)

/** The ids, for schemas; there is always one. */
export const INDEX_IDS = INDICES.map(({ id }) => id) as [IndexId, ...IndexId[]]

export const indexOf = (id: IndexId): IndexDefinition =>
  INDICES.find((index) => index.id === id) as IndexDefinition

/** 0–5: which of the six classes a value falls into; −1 for 无数据. */
export const classOf = (index: Pick<IndexDefinition, 'breaks'>, value: number | null): number =>
  value === null ? -1 : index.breaks.reduce((n, b) => (value >= b ? n + 1 : n), 0)
