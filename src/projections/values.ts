import { measuresFromArray } from '#shared/indices/measures.ts'
import type { Rgba } from '#shared/scene/layers.ts'
import { formatNumber } from '../i18n/format.ts'
import { colorOf } from '../theme/ramps.ts'
import type { SceneInput } from './input.ts'

type Measured = { readonly measures: readonly number[] }

/** The index of a row; null where it has no base. */
export const valueOf = (row: Measured, input: Pick<SceneInput, 'index' | 'basis' | 'coal'>): number | null => input.index.value(measuresFromArray(row.measures), input.basis, input.coal)

export const rowColor = (row: Measured, input: Pick<SceneInput, 'index' | 'basis'>, alpha?: number): Rgba => colorOf(input.index, valueOf(row, input), alpha)

/** `4.21%`, or 无数据 in the screen's language; longer units stand in the legend alone. */
export const valueText = (row: Measured, input: Pick<SceneInput, 'index' | 'basis' | 'lang'>): string => {
  const value = valueOf(row, input)
  if (value === null) return input.lang === 'zh' ? '无数据' : 'no data'
  return `${formatNumber(value, input.index.decimals, input.lang)}${input.index.unit === '%' ? '%' : ''}`
}
