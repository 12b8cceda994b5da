import { useTimeoutFn } from '@vueuse/core'
import { onBeforeUnmount, watch } from 'vue'
import { useRoute, useRouter, type RouteLocationNormalizedLoaded } from 'vue-router'
import { INDICES, type CoalBasis, type IndexId } from '#shared/indices/indices.ts'
import { parsePose, poseText, type CameraPose } from '#shared/scene/camera.ts'
import { LIGHTS } from '#shared/scene/compoundLayer.ts'
import { FLOOR_ARRANGEMENTS } from '#shared/scene/layers.ts'
import { i18n } from '../i18n/index.ts'
import { useUiStore, useViewStore, type ViewEngine } from '../state/stores/index.ts'
import { parseSelection, selectionText, USUAL_CUT } from '../state/stores/view.ts'
import { wallProfileText, type WallProfile } from '../theme/wall.ts'
import { speak } from './language.ts'
import { sceneOf } from './shell/scenes.ts'
import { SELECTION_KINDS } from './shell/selections.ts'
import { useWallProfile } from './shell/wall.ts'

const CAMERA_WRITES_AFTER_MS = 500

const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | null =>
  known.includes(value as T) ? (value as T) : null
const ENGINES: readonly ViewEngine[] = ['map', 'globe', 'interior']
const BASES: readonly CoalBasis[] = ['equivalent-heat', 'equal-value']

/** How deep a section is cut, told in hundredths. */
const cutOf = (text: unknown): number =>
  typeof text === 'string' && /^\d{1,2}$/.test(text) ? Number(text) / 100 : USUAL_CUT

/** The class that is shown alone, told from 1 to 5. */
const classNamed = (text: unknown): number | null =>
  typeof text === 'string' && /^[1-5]$/.test(text) ? Number(text) - 1 : null

/** A step of fineness, 0 the finest. */
const qualityOf = (text: unknown): number | null =>
  typeof text === 'string' && /^[0-3]$/.test(text) ? Number(text) : null

/** An alert, or the rule of which all places are meant: both begin with the rule. */
const alertOf = (text: unknown): string | null =>
  typeof text === 'string' && /^[A-Z]{2}-\d\d(?:$|[:@])/.test(text) ? text : null

export interface ViewRoute {
  /** The pose that the address asked for and nobody used yet. */
  takePose(): CameraPose | null
  /** Whether the address named its engine. */
  readonly namedEngine: boolean
}

interface Stores {
  readonly view: ReturnType<typeof useViewStore>
  readonly ui: ReturnType<typeof useUiStore>
}

/** Puts what the address names into the stores and keeps the rest. Its pose; null where it names none that can be read. */
const readAddress = (
  { query, params }: Pick<RouteLocationNormalizedLoaded, 'query' | 'params'>,
  home: string,
  { view, ui }: Stores,
): CameraPose | null => {
  const scene = typeof query.scene === 'string' ? sceneOf(query.scene) : null
  const index = oneOf<IndexId>(
    query.index,
    INDICES.map(({ id }) => id),
  )
  view.scene = scene?.id ?? view.scene
  view.index = index ?? scene?.index ?? view.index
  view.basis = oneOf(query.basis, BASES) ?? view.basis
  view.only = classNamed(query.class)
  const engine = oneOf(query.engine, ENGINES)
  if (engine) view.setEngine(engine)
  view.light = oneOf(query.light, LIGHTS)
  view.quality = qualityOf(query.quality)
  view.floors = oneOf(query.floors, FLOOR_ARRANGEMENTS) ?? 'fan'
  view.cutTo(cutOf(query.cut))
  const lang = oneOf(query.lang, ['zh', 'en'] as const)
  if (lang) speak(lang)
  view.carousel = query.carousel === '1'
  view.alert = alertOf(query.alert)
  view.alertFrom = null
  const pose = typeof query.cam === 'string' ? parsePose(query.cam) : null
  ui.say('cam', query.cam !== undefined && !pose ? () => i18n.global.t('notice.badCamera') : null)
  if (pose) view.camera = pose
  view.open((params.place as string) || home, parseSelection(query.sel, SELECTION_KINDS))
  view.walk = query.walk === '1'
  return pose
}

