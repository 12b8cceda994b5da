import { useEventListener } from '@vueuse/core'
import { INDICES } from '#shared/indices/indices.ts'
import { FLOOR_ARRANGEMENTS } from '#shared/scene/layers.ts'
import {
  REPLAY_BACK_MS,
  useClock,
  useReplayStore,
  useSessionStore,
  useUiStore,
  useViewStore,
} from '../../state/stores/index.ts'
import { OVERLAY } from '../../widgets/controls/menu.ts'
import { stepKey } from '../walk/steps.ts'
import type { Navigation } from './navigation.ts'
import { SCENES } from './scenes.ts'

/** Where keys belong to what was pressed in: a field, a closed list, an open menu, list or sheet. */
const TAKES_KEYS = `input, textarea, select, [role='combobox'], ${OVERLAY}`
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest(TAKES_KEYS) !== null)

/**
 * The keys that work anywhere on the screen but in a field, by what they do, in the order in which the help tells them.
 * Page keys are a presenter's remote.
 */
export const KEYS = {
  index: INDICES.slice(0, 9).map((_, i) => String(i + 1)),
  next: ['ArrowRight', 'ArrowDown'],
  previous: ['ArrowLeft', 'ArrowUp'],
  enter: ['Enter'],
  out: ['Escape', 'Backspace'],
  search: ['/'],
  nextScene: ['PageDown'],
  previousScene: ['PageUp'],
  globe: ['g'],
  floors: ['v'],
  walk: ['w'],
  cut: ['[', ']'],
  replay: ['r'],
  pause: [' '],
  fullScreen: ['f'],
  help: ['?'],
} as const satisfies Record<string, readonly string[]>
export type KeyAct = keyof typeof KEYS

const ACTS = new Map(
  Object.entries(KEYS).flatMap(([act, keys]) => keys.map((key) => [key as string, act as KeyAct] as const)),
)
const actOf = ({ key }: KeyboardEvent): KeyAct | undefined =>
  ACTS.get(key.length === 1 ? key.toLowerCase() : key)

/** How far a key moves the plane of a section, a share of the building's depth. */
const CUT_STEP = 0.05

export interface KeyActs {
  readonly navigation: Navigation
  readonly chooseScene: (id: string) => void
  readonly fullScreen: () => void
  /** Whether a floor is open that one can walk on. */
  readonly canWalk: () => boolean
}

const useActs = ({
  navigation,
  chooseScene,
  fullScreen,
  canWalk,
}: KeyActs): Readonly<Record<KeyAct, (key: string) => void>> => {
  const [view, ui, replay, session] = [useViewStore(), useUiStore(), useReplayStore(), useSessionStore()]
  const clock = useClock()
  const turn = (by: 1 | -1): void => {
    const at = SCENES.findIndex((scene) => scene.id === view.scene)
    const next = SCENES[(at + by + SCENES.length) % SCENES.length]
    if (next) chooseScene(next.id)
  }
  const out = (): void => {
    if (ui.why) ui.explain(null)
    else if (ui.searchOpen) ui.searchOpen = false
    else if (view.alert !== null) view.closeAlert()
    else if (view.walk) view.walk = false
    else navigation.out()
  }
  const turnReplay = (): void => {
    if (replay.active) replay.live()
    else if (session.may('view.tracks')) replay.seek(clock.now() - REPLAY_BACK_MS)
  }
  return {
    index: (key) => {
      const index = INDICES[Number(key) - 1]
      if (index) view.setIndex(index.id)
    },
    next: () => navigation.step(1),
    previous: () => navigation.step(-1),
    enter: () => navigation.enter(),
    out,
    search: () => (ui.searchOpen = true),
    nextScene: () => turn(1),
    previousScene: () => turn(-1),
    globe: () => view.setEngine(view.engine === 'globe' ? 'map' : 'globe'),
    floors: () => {
      const at = FLOOR_ARRANGEMENTS.indexOf(view.floors)
      view.floors = FLOOR_ARRANGEMENTS[(at + 1) % FLOOR_ARRANGEMENTS.length] ?? 'fan'
    },
    walk: () => void (view.walk = canWalk()),
    cut: (key) => view.cutTo(view.cut + (key === ']' ? CUT_STEP : -CUT_STEP)),
    replay: turnReplay,
    pause: () => (replay.playing = !replay.playing),
    fullScreen,
    help: () => (ui.helpOpen = true),
  }
}

/** Hears the keys: what each does stands in `KEYS`. */
export const useKeyboard = (acts: KeyActs): void => {
  const [replay, view] = [useReplayStore(), useViewStore()]
  const does = useActs(acts)
  /** Enter belongs to what has the focus, the space bar to a button, and to the page while nothing is replayed. */
  const belongsToPage = (act: KeyAct, target: HTMLElement): boolean => {
    if (act === 'enter') return target !== document.body && target.tagName !== 'CANVAS'
    return act === 'pause' && (!replay.active || target.tagName === 'BUTTON')
  }
  useEventListener(window, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
      return
    const act = actOf(event)
    if (view.walk && stepKey(event) !== null) return
    if (!act || belongsToPage(act, event.target as HTMLElement)) return
    does[act](event.key)
    event.preventDefault()
  })
}
