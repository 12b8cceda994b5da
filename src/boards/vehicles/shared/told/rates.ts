import type { VehicleFigureId } from '#shared/vehicles/figures.ts'
import type { RateOf } from '#shared/kernel/rate.ts'
import { runningCost, type VehicleSums } from '#shared/vehicles/sums.ts'
import type { VehicleFigures } from '#shared/protocol/http.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { axisOfRates, printed, printMean, printRate, type Printed } from '../../../../i18n/rates.ts'
import type { Lang } from '../../../../state/stores/index.ts'
import { TOKENS } from '../../../../theme/palette.ts'
import { unitLabels } from '../../../common/curve.ts'
import { type Words, figureText } from './figures.ts'

export type Compared = Pick<VehicleFigures['overlap'], 'trips' | 'overlapping' | 'of'>
/** Of the judged trips a verdict tells by itself. */
type Bases = Omit<VehicleFigures['rows'][number]['bases'], 'judged' | 'faults'>
/** 比对 n / N 次: how many trips the rate is of, and of how many that were driven. */
export const comparedText = ({ trips, of }: Compared, t: Words, lang: Lang): string =>
  of === null
    ? t('comparedOnly', { n: formatNumber(trips, 0, lang) })
    : t('comparedOf', { n: formatNumber(trips, 0, lang), all: formatNumber(of, 0, lang) })

export const basesOf = ({ sums, before }: VehicleFigures): Bases => ({
  daysUsed: sums.daysUsed,
  daysDue: sums.daysDue,
  hoursUsed: sums.hoursUsed,
  hoursDue: sums.hoursDue,
  rental: sums.rental,
  running: runningCost(sums as VehicleSums),
  before: before ? runningCost(before as VehicleSums) : 0,
  baseVehicles: sums.baseVehicles,
})
/** What a share is of, where the figure is one. */
const SHARES: Partial<Record<VehicleFigureId, (bases: Bases, compared: Compared) => RateOf>> = {
  rentalShare: ({ rental, running }) => ({ part: rental, base: rental + running }),
  useDays: ({ daysUsed, daysDue }) => ({ part: daysUsed, base: daysDue }),
  useHours: ({ hoursUsed, hoursDue }) => ({ part: hoursUsed, base: hoursDue }),
  overlap: (_, { trips, overlapping }) => ({ part: overlapping, base: trips }),
}
const SHARE_UNITS: Partial<Record<VehicleFigureId, string>> = {
  rentalShare: 'yuan',
  useDays: 'vehicleDays',
  useHours: 'hours',
  overlap: 'tripUnit',
}
/** What a change is measured against: the cost a year before, the vehicles that have a base. */
const CHANGES: Partial<
  Record<VehicleFigureId, { readonly base: (bases: Bases) => number; readonly unit: string }>
> = {
  costYoY: { base: ({ before }) => before, unit: 'yuan' },
  costOverBase: { base: ({ baseVehicles }) => baseVehicles, unit: 'veh' },
}
/** A share or a change with its n; null for a figure that is neither. */
export const rateOf = (
  id: VehicleFigureId,
  value: number | null,
  bases: Bases,
  compared: Compared,
  t: Words,
  lang: Lang,
): Printed | null => {
  const [share, change] = [SHARES[id], CHANGES[id]]
  if (share) return printRate(share(bases, compared), t(SHARE_UNITS[id] ?? ''), lang)
  if (!change) return null
  const text = printMean(value, change.base(bases), t(change.unit), lang)
  return value !== null && value > 0 ? { ...text, value: `+${text.value}` } : text
}
export const rateAxis = (
  id: VehicleFigureId,
  points: readonly { readonly bases?: Bases; readonly trips?: number }[],
  t: Words,
  lang: Lang,
) => ({
  name: axisOfRates(
    points.map(
      ({ bases, trips }) =>
        trips ??
        (bases
          ? (CHANGES[id]?.base(bases) ??
            SHARES[id]?.(bases, { trips: 0, overlapping: 0, of: null }).base ??
            0)
          : 0),
    ),
    t(CHANGES[id]?.unit ?? SHARE_UNITS[id] ?? ''),
    lang,
  ),
  nameTextStyle: { color: TOKENS.textQuiet, align: 'left' },
  axisLabel: unitLabels(''),
})

/** A figure with its n where it is a share. */
export const printedOf = (
  id: VehicleFigureId,
  value: number | null,
  bases: Bases,
  compared: Compared,
  t: Words,
  lang: Lang,
): string => {
  const rate = rateOf(id, value, bases, compared, t, lang)
  return rate ? printed(rate) : figureText(id, value, t, lang)
}
