import { useEventListener } from '@vueuse/core'
import { INDICES } from '#shared/indices/indices.ts'
import {
  REPLAY_BACK_MS,
  useClock,
  useReplayStore,
  useSessionStore,
  useUiStore,
  useViewStore,
} from '../../state/stores/index.ts'
import { OVERLAY } from '../../widgets/controls/menu.ts'
import type { Navigation } from './navigation.ts'
import { SCENES } from './scenes.ts'

/** Where keys belong to what was pressed in: a field, a closed list, an open menu, list or sheet. */
const TAKES_KEYS = `input, textarea, select, [role='combobox'], ${OVERLAY}`
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest(TAKES_KEYS) !== null)

/**
 * Keys that work anywhere on the screen but in a field: 1–9 index, / search, G globe, Esc out, arrows and
 * Enter in, page keys (a presenter's remote) from scene to scene, R the replay and back, the space bar its
 * pause.
 */
export const useKeyboard = (navigation: Navigation, chooseScene: (id: string) => void): void => {
  const view = useViewStore()
  const ui = useUiStore()
  const replay = useReplayStore()
  const session = useSessionStore()
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
    else navigation.out()
  }
  const turnReplay = (): void => {
    if (replay.active) replay.live()
    else if (session.may('view.tracks')) replay.seek(clock.now() - REPLAY_BACK_MS)
  }
  const actions: Record<string, () => void> = {
    r: turnReplay,
    ' ': () => (replay.playing = !replay.playing),
    '/': () => (ui.searchOpen = true),
    g: () => view.setEngine(view.engine === 'globe' ? 'map' : 'globe'),
    Escape: out,
    Backspace: out,
    PageDown: () => turn(1),
    PageUp: () => turn(-1),
    ArrowRight: () => navigation.step(1),
    ArrowDown: () => navigation.step(1),
    ArrowLeft: () => navigation.step(-1),
    ArrowUp: () => navigation.step(-1),
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
      return
    const index = /^[1-9]$/.test(event.key) ? INDICES[Number(event.key) - 1] : undefined
    if (index) view.setIndex(index.id)
    else if (
      event.key === 'Enter' &&
      (event.target === document.body || (event.target as HTMLElement).tagName === 'CANVAS')
    )
      navigation.enter()
    else if (event.key === ' ' && (!replay.active || (event.target as HTMLElement).tagName === 'BUTTON'))
      return
    else {
      const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!action) return
      action()
    }
    event.preventDefault()
  }
  useEventListener(window, 'keydown', onKey)
}
