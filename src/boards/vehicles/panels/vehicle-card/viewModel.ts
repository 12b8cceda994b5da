import type { VehicleCard } from '#shared/protocol/http.ts'
import type { EpochMs, LonLat } from '#shared/kernel/units.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'
import { clockText, formatDateTime, formatNumber } from '../../../../i18n/format.ts'
import type { Lang } from '../../../../state/stores/index.ts'

/** The card with the report that the replayed picture shows; it names no alarms. */
export const replayedCard = (
  card: VehicleCard,
  row: {
    readonly at: LonLat
    readonly state: number
    readonly speedKmh: number
    readonly headingDeg: number
    readonly reportedAt: EpochMs
  } | null,
): VehicleCard =>
  row
    ? {
        ...card,
        state: VEHICLE_STATES[row.state] ?? card.state,
        last: {
          at: row.reportedAt,
          lon: row.at[0],
          lat: row.at[1],
          speedKmh: row.speedKmh,
          headingDeg: row.headingDeg,
          alarms: [],
        },
      }
    : { ...card, state: 'offline', last: null }

type Words = (key: string, named?: Record<string, unknown>) => string
type Row = { readonly label: string; readonly value: string; readonly subject?: string }

/** The card's lines; `plate` is what may be shown of it. */
export const vehicleRows = (card: VehicleCard, plate: string, t: Words, lang: Lang): readonly Row[] => {
  const last = card.last
  const rows: Row[] = [
    { label: t('plate'), value: plate },
    { label: t('kind'), value: t(card.category) },
    { label: t('model'), value: `${card.model} · ${t(card.energy)}` },
    { label: t('last'), value: last ? formatDateTime(last.at) : t('none') },
  ]
  if (last) rows.push({ label: t('speed'), value: `${formatNumber(last.speedKmh, 0, lang)} km/h` })
  if (card.month) {
    rows.push({
      label: `${t('month')} ${card.month.month}`,
      value: t('days', { used: card.month.daysUsed, due: card.month.daysDue }),
      subject: 'monthDays',
    })
    rows.push({
      label: t('km'),
      value: `${formatNumber(card.month.kilometres, 0, lang)} km`,
      subject: 'monthKm',
    })
    rows.push({
      label: t('cost'),
      value: `${formatNumber(card.month.cost, 0, lang)} ${t('yuan')}`,
      subject: 'monthCost',
    })
  }
  return rows
}

/** `08:30–11:00` in UTC+8. */
export const orderTime = (order: { readonly start: number; readonly end: number }): string =>
  `${clockText(order.start).time.slice(0, 5)}–${clockText(order.end).time.slice(0, 5)}`
