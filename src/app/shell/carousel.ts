import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import type { SceneManifest } from '#shared/scene/manifest.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { useUiStore, useViewStore } from '../../state/stores/index.ts'
import { SCENES } from './scenes.ts'
import { sortedCopy } from '#shared/kernel/language/lists.ts'

/** After a hand touched the screen it stands still this long. */
export const PAUSE_MS: DurationMs = MINUTE_MS
const TOUCHES = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const

type Turning = Pick<SceneManifest, 'id' | 'order' | 'carouselS'>

/** The scene after `current` in their order, round and round; scenes without a time are left out. null where none other takes part. */
export const nextScene = (scenes: readonly Turning[], current: string): string | null => {
  const here = scenes.find(({ id }) => id === current)
  const taking = sortedCopy(
    scenes.filter(({ id, carouselS }) => carouselS !== null && id !== current),
    (a, b) => a.order - b.order,
  )
  return (taking.find(({ order }) => here !== undefined && order > here.order) ?? taking[0])?.id ?? null
}

export interface Turn {
  readonly current: string
  /** When the current scene came. */
  readonly since: EpochMs
  /** When a hand last touched the screen; null for never. */
  readonly touched: EpochMs | null
}

/** The scene that is due now: after the current one's seconds and, where a hand touched the screen, not before the pause has passed. */
export const dueScene = (
  scenes: readonly Turning[],
  { current, since, touched }: Turn,
  now: EpochMs,
): string | null => {
  const stays = (scenes.find(({ id }) => id === current)?.carouselS ?? 0) * 1000
  const until = Math.max(since + stays, touched === null ? 0 : touched + PAUSE_MS)
  return now >= until ? nextScene(scenes, current) : null
}

/** 轮播: while it is on, the scenes take turns; any interaction holds it for a minute. */
export const useCarousel = (chooseScene: (id: string) => void): void => {
  const view = useViewStore()
  const ui = useUiStore()
  let since: EpochMs = Date.now()
  let touched: EpochMs | null = null
  const touch = (): void => {
    touched = Date.now()
  }
  watch(
    () => [view.scene, view.carousel],
    ([, on], [, was]) => {
      since = Date.now()
      if (on !== was) touched = null
    },
  )
  watch(
    () => ui.second,
    () => {
      const next = view.carousel
        ? dueScene(SCENES, { current: view.scene, since, touched }, Date.now())
        : null
      if (next) chooseScene(next)
    },
  )
  useEventListener(window, [...TOUCHES], touch, { capture: true, passive: true })
}
