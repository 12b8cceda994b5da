import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { LoadPoint } from '#shared/protocol/events.ts'
import type { SourceStatus } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { useReplayStore } from '../replay.ts'
import { onSessionEnd } from '../session.ts'
import { useApi } from './services.ts'

export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'stopped'

/** Where the data comes from and how it fares: each platform way, and this screen's own link. */
export const useSourcesStore = defineStore('sources', () => {
  const sources = shallowRef<readonly SourceStatus[]>([])
  const link = ref<LinkState>('connecting')
  /** When the link left `live`; null while it is. */
  const lostAt = ref<EpochMs | null>(null)
  /** Frames that a slow screen did not get, since it was opened. */
  const skippedFrames = ref(0)

  const load = async (): Promise<void> => {
    sources.value = await useApi().sources()
  }
  const merge = (items: readonly SourceStatus[]): void => {
    const next = new Map(sources.value.map((source) => [source.name, source]))
    for (const item of items) next.set(item.name, item)
    sources.value = [...next.values()]
  }
  const setLink = (state: LinkState, at: EpochMs): void => {
    lostAt.value = state === 'live' ? null : (lostAt.value ?? at)
    link.value = state
  }
  const troubled = computed(() =>
    sources.value.filter((source) => source.state === 'backing-off' || source.state === 'stopped'),
  )
  return { sources, link, lostAt, skippedFrames, troubled, load, merge, setLink }
})

/** The newest load of every region that this screen follows. */
export const useLoadStore = defineStore('load', () => {
  const points = shallowRef<ReadonlyMap<string, LoadPoint>>(new Map())
  const version = ref(0)
  const add = (items: readonly LoadPoint[]): void => {
    const next = new Map(points.value)
    for (const item of items) next.set(item.region, item)
    points.value = next
    version.value++
  }
  const replay = useReplayStore()
  /** null before the first, and while the past is replayed: a reading of now is no part of it. */
  const of = (region: string): LoadPoint | null => (replay.active ? null : (points.value.get(region) ?? null))
  onSessionEnd(() => {
    points.value = new Map()
    version.value++
  })
  return { points, version, add, of }
})
