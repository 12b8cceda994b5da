import { computed } from 'vue'
import type { IndexId } from '#shared/indices/indices.ts'
import type { Interior, InteriorFloorRow } from '#shared/protocol/http.ts'
import { OVER_STANDARD } from '#shared/standards/officeArea.ts'
import {
  coalInForce,
  tablesInForce,
  useShownIndices,
  useUiStore,
  useViewStore,
} from '../../../state/stores/index.ts'
import { classesOf, looksOf, type PlanPaint, type RoomsBy } from './looks.ts'

/** Plans of floors as this screen draws them: by the index that is asked for, in its language. `days` says how long a room is idle. */
export const usePlan = (index: () => IndexId, paint: PlanPaint, days: (n: string) => string) => {
  const [ui, view, shown] = [useUiStore(), useViewStore(), useShownIndices()]
  const by = computed<RoomsBy>(() => ({
    index: shown.value(index()),
    basis: view.basis,
    coal: coalInForce(),
    over: tablesInForce()?.over ?? OVER_STANDARD,
  }))
  return {
    by,
    looks: (floor: InteriorFloorRow) => looksOf(floor, by.value, { lang: ui.lang, days }, paint),
    classes: (interior: Interior, floor: string | null) =>
      classesOf(interior, floor, by.value, ui.lang, paint),
  }
}
