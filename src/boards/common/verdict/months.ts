import { computed } from 'vue'
import { measuresFromArray, type Measures } from '#shared/indices/measures.ts'
import { useApi, useReplayStore, useRemote } from '../../../state/stores/index.ts'
import type { MonthPoint } from '../../verdict.ts'
import { useMonthNames } from './monthNames.ts'

const REFRESH_MS = 600_000

/**
 * A place's roll-ups at the ends of the twelve months before now, or before the instant that is replayed, as they were kept
 * here or handed over by a platform: they move only with the month. All who ask for one place share one answer.
 */
export const useMonthEnds = (place: () => string) => {
  const [api, replay] = [useApi(), useReplayStore()]
  const { at, names } = useMonthNames()
  const remote = useRemote(
    () => (place() && at() > 0 ? `${place()}|${names.value.at(-1)}` : null),
    (key, signal) => api.measureMonths(key.split('|')[0] as string, signal, replay.moment ?? undefined),
    { everyMs: REFRESH_MS, past: 'itself', name: 'measure-months' },
  )
  return {
    since: computed(() => remote.data.value?.since ?? null),
    /** null while they are read. */
    points: (value: (measures: Measures) => number | null): readonly MonthPoint[] | null => {
      const told = remote.data.value
      if (told === null) return null
      const kept = new Map(told.rows.map((row) => [row.month, row]))
      return names.value.map((month) => {
        const row = kept.get(month)
        return {
          month,
          value: row ? value(measuresFromArray(row.measures)) : null,
          handed: row?.by === 'platform',
        }
      })
    },
  }
}
