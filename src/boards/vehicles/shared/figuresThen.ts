import { CST_OFFSET_MS } from '#shared/kernel/units.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import type { VehicleFigures } from '#shared/protocol/http.ts'
import { useApi, useRemote, useReplayStore, useUiStore, type Remote } from '../../../state/stores/index.ts'

const REFRESH_MS = 300_000

/**
 * A region's figures of its newest whole month, or, while the past is replayed, of the last whole month before the month of
 * that instant. All who ask for one region share one answer.
 */
export const useFiguresThen = (region: () => string): Remote<VehicleFigures> => {
  const [api, ui, replay] = [useApi(), useUiStore(), useReplayStore()]
  const monthOf = (at: number): string => new Date(at + CST_OFFSET_MS).toISOString().slice(0, 7)
  /** Within this month the newest whole one is the same as now. */
  const period = (): string | null =>
    replay.moment === null || monthOf(replay.moment) === monthOf(ui.minute)
      ? null
      : (wholeMonthsBefore(replay.moment, 1)[0] as string)
  return useRemote(
    () => (period() === null ? region() : `${region()}|${period()}`),
    (key, signal) => {
      const [code, month] = key.split('|') as [string, string | undefined]
      return api.vehicleFigures(
        month === undefined ? { region: code } : { region: code, period: month },
        signal,
      )
    },
    { everyMs: REFRESH_MS, past: 'itself', name: 'vehicle-figures' },
  )
}
