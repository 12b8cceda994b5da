import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { computed, watch } from 'vue'
import { startOfDay } from '#shared/kernel/units.ts'
import { trackParts } from '#shared/vehicles/track/trackParts.ts'
import {
  useApi,
  useClock,
  useRemote,
  useReplayStore,
  useSessionStore,
  useTrackStore,
  useViewStore,
} from '../../state/stores/index.ts'
import { NO_TRACK, type TrackParts } from './draw.ts'

const EVERY_MS = MINUTE_MS

/** The selected vehicle's last hour, or the whole day that is replayed, where the role may see tracks. */
export const useTrack = (): (() => TrackParts) => {
  const [view, session, replay] = [useViewStore(), useSessionStore(), useReplayStore()]
  const track = useRemote(
    () =>
      view.selection?.kind === 'vehicle' && session.may('view.tracks')
        ? JSON.stringify([view.selection.id, replay.day])
        : null,
    (key, signal) => {
      const [id, day] = JSON.parse(key) as [string, string | null]
      const from = day === null ? undefined : startOfDay(day)
      const to = from === undefined ? undefined : Math.min(from + DAY_MS, Math.round(useClock().serverNow()))
      return useApi().track(id, from, to, signal)
    },
    { everyMs: EVERY_MS },
  )
  const store = useTrackStore()
  watch(track.data, (data) => (store.track = data), { immediate: true })
  const parts = computed(() => (track.data.value ? trackParts(track.data.value.points) : NO_TRACK))
  return () => parts.value
}