/** The address of what the stores hold; what is at its default is left out. */
const addressOf = ({ view, ui }: Stores, profile: WallProfile) => ({
  name: 'view',
  params: { place: view.place },
  query: {
    scene: view.scene,
    index: view.index,
    engine: view.engine,
    ...(view.light ? { light: view.light } : {}),
    ...(view.walk ? { walk: '1' } : {}),
    ...(view.quality === null ? {} : { quality: String(view.quality) }),
    ...(view.floors === 'fan' ? {} : { floors: view.floors }),
    ...(view.floors === 'section' ? { cut: String(Math.round(view.cut * 100)) } : {}),
    ...(view.only === null ? {} : { class: String(view.only + 1) }),
    ...(view.selection ? { sel: selectionText(view.selection) } : {}),
    ...(view.alert ? { alert: view.alert } : {}),
    ...(view.basis === 'equivalent-heat' ? {} : { basis: view.basis }),
    ...(ui.lang === 'zh' ? {} : { lang: ui.lang }),
    ...(view.carousel ? { carousel: '1' } : {}),
    ...(profile.heightMm ? { wall: wallProfileText(profile) } : {}),
    ...(view.camera ? { cam: poseText(view.camera) } : {}),
  },
})

/** Whether the address stands at another place, selection or alert than the store: a step that one can go back. */
const isStep = (route: RouteLocationNormalizedLoaded, view: Stores['view']): boolean => {
  const [named, chosen] = [String(route.query.sel ?? ''), selectionText(view.selection) ?? '']
  /** A vehicle that the address named by its id and that is now known by its ordinal is the same step. */
  const isSameVehicle = /^vehicle:\D/.test(named) && /^vehicle:\d/.test(chosen)
  return (
    route.params.place !== view.place ||
    alertOf(route.query.alert) !== view.alert ||
    (named !== chosen && !isSameVehicle)
  )
}

/** The address and the view store, each following the other: a place, a selection or an alert is a step back; the rest is not. */
export const useViewRoute = (home: string): ViewRoute => {
  const route = useRoute()
  const router = useRouter()
  const stores: Stores = { view: useViewStore(), ui: useUiStore() }
  const { view, ui } = stores
  const profile = useWallProfile()

  /** The address that is on its way from here; what comes otherwise was asked for by whoever sits there, and is followed. */
  let written: string | null = null
  const target = () => router.resolve(addressOf(stores, profile.value))
  const write = (): void => {
    if (route.name !== 'view') return
    const next = target()
    if (next.fullPath === (written ?? route.fullPath)) return
    written = next.fullPath
    void (route.params.place && isStep(route, view) ? router.push(next) : router.replace(next))
  }
  let pose = readAddress(route, home, stores)
  const namedEngine = typeof route.query.engine === 'string'
  const shown = () => [
    view.index,
    view.only,
    view.engine,
    view.walk,
    view.scene,
    view.basis,
    view.carousel,
    view.floors,
    view.cut,
    profile.value,
  ]
  watch(() => [view.place, view.selection, view.alert, ui.lang, ...shown()], write)
  const writeCamera = useTimeoutFn(write, CAMERA_WRITES_AFTER_MS, { immediate: false })
  watch(
    () => view.camera,
    () => void (writeCamera.isPending.value || writeCamera.start()),
  )
  const leave = router.afterEach((to, _from, failure) => {
    const isOwn = to.fullPath === written
    if (isOwn) written = null
    if (failure || isOwn || to.name !== 'view' || target().fullPath === to.fullPath) return
    pose = readAddress(to, home, stores)
  })
  onBeforeUnmount(leave)
  return {
    takePose: () => {
      const taken = pose ?? view.returning
      pose = null
      view.returning = null
      return taken
    },
    namedEngine,
  }
}
