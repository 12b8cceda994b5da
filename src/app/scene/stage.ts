import { computed, watch, type ComputedRef } from 'vue'
import { depthOf, type PlaceKind } from '#shared/region/place.ts'
import { useViewStore } from '../../state/stores/index.ts'

/**
 * From a compound inward the picture is the stage's: it is entered at each step inwards, and left for the map or the globe.
 * An engine `named` in the address stays until then, and so does the map for who follows a vehicle. Tells whether the open
 * place is one of the stage's. A compound of which nothing is built yet stays on the map.
 */
export const useStage = (
  kind: ComputedRef<PlaceKind | null>,
  isBuilt: () => boolean,
  named: boolean,
): ComputedRef<boolean> => {
  const view = useViewStore()
  /** 0 on a map, 1 before a compound, 2 within a building. */
  const stage = computed(() =>
    kind.value === null ? 0 : Math.max(0, Math.min(2, depthOf(kind.value) - depthOf('county'))),
  )
  const isInside = computed(() => stage.value > 0)
  /** Vehicles drive on the map alone. */
  const isDriven = computed(() => stage.value === 1 && view.selection?.kind === 'vehicle')
  let [isNamed, before] = [named, 0]
  watch([kind, isDriven], ([now]) => {
    if (now === null) return
    if (stage.value > before && !isNamed && !isDriven.value && isBuilt()) view.setEngine('interior')
    if ((!isInside.value || isDriven.value) && view.engine === 'interior') view.setEngine(view.surface)
    before = stage.value
    isNamed = false
  })
  return isInside
}
