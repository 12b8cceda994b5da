import type { VehicleFigures } from '#shared/protocol/http.ts'
import type { RemoteState } from '../../common/remoteState.ts'
import type { Told } from '../../verdict.ts'

type Month = VehicleFigures['trend'][number]

/** A verdict's months from the trend of the figures: those before the month that is told. */
export const monthsOfTrend = (
  data: VehicleFigures | null,
  value: (month: Month) => number | null,
): Pick<Told, 'months' | 'since'> => {
  const before = data?.trend.filter(({ month }) => month < data.period) ?? null
  return {
    months: before && before.map((month) => ({ month: month.month, value: value(month) })),
    since: null,
  }
}

/** What a verdict says of a reading: the last good answer stays through an outage, and an empty one is an answer. */
export const readyOr = (state: RemoteState): Told['state'] =>
  state === 'stale' || state === 'empty' ? 'ready' : state
