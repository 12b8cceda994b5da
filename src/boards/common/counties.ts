import { computed } from 'vue'
import { baseOf } from '#shared/indices/indices.ts'
import { measuresFromArray, type Measures } from '#shared/indices/measures.ts'
import type { Part } from '#shared/indices/verdict.ts'
import {
  coalInForce,
  useApi,
  useLedgerStore,
  useRemote,
  useReplayStore,
  useShownIndices,
  useViewStore,
} from '../../state/stores/index.ts'
import { useMonthNames } from './verdict/monthNames.ts'

const REFRESH_MS = 600_000

/** A county as a list or a year of an index compares it. */
export interface CountyRow extends Part {
  readonly measures: Measures
}

/** The counties within a region by the open index as the picture colours it, in no order. */
export const useCounties = (place: () => string) => {
  const [ledger, view] = [useLedgerStore(), useViewStore()]
  const shown = useShownIndices()
  const index = computed(() => shown.value(view.index))
  const isInside = (region: string): boolean => {
    let at: string | null = region
    while (at !== null && at !== place()) at = ledger.region(at)?.parent ?? null
    return at !== null
  }
  const rows = computed<readonly CountyRow[]>(() => {
    void ledger.version
    return ledger.regions
      .filter(({ id, kind }) => kind === 'county' && isInside(id))
      .map((row) => {
        const measures = measuresFromArray(row.measures)
        const value = index.value.value(measures, view.basis, coalInForce())
        return {
          id: row.id,
          name: row.name,
          value,
          n: index.value.of.part === null ? null : baseOf(index.value, measures),
          measures,
        }
      })
  })
  return { index, rows }
}

/**
 * The open index of the counties within a region at the ends of the twelve months before now, or before the instant that is
 * replayed. All who ask for one region and index share one answer.
 */
export const useCountyMonths = (place: () => string) => {
  const [api, replay, view] = [useApi(), useReplayStore(), useViewStore()]
  const { at, month, names } = useMonthNames()
  const remote = useRemote(
    () => (place() && at() > 0 ? [place(), view.index, view.basis, names.value.at(-1)].join('|') : null),
    (key, signal) => {
      const [region = '', index, basis] = key.split('|')
      return api.countyMonths(
        {
          place: region,
          index: index as typeof view.index,
          basis: basis as typeof view.basis,
          at: replay.moment ?? undefined,
        },
        signal,
      )
    },
    { everyMs: REFRESH_MS, past: 'itself', name: 'county-months' },
  )
  return { remote, month, names }
}
