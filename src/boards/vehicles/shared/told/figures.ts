import { VEHICLE_FIGURES, type VehicleFigure, type VehicleFigureId } from '#shared/vehicles/figures.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import type { Lang } from '../../../../state/stores/index.ts'

export type Words = (key: string, named?: Record<string, unknown>) => string

/** The head figure of each of 双费双率, with what is derived from it. */
export const FOUR: readonly { readonly id: VehicleFigureId; readonly more: readonly VehicleFigureId[] }[] = [
  { id: 'runningCost', more: ['costPerVehicle', 'costPer100Km', 'costYoY', 'costOverBase'] },
  { id: 'rentalCost', more: ['rentalShare'] },
  { id: 'useDays', more: ['useHours'] },
  { id: 'overlap', more: [] },
]
export const figureOf = (id: VehicleFigureId): VehicleFigure =>
  VEHICLE_FIGURES.find((figure) => figure.id === id) as VehicleFigure

export interface Shown {
  readonly value: number | null
  readonly unit: string
  readonly decimals: number
}
/** Money from a hundred thousand on is said in 万元, in English in thousands. */
const LARGE_MONEY = 100_000
const MONEY_BY = { zh: 10_000, en: 1000 } as const
export const moneyScale = (most: number, lang: Lang): number =>
  Math.abs(most) >= LARGE_MONEY ? MONEY_BY[lang] : 1

export const shownFigure = (id: VehicleFigureId, value: number | null, t: Words, lang: Lang): Shown => {
  const figure = figureOf(id)
  if (figure.unit === '%') return { value, unit: '%', decimals: figure.decimals }
  const scale = moneyScale(value ?? 0, lang)
  return value !== null && scale > 1
    ? { value: value / scale, unit: t('wan'), decimals: 1 }
    : { value, unit: t('yuan'), decimals: figure.decimals }
}
export const figureText = (id: VehicleFigureId, value: number | null, t: Words, lang: Lang): string => {
  const shown = shownFigure(id, value, t, lang)
  return `${formatNumber(shown.value, shown.decimals, lang)} ${shown.value === null ? '' : shown.unit}`.trim()
}
