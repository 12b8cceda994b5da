import { CLASSES, classOf, indexOf, type IndexDefinition, type Ramp } from '#shared/indices/indices.ts'
import { standing, type Line, type Standing } from '#shared/indices/verdict.ts'
import { rampHex } from '../../../theme/ramps.ts'
import type { VerdictDefinition } from '../../verdict.ts'

type Coloured = Pick<VerdictDefinition, 'index' | 'ramp'>

/** Classes of what keeps its line, by the share of what the line allows: up to half, up to nine tenths, up to all. 本系统口径 [D]. */
const KEPT = [0.5, 0.9] as const
const [SLIGHT, GRAVE] = [3, CLASSES - 1] as const
const WHOLE = 100
/** Of the line of months: the first class that calls. */
const LINE_CLASS = SLIGHT

const rampOf = ({ index, ramp }: Coloured): Ramp => ramp ?? (index ? indexOf(index).ramp : 'over')

/** How much of what the line allows is taken: of what should be whole, the gap. */
const takenOf = (value: number, target: number, better: Line['better']): number => {
  const [used, allowed] = better === 'less' ? [value, target] : [WHOLE - value, WHOLE - target]
  return allowed > 0 ? used / allowed : used > 0 ? 1 : 0
}

/** The class of a figure by its line alone, 0–4; −1 where nothing can be said: no figure, no line, or too few. */
const classByLine = (stands: Standing, value: number, { target, better }: Line): number => {
  if (stands === 'severe') return GRAVE
  if (stands === 'slight') return SLIGHT
  if (stands !== 'kept' || target === null) return -1
  return KEPT.filter((share) => takenOf(value, target, better) > share).length
}

export interface Shade {
  /** 0–4; −1: no colour of the ramp. */
  readonly klass: number
  /** `#rrggbb`; null with no class. */
  readonly hex: string | null
  /** Whether it lies beyond its line. */
  readonly crosses: boolean
}

/**
 * The colour of a part's figure in its verdict: by the classes of its own index where that index answers (`shown`, as the
 * picture shows it), else by the line; and whether it crosses the line. What is counted over few is neither.
 */
export const shadeOf = (
  definition: Coloured,
  figure: { readonly value: number | null; readonly n: number | null; readonly decimals: number },
  line: Line,
  shown: Pick<IndexDefinition, 'better' | 'breaks' | 'decimals'> | null,
): Shade => {
  const stands = standing(figure, line)
  const { value } = figure
  if (value === null || stands === 'small') return { klass: -1, hex: null, crosses: false }
  const klass = shown ? classOf(shown, value) : classByLine(stands, value, line)
  return {
    klass,
    hex: rampHex(rampOf(definition))[klass] ?? null,
    crosses: stands === 'slight' || stands === 'severe',
  }
}

/** The colour in which a verdict's months are drawn. */
export const lineHex = (definition: Coloured): string => rampHex(rampOf(definition))[LINE_CLASS] ?? ''
