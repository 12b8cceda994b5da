import { FOUND_INDICES } from '#found/indices.ts'
import type { IndexDefinition, IndexId } from './definition.ts'
import { inOrder } from './order.ts'

export { CLASSES, classNames, classOf, classRange, classSubject } from './classes.ts'
export { baseOf, countsCoal } from './definition.ts'
export type { IndexDefinition, IndexId, Ramp, RampName } from './definition.ts'
export type { CoalBasis } from '../energy/coal.ts'
export type { Mark } from './mark.ts'

/** Every index, in the order of the switch: all that the files `src/shared/<subject>/indices/<name>.ts` define. */
export const INDICES: readonly IndexDefinition[] = inOrder(FOUND_INDICES)

/** The ids, for schemas; there is always one. */
export const INDEX_IDS = INDICES.map(({ id }) => id) as [IndexId, ...IndexId[]]

export const indexOf = (id: IndexId): IndexDefinition =>
  INDICES.find((index) => index.id === id) as IndexDefinition
