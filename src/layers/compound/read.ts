import { shallowRef, watch } from 'vue'
import { later } from '#shared/kernel/language/later.ts'
import type { LayerSpec } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { useViewStore } from '../../state/stores/index.ts'

export type DrawCompound = (input: SceneInput) => readonly LayerSpec[]

const drawing = later(() => import('./draw.ts'))

/** What draws a compound: it comes with the stage, after the first paint. */
export const useDrawing = (): (() => DrawCompound | null) => {
  const view = useViewStore()
  const draw = shallowRef<DrawCompound | null>(null)
  watch(
    () => view.engine === 'interior',
    (wanted) => {
      if (wanted && !draw.value)
        drawing()
          .then(({ compoundLayers }) => (draw.value = compoundLayers))
          .catch(() => undefined)
    },
    { immediate: true },
  )
  return () => draw.value
}
