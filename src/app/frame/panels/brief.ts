import { inject, provide, shallowReactive, watch, type InjectionKey } from 'vue'
import { PANEL_BRIEF, type Brief } from '../../../widgets/frameProps.ts'

interface BriefPanels {
  readonly shown: () => string
  tell(id: string, brief: Brief): void
}
const BRIEF_PANELS: InjectionKey<BriefPanels> = Symbol('which panels have but a sentence to say')

/** The panels that have but a sentence to say of what is shown, or nothing; once that is another, one that does not stand is asked anew. */
export const useBriefPanels = (shown: () => string): ReadonlyMap<string, Brief> => {
  const brief = shallowReactive(new Map<string, Brief>())
  watch(shown, () => brief.clear(), { flush: 'sync' })
  provide(BRIEF_PANELS, { shown, tell: (id, is) => void (is ? brief.set(id, is) : brief.delete(id)) })
  return brief
}

/** What stands within a panel tells by it. */
export const usePanelBrief = (id: () => string): void => {
  const panels = inject(BRIEF_PANELS, null)
  let last: Brief = false
  const tell = (): void => panels?.tell(id(), last)
  provide(PANEL_BRIEF, (is) => {
    last = is
    tell()
  })
  if (panels) watch(panels.shown, tell)
}

/** Panels as they may stand: none that has nothing to say, and those marked that say little. */
export const sayingOf = <P extends { readonly id: string }>(
  panels: readonly P[],
  brief: ReadonlyMap<string, Brief>,
): readonly (P & { readonly brief?: true })[] =>
  panels.flatMap((one) => {
    const says = brief.get(one.id)
    return says === 'nothing' ? [] : [says ? { ...one, brief: true } : one]
  })
