import { classOf } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { PATTERNS, type Rgba } from '#shared/scene/layers.ts'
import { bare, countsOf, printed, printIndex } from '../i18n/rates.ts'
import { isHatched, rgba, shownHex } from '../theme/ramps.ts'
import type { SceneInput } from './input.ts'

type Measured = { readonly measures: readonly number[] }

/** The index of a row; null where it has no base. */
export const valueOf = (row: Measured, input: Pick<SceneInput, 'index' | 'basis' | 'coal'>): number | null =>
  input.index.value(measuresFromArray(row.measures), input.basis, input.coal)

/** The colour of its class; where the legend shows one class alone, the others are greys. */
export const rowColor = (row: Measured, input: Pick<SceneInput, 'index' | 'basis' | 'coal' | 'only'>): Rgba =>
  rgba(shownHex(input.index, classOf(input.index, valueOf(row, input)), input.only ?? null))

/** What lies over its colour: idle space is hatched, what has no figure is dotted. */
export const rowPattern = (
  row: Measured,
  input: Pick<SceneInput, 'index' | 'basis' | 'coal' | 'only'>,
): number => {
  const klass = classOf(input.index, valueOf(row, input))
  if (klass < 0) return PATTERNS.dotted
  const isShown = (input.only ?? klass) === klass
  return isShown && isHatched(input.index) ? PATTERNS.hatched : PATTERNS.none
}

/** `4.2% · n 1,024 间`, or 无数据 in the screen's language; longer units and what a mean is of stand in the legend, and where `whole` asks for them. */
export const valueText = (
  row: Measured,
  input: Pick<SceneInput, 'index' | 'basis' | 'lang' | 'coal'>,
  whole = false,
): string => {
  if (valueOf(row, input) === null) return input.lang === 'zh' ? '无数据' : 'no data'
  const text = printIndex(input.index, measuresFromArray(row.measures), input.basis, input.coal, input.lang)
  return input.index.of.part === null && !whole ? text.value : printed(text)
}

/** Beneath a name that stands among many: the figure alone; its n stands in the list beside and under the pointer. */
export const shortMark = (
  row: Measured,
  input: Pick<SceneInput, 'index' | 'basis' | 'lang' | 'coal'>,
): string => {
  if (valueOf(row, input) === null) return valueText(row, input)
  return bare(printIndex(input.index, measuresFromArray(row.measures), input.basis, input.coal, input.lang))
}

/** Beneath a name on the map: `3.2% · 11/340 间`, the counts alone where the base is small; a mean is said as everywhere. */
export const markText = (
  row: Measured,
  input: Pick<SceneInput, 'index' | 'basis' | 'lang' | 'coal'>,
): string => {
  const measures = measuresFromArray(row.measures)
  if (input.index.of.part === null || valueOf(row, input) === null) return valueText(row, input)
  const text = printIndex(input.index, measures, input.basis, input.coal, input.lang)
  const counts = countsOf(input.index, measures, input.lang)
  return text.n === '' ? counts : printed({ ...text, n: counts })
}
