import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { defineStore, getActivePinia } from 'pinia'
import { isAppError } from '#shared/kernel/errors.ts'
import { measuresFromArray, type Measures } from '#shared/indices/measures.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { CompoundRow, Counted, Interior, PlaceView, RegionRow } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Polygon } from '#shared/scene/layers.ts'
import { useLedgerDay } from './ledgerPast.ts'
import { namesIn } from '../../../i18n/names.ts'
import { useUiStore } from '../ui.ts'
import { writeChanges, writeNames } from './ledgerPatch.ts'
import { onSessionEnd } from '../session.ts'
import { useApi } from './services.ts'
import { makeShelf, useAsk } from './shelf.ts'
import { useViewStore } from '../view.ts'

/** Place views, interiors and lists of compounds kept beside the open ones. */
const KEEP = { views: 200, interiors: 4, compounds: 12 } as const
/** A new sum reaches all screens at once: they read again what they show within so long, not at the same instant. */
const AGAIN_WITHIN_MS = 4_000

/** Borders of one version, by region. */
const NO_BORDERS = { version: '', parts: new Map<string, Polygon['parts']>() }

/** The regions' borders: a version is read once, and stands until the next one came. */
const makeBorders = () => {
  const held = shallowRef(NO_BORDERS)
  const wanted = ref('')
  /** Moves when borders, or whose they are, change. */
  const geometry = ref(0)
  const once = useAsk()
  const want = (version: string): void => {
    if (wanted.value === version) return
    wanted.value = version
    geometry.value++
  }
  const load = async (): Promise<void> => {
    const version = wanted.value
    if (version === held.value.version) return
    const { borders } = await once('borders', version, (signal) => useApi().borders(version, signal))
    held.value = { version, parts: new Map(borders.map(({ id, parts }) => [id, parts])) }
    geometry.value++
  }
  onSessionEnd(() => {
    want('')
    held.value = NO_BORDERS
  })
  return { parts: computed(() => held.value.parts), geometry, want, load }
}

/** All regions in scope, read once; their borders follow them. */
const makeRegions = (changed: () => void) => {
  const rows = shallowRef<readonly RegionRow[]>([])
  const borders = makeBorders()
  const asOf = ref<EpochMs>(0)
  const counted = shallowRef<Counted | null>(null)
  const byId = new Map<string, RegionRow>()
  const once = useAsk()
  const put = (regions: readonly RegionRow[], at: EpochMs, months: Counted | null): void => {
    byId.clear()
    for (const region of regions) byId.set(region.id, region)
    rows.value = regions
    asOf.value = at
    counted.value = months
    changed()
  }
  const load = async (): Promise<void> => {
    const answer = await once('regions', '', (signal) => useApi().regions(signal))
    borders.want(answer.borders)
    put(answer.regions, answer.asOf, answer.counted)
    await borders.load()
  }
  /** Those that are not held yet; where the server has others since, of the regions as they are now. */
  const loadBorders = (): Promise<void> =>
    borders.load().catch((error: unknown) => {
      if (!isAppError(error) || error.code !== 'not-found') throw error
      return load()
    })
  onSessionEnd(() => put([], 0, null))
  return { rows, borders, asOf, counted, byId, load, loadBorders }
}

const makeHeld = (changed: () => void) => ({
  regions: makeRegions(changed),
  views: makeShelf('place', KEEP.views, (id, signal) => useApi().place(id, signal), changed),
  compounds: makeShelf(
    'compounds',
    KEEP.compounds,
    async (region, signal): Promise<CompoundRow[]> => [...(await useApi().compounds(region, signal))],
    changed,
  ),
  interiors: makeShelf('interior', KEEP.interiors, (id, signal) => useApi().interior(id, signal), changed),
})
type Held = ReturnType<typeof makeHeld>

/** What readers get: the present, or the figures of the day that is replayed. */
const makeReaders = ({ regions, views, compounds, interiors }: Held, version: Readonly<Ref<number>>) => {
  const { past, laid, lacks, showDay } = useLedgerDay()
  /** Rows are no proxies: their readers follow the version. */
  const followed = <T>(read: T): T | null => (version.value < 0 ? null : read)
  const region = (id: string): RegionRow | null =>
    followed(laid(regions.byId.get(id), (day, row) => day.region(row)))
  const view = (id: string): PlaceView | null =>
    followed(laid(views.held.get(id), (day, found) => day.view(found)))
  return {
    lacks,
    showDay,
    region,
    view,
    regions: computed(() => {
      const day = past.value
      return day && version.value >= 0 ? regions.rows.value.map(day.region) : regions.rows.value
    }),
    asOf: computed<EpochMs>(() => past.value?.asOf ?? regions.asOf.value),
    interior: (building: string): Interior | null => followed(interiors.held.get(building) ?? null),
    compounds: (of: string): readonly CompoundRow[] | null =>
      followed(laid(compounds.held.get(of), (day, found) => found.map(day.compound))),
    /** A region's or an opened place's measures; null when this screen never saw it, or the replayed day is not known. */
    measures: (id: string): Measures | null => {
      if (past.value && !past.value.has(id)) return null
      const row = region(id)?.measures ?? view(id)?.measures
      return row ? measuresFromArray(row) : null
    },
  }
}

