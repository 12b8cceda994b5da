import { onBeforeUnmount, watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { INDICES, type CoalBasis, type IndexId } from '#shared/indices/indices.ts'
import { parsePose, poseText, type CameraPose } from '#shared/scene/camera.ts'
import { i18n, setLang } from '../i18n/index.ts'
import { useUiStore, useViewStore, type ViewEngine } from '../state/stores/index.ts'
import { parseSelection, selectionText } from '../state/stores/view.ts'
import { wallProfileText } from '../theme/wall.ts'
import { sceneOf } from './shell/scenes.ts'
import { SELECTION_KINDS } from './shell/selections.ts'
import { useWallProfile } from './shell/wall.ts'

const CAMERA_WRITES_AFTER_MS = 500

const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | null =>
  known.includes(value as T) ? (value as T) : null
const ENGINES: readonly ViewEngine[] = ['map', 'globe', 'interior']
const BASES: readonly CoalBasis[] = ['equivalent-heat', 'equal-value']

export interface ViewRoute {
  /** The pose that the address asked for and nobody used yet. */
  takePose(): CameraPose | null
  /** Whether the address named its engine. */
  readonly namedEngine: boolean
}

/** The address and the view store, each following the other: a place or a selection is a step back; the rest is not. */
export const useViewRoute = (home: string): ViewRoute => {
  const route = useRoute()
  const router = useRouter()
  const view = useViewStore()
  const ui = useUiStore()
  const profile = useWallProfile()
  let pose: CameraPose | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const read = (): void => {
    const query: LocationQuery = route.query
    const scene = typeof query.scene === 'string' ? sceneOf(query.scene) : null
    view.scene = scene?.id ?? view.scene
    view.index =
      oneOf<IndexId>(
        query.index,
        INDICES.map((index) => index.id),
      ) ??
      scene?.index ??
      view.index
    view.basis = oneOf(query.basis, BASES) ?? view.basis
    const engine = oneOf(query.engine, ENGINES)
    if (engine) view.setEngine(engine)
    const lang = oneOf(query.lang, ['zh', 'en'] as const)
    if (lang) ui.lang = lang
    setLang(ui.lang)
    view.carousel = query.carousel === '1'
    pose = typeof query.cam === 'string' ? parsePose(query.cam) : null
    ui.say('cam', query.cam !== undefined && !pose ? i18n.global.t('notice.badCamera') : null)
    if (pose) view.camera = pose
    view.open((route.params.place as string) || home, parseSelection(query.sel, SELECTION_KINDS))
  }
  const target = () => ({
    name: 'view',
    params: { place: view.place },
    query: {
      scene: view.scene,
      index: view.index,
      engine: view.engine,
      ...(view.selection ? { sel: selectionText(view.selection) } : {}),
      ...(view.basis === 'equivalent-heat' ? {} : { basis: view.basis }),
      ...(ui.lang === 'zh' ? {} : { lang: ui.lang }),
      ...(view.carousel ? { carousel: '1' } : {}),
      ...(profile.value.heightMm ? { wall: wallProfileText(profile.value) } : {}),
      ...(view.camera ? { cam: poseText(view.camera) } : {}),
    },
  })
  /** A vehicle that the address named by its id and that is now known by its ordinal is the same step. */
  const isNamed = (): boolean =>
    /^vehicle:\D/.test(String(route.query.sel ?? '')) &&
    /^vehicle:\d/.test(selectionText(view.selection) ?? '')
  const isStep = (): boolean =>
    route.params.place !== view.place ||
    ((route.query.sel ?? '') !== (selectionText(view.selection) ?? '') && !isNamed())
  const write = (): void => {
    if (route.name !== 'view') return
    const next = router.resolve(target())
    if (next.fullPath === route.fullPath) return
    void (route.params.place && isStep() ? router.push(next) : router.replace(next))
  }
  read()
  const namedEngine = typeof route.query.engine === 'string'
  watch(
    () => [
      view.place,
      view.selection,
      view.index,
      view.engine,
      view.scene,
      view.basis,
      view.carousel,
      profile.value,
      ui.lang,
    ],
    write,
  )
  watch(() => ui.lang, setLang)
  watch(
    () => view.camera,
    () => {
      timer ??= setTimeout(() => {
        timer = undefined
        write()
      }, CAMERA_WRITES_AFTER_MS)
    },
  )
  watch(
    () => route.fullPath,
    (path) => {
      if (
        route.name === 'view' &&
        router.resolve(target()).fullPath !== path &&
        (route.params.place !== view.place || isStep())
      )
        read()
    },
  )
  onBeforeUnmount(() => clearTimeout(timer))
  return {
    takePose: () => {
      const taken = pose
      pose = null
      return taken
    },
    namedEngine,
  }
}
