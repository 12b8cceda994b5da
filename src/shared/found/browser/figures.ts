import { isFigure, type FigureDefinition } from '../../indices/figure.ts'

/** The half for browsers and for tests that run in one: the build finds the files. */
const found = import.meta.glob<unknown>('../../*/figures/*.ts', { eager: true, import: 'default' })
export const FOUND_FIGURES: readonly FigureDefinition[] = Object.values(found).filter(isFigure)
