import { computed, ref, shallowRef } from 'vue'
import { LRUCache } from 'lru-cache'
import { defineStore, getActivePinia } from 'pinia'
import { measuresFromArray, type Measures } from '#shared/indices/measures.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type {
  CompoundRow,
  Counted,
  Interior,
  MeasureDay,
  PlaceView,
  RegionRow,
} from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { makeLedgerPast, type LedgerPast } from './ledgerPast.ts'
import { useReplayStore } from '../replay.ts'
import { useApi } from './services.ts'
import { useViewStore } from '../view.ts'

/** Place views and interiors kept beside the open ones; what was not looked at for longest leaves first, so a wall that runs for weeks stays bounded. */
const KEEP = { views: 200, interiors: 4, compounds: 12 } as const
/** A new sum reaches all screens at once: they read again what they show within so long, not at the same instant. */
const AGAIN_WITHIN_MS = 4_000

/**
 * The ledger as far as this screen has seen it. Rows are plain objects outside Vue's proxies; `version` tells that a
 * figure changed, `geometry` that a border did. Changes that arrive over the socket are written in place. While the past
 * is replayed readers get the figures of its day instead; the present goes on being written and waits.
 */
export const useLedgerStore = defineStore('ledger', () => {
  const rows = shallowRef<readonly RegionRow[]>([])
  const version = ref(0)
  const geometry = ref(0)
  const liveAsOf = ref<EpochMs>(0)
  const counted = shallowRef<Counted | null>(null)
  /** Ids that the last batch touched: open cards read themselves again. */
  const touched = shallowRef<ReadonlySet<string>>(new Set())
  const byId = new Map<string, RegionRow>()
  const views = new LRUCache<string, PlaceView>({ max: KEEP.views })
  const interiors = new LRUCache<string, Interior>({ max: KEEP.interiors })
  const compoundsOf = new LRUCache<string, CompoundRow[]>({ max: KEEP.compounds })
  const pending = new Map<string, Promise<unknown>>()

  /** One request at a time for the same thing. */
  const once = <T>(key: string, load: () => Promise<T>): Promise<T> => {
    const known = pending.get(key) as Promise<T> | undefined
    if (known) return known
    const started = load().finally(() => pending.delete(key))
    pending.set(key, started)
    return started
  }

  const loadRegions = (): Promise<void> =>
    once('regions', async () => {
      const answer = await useApi().regions()
      byId.clear()
      for (const region of answer.regions) byId.set(region.id, region)
      rows.value = answer.regions
      liveAsOf.value = answer.asOf
      counted.value = answer.counted
      geometry.value++
      version.value++
    })

  const loadView = (id: string): Promise<PlaceView> =>
    once(`place ${id}`, async () => {
      const answer = await useApi().place(id)
      views.set(id, answer)
      version.value++
      return answer
    })
  const loadCompounds = (region: string): Promise<void> =>
    once(`compounds ${region}`, async () => {
      compoundsOf.set(region, [...(await useApi().compounds(region))])
      version.value++
    })
  const loadInterior = (building: string): Promise<Interior> =>
    once(`interior ${building}`, async () => {
      const answer = await useApi().interior(building)
      interiors.set(building, answer)
      version.value++
      return answer
    })

  const replay = useReplayStore()
  /** What was kept of the day that is replayed; null while it is read, or where nothing was kept. */
  const kept = shallowRef<LedgerPast | null>(null)
  /** Nothing was kept of the replayed day. */
  const notKept = ref(false)
  const showDay = (day: MeasureDay | null, missing = false): void => {
    kept.value = day && makeLedgerPast(day)
    notKept.value = missing
  }
  const NO_DAY = makeLedgerPast({ day: '', rows: [], asOf: 0 })
  /** The day to lay over what stands here; null live. */
  const past = computed(() => (replay.active ? (kept.value ?? NO_DAY) : null))
  /** Of the replayed day no figure of this place was kept. */
  const lacks = (id: string): boolean =>
    replay.active && (notKept.value || (kept.value !== null && !kept.value.has(id)))
  const regions = computed(() => {
    const laid = past.value
    return laid && version.value >= 0 ? rows.value.map(laid.region) : rows.value
  })
  const asOf = computed<EpochMs>(() => past.value?.asOf ?? liveAsOf.value)
  const shown = <T, U>(found: T | undefined, lay: (day: LedgerPast, found: T) => U): T | U | null => {
    if (version.value < 0 || found === undefined) return null
    return past.value ? lay(past.value, found) : found
  }
  const region = (id: string): RegionRow | null => shown(byId.get(id), (day, row) => day.region(row))
  const view = (id: string): PlaceView | null => shown(views.get(id), (day, found) => day.view(found))
  const interior = (building: string): Interior | null =>
    version.value >= 0 ? (interiors.get(building) ?? null) : null
  const compounds = (of: string): readonly CompoundRow[] | null =>
    shown(compoundsOf.get(of), (day, found) => found.map(day.compound))
  /** A region's or an opened place's measures; null when this screen never saw it, or the replayed day is not known. */
  const measures = (id: string): Measures | null => {
    if (past.value && !past.value.has(id)) return null
    const row = region(id)?.measures ?? view(id)?.measures
    return row ? measuresFromArray(row) : null
  }

  let soon: ReturnType<typeof setTimeout> | undefined
  /** What stands on the screen: the open place with the steps above it. */
  const onScreen = (): ReadonlySet<string> => {
    const open = useViewStore().place
    return new Set([open, ...(views.peek(open)?.path.map(({ id }) => id) ?? [])])
  }
  /** Forgets what is held and stale; what of it is on the screen stays until it was read again. */
  const readAgain = (stale: Readonly<Record<'views' | 'compounds', readonly string[]>>): void => {
    const shown = onScreen()
    for (const id of stale.views) if (!shown.has(id)) views.delete(id)
    for (const id of stale.compounds) if (!shown.has(id)) compoundsOf.delete(id)
    soon ??= setTimeout(() => {
      soon = undefined
      const now = onScreen()
      for (const id of views.keys()) if (now.has(id)) void loadView(id).catch(() => views.delete(id))
      for (const id of compoundsOf.keys())
        if (now.has(id)) void loadCompounds(id).catch(() => compoundsOf.delete(id))
    }, Math.random() * AGAIN_WITHIN_MS)
  }

  /** Writes one batch in place, everywhere the place is shown, and reads an open interior again whose rooms changed. */
  const patch = (changes: readonly LedgerChange[]): void => {
    const byChange = new Map(changes.map((change) => [change.id, change]))
    for (const change of changes) writeInto(byId.get(change.id), change)
    for (const held of views.values()) patchView(held, byChange)
    for (const rows of compoundsOf.values()) for (const row of rows) writeInto(row, byChange.get(row.id))
    for (const [building, held] of interiors) {
      for (const floor of held.floors) writeInto(floor, byChange.get(floor.id))
      if (!byChange.has(building)) continue
      if (onScreen().has(building)) void loadInterior(building).catch(() => interiors.delete(building))
      else interiors.delete(building)
    }
    if (changes.every((change) => change.kind === 'region')) forgetBelow(byChange)
    liveAsOf.value = changes.reduce((latest, change) => Math.max(latest, change.at), liveAsOf.value)
    touched.value = new Set(byChange.keys())
    version.value++
  }

  /** A batch of regions alone follows a whole new sum: what lies below them is read again when it is next asked for. */
  const forgetBelow = (changed: ReadonlyMap<string, LedgerChange>): void => {
    const below = [...views].filter(
      ([id, held]) => !changed.has(id) && held.path.some((step) => changed.has(step.id)),
    )
    readAgain({ views: below.map(([id]) => id), compounds: [...compoundsOf.keys()] })
  }

  /** After an outage longer than the server's memory: what is shown is read again. */
  const refresh = async (place: string): Promise<void> => {
    interiors.clear()
    const shown = [...compoundsOf.keys()].filter((region) => onScreen().has(region))
    views.clear()
    compoundsOf.clear()
    await Promise.all([loadRegions(), place ? loadView(place) : null, ...shown.map(loadCompounds)])
  }

  const ready = computed(() => rows.value.length > 0)
  return {
    regions,
    counted,
    lacks,
    showDay,
    version,
    geometry,
    asOf,
    touched,
    ready,
    region,
    view,
    interior,
    compounds,
    measures,
    loadRegions,
    loadView,
    loadCompounds,
    loadInterior,
    patch,
    refresh,
  }
})

/** The months that the sums count; null before they are known. */
export const countedMonths = (): Counted | null => (getActivePinia() ? useLedgerStore().counted : null)

type Measured = { measures: number[] }
const writeInto = (row: Measured | undefined, change: LedgerChange | undefined): void => {
  if (row && change) row.measures = [...change.measures]
}

const patchView = (view: PlaceView, changes: ReadonlyMap<string, LedgerChange>): void => {
  const own = changes.get(view.id)
  writeInto(view, own)
  if (own) view.asOf = own.at
  for (const child of view.children) writeInto(child, changes.get(child.id))
}
