import { FOUND_FIGURES } from '#found/figures.ts'
import { inOrder } from './order.ts'
import type { FigureDefinition, FigureId } from './figure.ts'

export type { FigureDefinition, FigureId } from './figure.ts'

/** Every figure, in the order of the tables: all that the files `src/shared/<subject>/figures/<name>.ts` define. */
export const FIGURES: readonly FigureDefinition[] = inOrder(FOUND_FIGURES)

export const figureOf = (id: FigureId): FigureDefinition =>
  FIGURES.find((figure) => figure.id === id) as FigureDefinition
