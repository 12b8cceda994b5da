import { computed, type ComputedRef, type Ref } from 'vue'
import type { PlaceView } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import { OVER_STANDARD } from '#shared/standards/overStandard.ts'
import { LAYERS } from '../../layers/registry.ts'
import type { SceneInput } from '../../projections/input.ts'
import {
  coalInForce,
  tablesInForce,
  shownEnergy,
  shownVehicles,
  useLedgerStore,
  useSessionStore,
  useShownIndices,
  useUiStore,
  useViewStore,
} from '../../state/stores/index.ts'
import { stepOf } from '../data/placeLoader.ts'
import { sceneOf } from '../shell/scenes.ts'
import { useWallFrame } from '../shell/wall.ts'
import type { Crowd } from './crowd.ts'

/** What each layer reads for itself, by its id. */
const useReadings = (home: string): (() => SceneInput['read']) => {
  const view = useViewStore()
  const readers = LAYERS.flatMap(({ id, read }) => {
    const isOn = (): boolean => sceneOf(view.scene).layers.includes(id)
    return read ? [{ id, now: read.use({ home, isOn }) }] : []
  })
  return () => Object.fromEntries(readers.map(({ id, now }) => [id, now()]))
}

/** Everything the projections read; a new object only when something of it changed. Live tables stand outside. `listed`: a list of the worst places stands beside the picture. */
export const useSceneInput = (
  home: string,
  crowd: Crowd,
  listed: Readonly<Ref<boolean>>,
): ComputedRef<SceneInput> => {
  const view = useViewStore()
  const ledger = useLedgerStore()
  const ui = useUiStore()
  const wall = useWallFrame()
  const readings = useReadings(home)
  const session = useSessionStore()
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
    return {
      figures: ledger.version,
      regions: ledger.regions,
      borders: ledger.borders,
      geometry: ledger.geometry,
      view: place,
      compound: compound ? ledger.view(compound) : null,
      compoundOutline: outline,
      compounds: place && depthOf(place.kind) <= 2 ? ledger.compounds(place.id) : null,
      interior: building ? ledger.interior(building) : null,
      vehicles: shownVehicles(),
      energy: shownEnergy(),
      read: readings(),
      index: shownIndex.value(view.index),
      only: view.only,
      coal: coalInForce(),
      over: tablesInForce()?.over ?? OVER_STANDARD,
      ownUnitOnly: session.session?.scope.kind === 'unit',
      basis: view.basis,
      lang: ui.lang,
      engine: view.engine,
      light: view.light,
      floors: view.floors,
      walk: view.walk,
      cut: view.cut,
      layers: sceneOf(view.scene).layers,
      selection: view.selection,
      hovered: view.hovered,
      textPx: wall.value.textPx,
      zoom: crowd.zoom.value,
      town: crowd.town.value?.ids ?? null,
      isListed: listed.value,
    }
  })
}
