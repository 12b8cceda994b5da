import { useEventListener } from '@vueuse/core'
import { ref, type Ref } from 'vue'

export interface FullScreen {
  readonly on: Readonly<Ref<boolean>>
  /** Goes there or back; `refused` where the browser does not let it. */
  toggle(): void
}

/** The page over the whole screen, as the browser has it: also where it was left by a key of the browser's own. */
export const useFullScreen = (refused: () => void): FullScreen => {
  const on = ref(document.fullscreenElement !== null)
  useEventListener(document, 'fullscreenchange', () => (on.value = document.fullscreenElement !== null))
  const turn = async (): Promise<void> => {
    try {
      if (document.fullscreenElement) await document.exitFullscreen()
      else await document.documentElement.requestFullscreen()
    } catch {
      refused()
    }
  }
  return { on, toggle: () => void turn() }
}