/** Forgets what is stale, and reads again what of it stands on the screen: the open place with the steps above it. */
const makeForgetting = ({ regions, views, compounds, interiors }: Held) => {
  let soon: ReturnType<typeof setTimeout> | undefined
  const onScreen = (): ReadonlySet<string> => {
    const open = useViewStore().place
    return new Set([open, ...(views.held.peek(open)?.path.map(({ id }) => id) ?? [])])
  }
  const readShown = (): void => {
    soon = undefined
    const now = onScreen()
    for (const shelf of [views, compounds])
      for (const id of shelf.held.keys())
        if (now.has(id)) void shelf.load(id).catch(() => shelf.held.delete(id))
  }
  /** A batch of regions alone follows a whole new sum: what lies below them is read again when it is next asked for. */
  const below = (changed: ReadonlyMap<string, LedgerChange>): void => {
    const shown = onScreen()
    for (const [id, view] of views.held)
      if (!shown.has(id) && !changed.has(id) && view.path.some((step) => changed.has(step.id)))
        views.held.delete(id)
    for (const id of compounds.held.keys()) if (!shown.has(id)) compounds.held.delete(id)
    soon ??= setTimeout(readShown, Math.random() * AGAIN_WITHIN_MS)
  }
  /** An interior's rooms are no part of a change: an open one is read again. */
  const interiorsOf = (changed: ReadonlyMap<string, LedgerChange>): void => {
    for (const id of interiors.held.keys()) {
      if (!changed.has(id)) continue
      if (onScreen().has(id)) void interiors.load(id).catch(() => interiors.held.delete(id))
      else interiors.held.delete(id)
    }
  }
  /** After an outage longer than the server's memory. */
  const all = async (place: string): Promise<void> => {
    interiors.held.clear()
    const shown = [...compounds.held.keys()].filter((region) => onScreen().has(region))
    views.held.clear()
    compounds.held.clear()
    await Promise.all([regions.load(), place ? views.load(place) : null, ...shown.map(compounds.load)])
  }
  onSessionEnd(() => {
    clearTimeout(soon)
    soon = undefined
  })
  return { below, interiorsOf, all }
}

/** Reads that say why the last of them failed; null after one that did not. */
const makeFaults = () => {
  const error = shallowRef<unknown>(null)
  const telling =
    <A extends readonly unknown[], T>(load: (...asked: A) => Promise<T>) =>
    async (...asked: A): Promise<T> => {
      try {
        const answer = await load(...asked)
        error.value = null
        return answer
      } catch (caught) {
        error.value = caught
        throw caught
      }
    }
  return { error, telling }
}

/**
 * The ledger as far as this screen has seen it. Rows are plain objects outside Vue's proxies; `version` tells that a
 * figure changed, `geometry` that a border did. Changes that arrive over the socket are written in place. While the past
 * is replayed readers get the figures of its day instead; the present goes on being written and waits.
 */
export const useLedgerStore = defineStore('ledger', () => {
  const version = ref(0)
  /** Ids that the last batch touched: open cards read themselves again. */
  const touched = shallowRef<ReadonlySet<string>>(new Set())
  const ui = useUiStore()
  const rows = () => ({
    regions: regions.byId,
    views: views.held.values(),
    compounds: compounds.held.values(),
    interiors: interiors.held.values(),
  })
  /** Names came: in English they are spelled, and so is all that is held where the language changes. */
  const named = (): void => {
    writeNames(rows(), (name) => namesIn(name, ui.lang))
    version.value++
  }
  const held = makeHeld(() => (ui.lang === 'en' ? named() : void version.value++))
  const { regions, views, compounds, interiors } = held
  watch(() => ui.lang, named, { flush: 'sync' })
  const stale = makeForgetting(held)
  const { error, telling } = makeFaults()

  const patch = (changes: readonly LedgerChange[]): void => {
    const byId = new Map(changes.map((change) => [change.id, change]))
    writeChanges(rows(), byId)
    stale.interiorsOf(byId)
    if (changes.every((change) => change.kind === 'region')) stale.below(byId)
    regions.asOf.value = changes.reduce((latest, change) => Math.max(latest, change.at), regions.asOf.value)
    touched.value = new Set(byId.keys())
    version.value++
  }
  const ready = computed(() => regions.rows.value.length > 0)
  const loadRegions = telling(regions.load)
  /** Asks for the regions where none are held; whoever shows them says what went wrong. */
  const wantRegions = (): void => {
    if (!ready.value) void loadRegions().catch(() => undefined)
  }
  return {
    ...makeReaders(held, version),
    counted: regions.counted,
    borders: regions.borders.parts,
    geometry: regions.borders.geometry,
    version,
    touched,
    error,
    ready,
    loadRegions,
    loadBorders: telling(regions.loadBorders),
    wantRegions,
    loadView: telling(views.load),
    loadCompounds: async (region: string): Promise<void> => void (await compounds.load(region)),
    loadInterior: interiors.load,
    patch,
    refresh: stale.all,
  }
})

/** The months that the sums count; null before they are known. */
export const countedMonths = (): Counted | null => (getActivePinia() ? useLedgerStore().counted : null)
