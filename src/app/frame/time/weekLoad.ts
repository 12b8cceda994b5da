import { computed } from 'vue'
import { byCoverage } from '#shared/energy/coverage.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { dayOf, startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import { useApi, useClock, useRemote, useSessionStore, useUiStore } from '../../../state/stores/index.ts'
import { topOf } from './timeline.ts'

const DAYS = 7
const HOURS = 24
const REFRESH_MS = 10 * MINUTE_MS

interface HourPoint {
  readonly at: EpochMs
  readonly kwh: number | null
  readonly have: number
  readonly expected: number
}

/** One civil day, UTC+8, of the week: mean kW of each of its hours, gaps where too little was read, and the highest of them. */
export interface WeekDay {
  readonly day: DayString
  readonly start: EpochMs
  readonly kw: readonly (number | null)[]
  readonly peakKw: number | null
}

/** The days of hourly points, oldest first; the energy of an hour that is over by `now` is its mean power. */
const weekOf = (points: readonly HourPoint[], today: DayString, now: EpochMs): readonly WeekDay[] =>
  Array.from({ length: DAYS }, (_, i) => {
    const start = startOfDay(today) - (DAYS - 1 - i) * DAY_MS
    const of: (HourPoint | undefined)[] = Array.from({ length: HOURS })
    for (const point of points)
      if (point.at >= start && point.at < start + DAY_MS && point.at + HOUR_MS <= now)
        of[Math.floor((point.at - start) / HOUR_MS)] = point
    const { whole } = byCoverage(
      of.map((point) => point?.kwh ?? null),
      of.map((point) => (point && point.expected > 0 ? point.have / point.expected : null)),
    )
    const peak = topOf(whole)
    return { day: dayOf(start), start, kw: whole, peakKw: peak > 0 ? peak : null }
  })

/** The load of a region over the seven days to now, read while it is shown. */
export const useWeekLoad = (region: () => string) => {
  const [ui, session, clock] = [useUiStore(), useSessionStore(), useClock()]
  const today = computed(() => dayOf(ui.minute || clock.serverNow()))
  const mayRead = (): boolean => session.may('view.live') && session.session?.scope.kind !== 'unit'
  const read = useRemote(
    () => (region() && mayRead() ? JSON.stringify([region(), today.value]) : null),
    async (key, signal) => {
      const [id, last] = JSON.parse(key) as [string, string]
      const from = dayOf(startOfDay(last) - (DAYS - 1) * DAY_MS)
      const asked = { place: `region:${id}`, item: 'total', period: 'hour', from, to: last } as const
      return weekOf((await useApi().energySeries(asked, signal)).points, last, clock.serverNow())
    },
    { everyMs: REFRESH_MS, past: 'itself', name: 'energy-week' },
  )
  const days = computed(() => read.data.value ?? weekOf([], today.value, 0))
  return { days, today, top: computed(() => topOf(...days.value.map(({ kw }) => kw)) * 1.08) }
}
