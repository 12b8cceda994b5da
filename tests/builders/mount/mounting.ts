import { mount, type VueWrapper } from '@vue/test-utils'
import { defineComponent, h, nextTick, provide, toRef, type ComponentPublicInstance } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useReplay } from '../../../src/app/data/replay.ts'
import PanelHost from '../../../src/app/frame/panels/PanelHost.vue'
import type { PanelManifest } from '../../../src/boards/panel.ts'
import { i18n } from '../../../src/i18n/index.ts'
import {
  useStandardsStore,
  useUiStore,
  useViewStore,
  type SelectionKind,
} from '../../../src/state/stores/index.ts'
import { CALENDAR_MARK } from '../../../src/widgets/calendarMark.ts'
import { AGE_BEAT } from '../../../src/widgets/frameProps.ts'
import WhyCard from '../../../src/widgets/why/WhyCard.vue'
import { PATH } from './names.ts'
import { settled, type Stage } from './stage.ts'

const REGION = '450100'

/** Where a panel shows something: the place, and what is selected in it. */
const settingOf = (panel: PanelManifest): { place: string; select: SelectionKind | null } => {
  if (panel.placement === 'card' && panel.selections.length > 0)
    return { place: 'B1', select: panel.selections[0] as SelectionKind }
  const places: readonly string[] = 'places' in panel ? (panel.places ?? []) : []
  const inCity = panel.placement === 'scene' && (places.length === 0 || places.includes('city'))
  const kinds = places.length === 0 || inCity ? ['city'] : places
  const kind = kinds.includes('building') ? 'building' : kinds[0]
  return { place: PATH.find((step) => step.kind === kind)?.id ?? REGION, select: null }
}

/** The panel in its host with the card of reasons beside it, and the replay behind it, as a screen has them. */
const screenOf = (panel: PanelManifest, place: string) =>
  defineComponent(() => {
    const [ui, standards] = [useUiStore(), useStandardsStore()]
    useReplay(() => REGION)
    provide(AGE_BEAT, toRef(ui, 'ageBeat'))
    provide(CALENDAR_MARK, (span) => standards.calendarOf(span, ui.lang))
    return () => [
      h(PanelHost, { panel, place, region: REGION }),
      ui.why
        ? h(WhyCard, {
            why: ui.why,
            parameters: standards.lines(ui.why.feeds, ui.lang),
            calendar: standards.calendarOfWhy(ui.why, ui.lang),
            onClose: () => ui.explain(null),
          })
        : null,
    ]
  })

/** Names of the components that were rendered again, since it was last emptied. */
const rendered: string[] = []
const TELLS = {
  updated(this: ComponentPublicInstance) {
    rendered.push(this.$options.__name ?? '?')
  },
}
/** The components that are rendered again while seconds pass within a minute. */
export const renderedBySeconds = async (): Promise<readonly string[]> => {
  await nextTick()
  rendered.length = 0
  useUiStore().second += 20_000
  await nextTick()
  return [...rendered]
}

/** Mounts a panel on a stage and waits until it has nothing more to do. */
export const mountPanel = async (panel: PanelManifest, { pinia }: Stage): Promise<VueWrapper> => {
  const { place, select } = settingOf(panel)
  const view = useViewStore()
  view.place = place
  view.selection = select === null ? null : { kind: select, id: '1' }
  await panel.load()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  })
  const wrapper = mount(screenOf(panel, place), {
    attachTo: document.body,
    global: { plugins: [pinia, i18n, router], mixins: [TELLS] },
  })
  await settled()
  return wrapper
}
