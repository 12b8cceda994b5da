import { baseOf, classOf } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { lately } from '#shared/kernel/language/lately.ts'
import type { CompoundRow } from '#shared/protocol/http.ts'
import { AT_HEIGHT, gathered, type ClassedPoint, type Clustered } from '../../projections/clusters.ts'
import type { clustersOf } from '../../projections/gather.ts'
import type { SceneInput } from '../../projections/input.ts'
import { openDepth } from '../../projections/regions.ts'
import { valueOf } from '../../projections/values.ts'
import { FRAME } from '../../theme/wall.ts'

/** Radii in units u: over fewer than `few` counted rooms a dot is smaller. */
const DOT_U = { usual: 0.95, small: 0.72, few: 100 } as const
/** Of a city, where the counties carry the index too. */
const CITY_SHARE = 0.5

const uOf = ({ textPx }: Pick<SceneInput, 'textPx'>): number => textPx / FRAME.textU

const NONE: readonly CompoundRow[] = []
/** The compounds of the open city or county; none where another place is open. */
export const compoundRows = (
  input: Pick<SceneInput, 'view' | 'compound' | 'compounds'>,
): readonly CompoundRow[] => {
  const depth = openDepth(input)
  return input.compound === null && (depth === 1 || depth === 2) ? (input.compounds ?? NONE) : NONE
}

/** What a compound's class and the size of its dot are told by. */
type Look = Pick<SceneInput, 'view' | 'index' | 'basis' | 'coal' | 'textPx'>

/** CSS pixels, edge and all. */
export const dotRadius = (row: CompoundRow, input: Pick<Look, 'view' | 'index' | 'textPx'>): number => {
  const counted = baseOf(input.index, measuresFromArray(row.measures))
  const whole = uOf(input) * (counted < DOT_U.few ? DOT_U.small : DOT_U.usual)
  return openDepth(input) === 1 ? whole * CITY_SHARE : whole
}

/** A compound as a point of its class. */
export const classedPoint = (row: CompoundRow, input: Look): ClassedPoint => ({
  id: row.id,
  lon: row.lon,
  lat: row.lat,
  klass: classOf(input.index, valueOf(row, input)),
  radiusPx: dotRadius(row, input),
})

/** Gathers dots as discs. */
export type Gather = typeof clustersOf
/** The layer's id, by which it is found what it has read. */
export const COMPOUNDS = 'compounds'

interface Reads extends Look, Pick<SceneInput, 'zoom' | 'town' | 'figures'> {
  readonly rows: readonly CompoundRow[]
  readonly gather: Gather | null | undefined
}
const made = lately((reads: Reads): Clustered => {
  const { rows, zoom, town, gather } = reads
  const points = rows.map((row) => classedPoint(row, reads))
  if (openDepth(reads) !== 2 || typeof zoom !== 'number' || !gather)
    return { alone: points.map(({ id }) => id), clusters: [] }
  const height = uOf(reads) * 100
  const inside = points.filter(({ id }) => town?.has(id))
  const around = gather(
    points.filter(({ id }) => !town?.has(id)),
    zoom,
    height,
  )
  if (inside.length === 0) return around
  return { ...around, clusters: [gathered(inside, height / AT_HEIGHT), ...around.clusters] }
})

/** Which compounds of the open place stand for themselves, and which are one disc; the very same while nothing that tells it changed. */
export const compoundMarks = (input: SceneInput): Clustered => {
  const { view, index, basis, coal, textPx, zoom, town, figures, read } = input
  const gather = read[COMPOUNDS] as Gather | null | undefined
  return made({ rows: compoundRows(input), view, index, basis, coal, textPx, zoom, town, figures, gather })
}
