import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import type { SceneEngine } from '../../engines/SceneEngine.ts'
import { useViewStore } from '../../state/stores/index.ts'
import { isTyping } from '../shell/keyboard.ts'
import { stepKey, wishOf } from './steps.ts'

/** While somebody walks, arrow keys and WASD are steps: as long as they are held, and no longer than the page has the keys. */
export const useWalkKeys = (engine: () => SceneEngine | null): void => {
  const view = useViewStore()
  const held = new Set<string>()
  const steer = (): void => engine()?.steer?.(wishOf(held))
  const stop = (): void => {
    if (held.size === 0) return
    held.clear()
    steer()
  }
  useEventListener(window, 'keydown', (event) => {
    const key = stepKey(event)
    const isMeant = view.walk && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
    if (key === null || !isMeant) return
    event.preventDefault()
    held.add(key)
    if (!event.repeat) steer()
  })
  useEventListener(window, 'keyup', (event) => {
    const key = stepKey(event)
    if (key !== null && held.delete(key)) steer()
  })
  useEventListener(window, 'blur', stop)
  watch(() => view.walk, stop)
}
