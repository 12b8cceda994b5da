import { computed, onBeforeUnmount, shallowRef } from 'vue'
import { isAppError } from '#shared/kernel/errors.ts'
import type { MosaicParts } from '#shared/housing/mosaicRoutes.ts'
import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { roomsOf, type MosaicRooms } from '../../projections/mosaic/rooms.ts'
import { useApi } from '../../state/stores/index.ts'
import { untilAnswered } from '../data/untilAnswered.ts'

/** Parts that changed since are read again so seldom: a sum of a whole city is made for it. */
const AGAIN_MS = 5 * MINUTE_MS

type State = 'loading' | 'ready' | 'partial' | 'failed' | 'refused' | 'empty'
interface Held {
  readonly version: string
  readonly rooms: MosaicRooms
}

/** The parts of the mosaic in scope: read one after the other, asked for again until all are here, and anew where the ledger changed. */
export const useParts = () => {
  const told = shallowRef<MosaicParts | null>(null)
  const held = shallowRef<ReadonlyMap<string, Held>>(new Map())
  const fault = shallowRef<'failed' | 'refused' | null>(null)
  const ended = new AbortController()

  const read = async (): Promise<void> => {
    const answer = await useApi().mosaicParts(ended.signal)
    told.value = answer
    for (const { id, version } of answer.parts) {
      if (held.value.get(id)?.version === version) continue
      const octets = await useApi().mosaicPart(id, version, ended.signal)
      held.value = new Map(held.value).set(id, { version, rooms: roomsOf(octets) })
    }
    const known = new Set(answer.parts.map(({ id }) => id))
    if ([...held.value.keys()].some((id) => !known.has(id)))
      held.value = new Map([...held.value].filter(([id]) => known.has(id)))
  }
  /** Who may not see them is not asked for again; all else that goes wrong is. */
  const readOrRefused = (): Promise<void> =>
    read().then(
      () => void (fault.value = null),
      (error: unknown) => {
        const isRefused =
          isAppError(error) && (error.code === 'forbidden' || error.code === 'unauthenticated')
        fault.value = isRefused ? 'refused' : 'failed'
        if (!isRefused) throw error
      },
    )
  let stop = untilAnswered(readOrRefused, () => undefined)
  const again = setInterval(() => {
    if (document.visibilityState === 'hidden' || fault.value) return
    stop()
    stop = untilAnswered(readOrRefused, () => undefined)
  }, AGAIN_MS)
  onBeforeUnmount(() => {
    clearInterval(again)
    stop()
    ended.abort()
  })

  /** In the order in which the server lists them. */
  const parts = computed(() => (told.value?.parts ?? []).flatMap(({ id }) => held.value.get(id)?.rooms ?? []))
  const state = computed<State>(() => {
    if (fault.value === 'refused') return 'refused'
    const all = told.value?.parts.length
    if (all === undefined) return fault.value ?? 'loading'
    if (all === 0) return 'empty'
    if (parts.value.length === all) return 'ready'
    return fault.value === 'failed' ? 'partial' : 'loading'
  })
  const asOf = computed(() => Math.min(...parts.value.map(({ head }) => head.asOf)))
  return { told, parts, state, asOf }
}
