import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import type { Depot, FenceRow, PlaceView } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import { OVER_STANDARD } from '#shared/standards/officeArea.ts'
import { startOfDay } from '#shared/kernel/units.ts'
import { trackParts } from '#shared/vehicles/track/trackParts.ts'
import type { EnergySite, SceneInput } from '../../projections/input.ts'
import {
  coalInForce,
  tablesInForce,
  shownEnergy,
  shownVehicles,
  useApi,
  useClock,
  useLedgerStore,
  useRemote,
  useReplayStore,
  useSessionStore,
  useShownIndices,
  useTables,
  useTrackStore,
  useUiStore,
  useViewStore,
} from '../../state/stores/index.ts'
import { stepOf } from '../data/placeLoader.ts'
import { sceneOf } from '../shell/scenes.ts'
import { useWallFrame } from '../shell/wall.ts'

const DAY_MS = 86_400_000

/** Buildings that send readings, read once when a scene first shows them. */
const useEnergySites = (home: string) => {
  const sites = shallowRef<readonly EnergySite[]>([])
  const view = useViewStore()
  watch(
    () => sceneOf(view.scene).layers.includes('energy'),
    (wanted) => {
      if (wanted && sites.value.length === 0)
        void useApi()
          .energyBuildings(home)
          .then((rows) => (sites.value = rows))
          .catch(() => undefined)
    },
    { immediate: true },
  )
  return sites
}

/** What the buildings drew at the instant that is replayed, where the scene shows it; the number changes when it does. */
const usePastEnergy = (home: string) => {
  const view = useViewStore()
  const replay = useReplayStore()
  const { pastEnergy } = useTables()
  const read = useRemote(
    () => (replay.active && sceneOf(view.scene).layers.includes('energy') ? home : null),
    (region, signal, at) =>
      at === undefined ? Promise.resolve(null) : useApi().energyBuildings(region, signal, at),
    { past: 'quarter' },
  )
  watch(read.data, (rows) => pastEnergy.fill(rows ?? [], useClock().now()), { flush: 'sync' })
  return read.data
}

/** Where vehicles are kept, read once when a scene first shows it. */
const useDepots = (home: string) => {
  const depots = shallowRef<readonly Depot[]>([])
  const view = useViewStore()
  const session = useSessionStore()
  watch(
    () => sceneOf(view.scene).layers.includes('depots') && session.may('view.live'),
    (wanted) => {
      if (wanted && depots.value.length === 0)
        void useApi()
          .depots(home)
          .then((rows) => (depots.value = rows))
          .catch(() => undefined)
    },
    { immediate: true },
  )
  return depots
}

const NO_FENCES: readonly FenceRow[] = []
/** 电子围栏 of the open county; again each hour, because routes are the day's. */
const useFences = () => {
  const view = useViewStore()
  const ledger = useLedgerStore()
  const session = useSessionStore()
  const read = useRemote(
    () =>
      sceneOf(view.scene).layers.includes('fences') && session.may('view.live')
        ? stepOf(ledger.view(view.place), 'county')
        : null,
    (region, signal) => useApi().fences(region, signal),
    { everyMs: 3_600_000 },
  )
  return computed<readonly FenceRow[]>(() => read.data.value ?? NO_FENCES)
}

/** The selected vehicle's last hour, or the whole day that is replayed, where the role may see tracks. */
const useTrack = () => {
  const view = useViewStore()
  const session = useSessionStore()
  const replay = useReplayStore()
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
    { everyMs: 60_000 },
  )
  const store = useTrackStore()
  watch(track.data, (data) => (store.track = data), { immediate: true })
  return { parts: computed(() => (track.data.value ? trackParts(track.data.value.points) : null)) }
}

/** Everything the projections read; a new object only when something of it changed. Live tables stand outside. */
export const useSceneInput = (home: string): ComputedRef<SceneInput> => {
  const view = useViewStore()
  const ledger = useLedgerStore()
  const ui = useUiStore()
  const wall = useWallFrame()
  const sites = useEnergySites(home)
  const pastEnergy = usePastEnergy(home)
  const depots = useDepots(home)
  const fences = useFences()
  const track = useTrack()
  const session = useSessionStore()
  const replay = useReplayStore()
  const shownIndex = useShownIndices()

  /** What was open stays on the screen until the next place was read. */
  let shown: PlaceView | null = null

  return computed(() => {
    const place = (shown = ledger.view(view.place) ?? shown)
    const compound = stepOf(place, 'compound')
    const county = stepOf(place, 'county')
    const building = stepOf(place, 'building')
    const outline =
      county && compound
        ? (ledger.view(county)?.children.find((child) => child.id === compound)?.outline ?? null)
        : null
    void ledger.version
    return {
      regions: ledger.regions,
      geometry: ledger.geometry,
      view: place,
      compound: compound ? ledger.view(compound) : null,
      compoundOutline: outline,
      compounds: place && depthOf(place.kind) <= 2 ? ledger.compounds(place.id) : null,
      interior: building ? ledger.interior(building) : null,
      vehicles: shownVehicles(),
      energy: shownEnergy(),
      energySites: replay.active && !pastEnergy.value ? [] : sites.value,
      depots: depots.value,
      fences: fences.value,
      tilesets: session.session?.tilesets ?? [],
      track: track.parts.value,
      index: shownIndex.value(view.index),
      coal: coalInForce(),
      over: tablesInForce()?.over ?? OVER_STANDARD,
      ownUnitOnly: session.session?.scope.kind === 'unit',
      basis: view.basis,
      lang: ui.lang,
      engine: view.engine,
      layers: sceneOf(view.scene).layers,
      selection: view.selection,
      hovered: view.hovered,
      textPx: wall.value.textPx,
    }
  })
}
