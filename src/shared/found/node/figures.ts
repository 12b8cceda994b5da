import { isFigure, type FigureDefinition } from '../../indices/figure.ts'
import { defaultsOf } from './folder.ts'

/** The half for Node: the files are found where they lie, at start. */
export const FOUND_FIGURES: readonly FigureDefinition[] = (
  await defaultsOf(/^[\w-]+\/figures\/[\w-]+\.ts$/)
).filter(isFigure)
