import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { computed } from 'vue'
import { byCoverage } from '#shared/energy/coverage.ts'
import { dayOf, startOfDay } from '#shared/kernel/units.ts'
import { useLoadFigure } from '../../../state/loadFigure.ts'
import {
  useApi,
  useClock,
  useRemote,
  useReplayStore,
  useSessionStore,
  useUiStore,
} from '../../../state/stores/index.ts'
import { quartersKw, quartersOf, topOf } from './timeline.ts'

/** The load of a region on the day of the screen's clock, UTC+8, over the day before it. */
export const useDayLoad = (regionOf: () => string) => {
  const [ui, session, replay, clock] = [useUiStore(), useSessionStore(), useReplayStore(), useClock()]
  const wanted = (): boolean =>
    session.may('view.live') && session.session?.scope.kind !== 'unit' && regionOf() !== ''
  const current = useRemote(
    () => (wanted() ? regionOf() : null),
    (id, signal) => useApi().load(id, signal),
    { everyMs: MINUTE_MS, name: 'energy-load' },
  )
  const today = computed(() => dayOf(ui.minute || clock.serverNow()))
  /** The day before today that is replayed; null for today. */
  const pastDay = computed(() => (replay.day !== null && replay.day !== today.value ? replay.day : null))
  const past = useRemote(
    () => (wanted() && pastDay.value ? JSON.stringify([regionOf(), pastDay.value]) : null),
    async (key, signal) => {
      const [id, day] = JSON.parse(key) as [string, string]
      const before = dayOf(startOfDay(day) - DAY_MS)
      const { points } = await useApi().energySeries(
        { place: `region:${id}`, item: 'total', period: 'quarter', from: before, to: day },
        signal,
      )
      const covered = (start: number) =>
        quartersOf(points, start, ({ have, expected }) => (expected > 0 ? have / expected : null))
      const [first, second] = [startOfDay(before), startOfDay(day)]
      return {
        today: quartersKw(points, second),
        yesterday: quartersKw(points, first),
        covered: { today: covered(second), yesterday: covered(first) },
      }
    },
  )
  const curve = computed(() => (pastDay.value ? past.data.value : current.data.value))
  const start = computed(() => startOfDay(replay.day ?? today.value))
  /** What too few meters stand behind is drawn like the day before: thin. */
  const parts = computed(() => ({
    today: byCoverage(curve.value?.today ?? [], curve.value?.covered.today ?? []),
    yesterday: byCoverage(curve.value?.yesterday ?? [], curve.value?.covered.yesterday ?? []),
  }))
  const top = computed(() => (curve.value ? topOf(curve.value.today, curve.value.yesterday) * 1.08 : 0))
  /** Of the clock: the newest reading, or the replayed quarter hour, as the panels show it. */
  const { figure } = useLoadFigure(() => (wanted() ? regionOf() : null))
  return { figure, parts, today, top, start, isKnown: computed(() => !!curve.value) }
}
