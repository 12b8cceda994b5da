import { CLASSES, classOf } from '#shared/indices/indices.ts'
import type { SceneInput } from './input.ts'
import { openDepth, openRegion, regionsWithin } from './regions.ts'
import { valueOf } from './values.ts'

/** What stands in class colours on the open level. */
type Counted = 'county' | 'compound' | 'building'
type Row = { readonly measures: readonly number[] }

export interface ClassCounts {
  readonly of: Counted
  readonly all: number
  /** Class by class, from good to grave. */
  readonly counts: readonly number[]
  readonly noData: number
}
type Wanted = Pick<
  SceneInput,
  'view' | 'regions' | 'compound' | 'compounds' | 'index' | 'basis' | 'coal' | 'ownUnitOnly'
>

const rowsOf = (input: Wanted): readonly [Counted, readonly Row[]] => {
  if (input.compound) return ['building', input.compound.children.filter(({ kind }) => kind === 'building')]
  if (openDepth(input) >= 2) return ['compound', input.compounds ?? []]
  const inside = regionsWithin(input.regions, openRegion(input))
  const isTold = !input.ownUnitOnly
  return ['county', input.regions.filter(({ id, kind }) => isTold && kind === 'county' && inside.has(id))]
}

/** How many of the places that the picture colours are of each class; null where it colours none. */
export const classCounts = (input: Wanted): ClassCounts | null => {
  const [of, rows] = rowsOf(input)
  if (rows.length === 0) return null
  const classes = rows.map((row) => classOf(input.index, valueOf(row, input)))
  const counts = Array.from({ length: CLASSES }, (_, klass) => classes.filter((one) => one === klass).length)
  return { of, all: rows.length, counts, noData: classes.filter((one) => one < 0).length }
}
