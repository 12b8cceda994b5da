import { inject, provide, shallowReactive, watch, type InjectionKey } from 'vue'
import { PANEL_BRIEF } from '../../../widgets/frameProps.ts'

const BRIEF_PANELS: InjectionKey<(id: string, brief: boolean) => void> = Symbol(
  'which panels have but a sentence to say',
)

/** The panels that have but a sentence to say at the open place; of another place nobody knows before they are asked. */
export const useBriefPanels = (place: () => string): ReadonlySet<string> => {
  const brief = shallowReactive(new Set<string>())
  watch(place, () => brief.clear())
  provide(BRIEF_PANELS, (id, is) => void (is ? brief.add(id) : brief.delete(id)))
  return brief
}

/** What stands within a panel tells by it. */
export const usePanelBrief = (id: () => string): void => {
  const tell = inject(BRIEF_PANELS, null)
  provide(PANEL_BRIEF, (is) => tell?.(id(), is))
}
