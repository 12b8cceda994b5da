import type { IndexDefinition } from './definition.ts'
import type { Measure } from './measures.ts'

/**
 * The ids of all figures. Each adds its own from its own file, so that a name that no figure has does not compile:
 * `declare module '../../indices/figure.ts' { interface FigureIds { certified: true } }`.
 * @public
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by the definitions
export interface FigureIds {}
export type FigureId = keyof FigureIds & string

/** A figure that is shown, ranked and compared, but does not colour the map. */
export interface FigureDefinition extends Pick<
  IndexDefinition,
  'order' | 'name' | 'unit' | 'decimals' | 'formula' | 'source' | 'mark' | 'reference' | 'value' | 'of'
> {
  readonly id: FigureId
  /** What goes in, in the order of the formula. */
  readonly inputs: readonly Measure[]
}

/** Defines a figure: a pure function of additive measures, with all that is said of it. */
export const figure = (definition: FigureDefinition): FigureDefinition => definition

export const isFigure = (value: unknown): value is FigureDefinition =>
  typeof value === 'object' &&
  value !== null &&
  'formula' in value &&
  'inputs' in value &&
  !('breaks' in value)
