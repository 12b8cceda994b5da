import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, getActivePinia, setActivePinia, type Pinia } from 'pinia'
import { defineComponent, h, provide } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Permission, Role } from '../../../src/shared/access/roles.ts'
import { may, ROLES } from '../../../src/shared/access/roles.ts'
import PanelHost from '../../../src/app/frame/panels/PanelHost.vue'
import type { PanelManifest } from '../../../src/boards/panel.ts'
import { makeApi } from '../../../src/connectors/api.ts'
import { makeCall } from '../../../src/connectors/call.ts'
import { makeHttp } from '../../../src/connectors/http.ts'
import { i18n, setLang, type LangCode } from '../../../src/i18n/index.ts'
import { makeClock } from '../../../src/state/clock.ts'
import { makeLiveTables } from '../../../src/state/live/tables.ts'
import {
  useAlertsStore,
  useLedgerStore,
  useReplayStore,
  useSessionStore,
  useSourcesStore,
  useStandardsStore,
  useUiStore,
  useViewStore,
  type SelectionKind,
} from '../../../src/state/stores/index.ts'
import { installServices } from '../../../src/state/stores/remote/services.ts'
import { CALENDAR_MARK } from '../../../src/widgets/calendarMark.ts'
import WhyCard from '../../../src/widgets/why/WhyCard.vue'
import { answerOf, askedOf, NOW, PATH, type Asked } from './answers.ts'
import type { Fill } from './sample.ts'

/** What the server does: answers, does not answer yet, refuses, or fails. */
export type Mood = Fill | 'loading' | 'refused' | 'failed'

export interface Served {
  mood: Mood
  /** What no contract has, or what the panel asked that the role may not. */
  readonly strange: string[]
  readonly asked: Asked[]
}

const refusal = (status: number, code: string): Response =>
  Response.json({ code, message: `${code} 不予 / refused` }, { status })

/** The contracts' answers without a network. Every answer goes the way of a real one: through makeHttp and its schema. */
const serve =
  (served: Served): typeof fetch =>
  async (input, init) => {
    const asked = askedOf(init?.method ?? 'GET', String(input))
    if (!asked) {
      served.strange.push(`${init?.method} ${String(input)}`)
      return refusal(404, 'not-found')
    }
    served.asked.push(asked)
    if (served.mood === 'loading') return new Promise(() => undefined)
    if (served.mood === 'refused') return refusal(403, 'forbidden')
    if (served.mood === 'failed') return refusal(503, 'unavailable')
    if (asked.contract.octets) return new Response(new ArrayBuffer(0))
    const answer = answerOf(asked, served.mood)
    return answer === undefined || answer === null
      ? new Response(null, { status: 204 })
      : Response.json(answer)
  }

/** Who sits there: whoever may most of what the panel needs. */
export const roleFor = (needs: Permission | null): Role =>
  needs === null || may('manager', needs) ? 'manager' : (ROLES.find((role) => may(role, needs)) as Role)

const sessionOf = (role: Role) => ({
  account: role,
  displayName: '值班员',
  role,
  scope: { kind: 'region' as const, region: '450000' },
  mustChangePassword: false,
  passwordDueInDays: null,
  endsAt: null,
  now: NOW,
  version: '0.1.0',
  mapboxToken: null,
  home: '450000',
})

export interface Stage {
  readonly served: Served
  /** Sets what the server does from now on. */
  turn(mood: Mood): void
}

/** A screen's stores on a server that stands still in `mood`, signed in as `role`. */
export const makeStage = async (mood: Mood, role: Role, first: Mood = mood): Promise<Stage> => {
  setActivePinia(createPinia())
  const served: Served = { mood: first, strange: [], asked: [] }
  const clock = makeClock(() => 0)
  clock.sync(NOW, 0)
  installServices({ api: makeApi(makeCall(makeHttp(serve(served)))), clock, tables: makeLiveTables() })
  const session = useSessionStore()
  session.session = sessionOf(role)
  session.known = true
  useUiStore().second = NOW
  const ledger = useLedgerStore()
  if (first !== 'loading')
    await Promise.allSettled([
      ledger.loadRegions(),
      ...PATH.map(({ id }) => ledger.loadView(id)),
      useStandardsStore().load(),
      useAlertsStore().load('450000'),
      useSourcesStore().load(),
    ])
  served.asked.length = 0
  served.mood = mood
  return { served, turn: (next) => (served.mood = next) }
}

/** Where a panel shows something: the place, and what is selected in it. */
export const settingOf = (panel: PanelManifest): { place: string; select: SelectionKind | null } => {
  if (panel.placement === 'card' && panel.selections.length > 0)
    return { place: 'B1', select: panel.selections[0] as SelectionKind }
  const kinds = panel.placement === 'card' || panel.placement === 'section' ? panel.places : ['city']
  const kind = kinds.includes('building') ? 'building' : kinds[0]
  return { place: PATH.find((step) => step.kind === kind)?.id ?? '450100', select: null }
}

/** The panel in its host with the card of reasons beside it, as a screen has them. */
const frameOf = (panel: PanelManifest, place: string) =>
  defineComponent(() => {
    const [ui, standards] = [useUiStore(), useStandardsStore()]
    provide(CALENDAR_MARK, (span) => standards.calendarOf(span, ui.lang))
    return () => [
      h(PanelHost, { panel, place, region: '450100' }),
      ui.why
        ? h(WhyCard, {
            why: ui.why,
            parameters: standards.lines(ui.why.feeds, ui.lang),
            calendar: standards.calendarOfWhy(ui.why, ui.lang),
          })
        : null,
    ]
  })

export const say = async (lang: LangCode): Promise<void> => {
  useUiStore().lang = lang
  setLang(lang)
  await flushPromises()
}

/** Mounts a panel on a stage and waits until it has nothing more to do. */
export const mountPanel = async (panel: PanelManifest): Promise<VueWrapper> => {
  const { place, select } = settingOf(panel)
  const view = useViewStore()
  view.place = place
  view.selection = select === null ? null : { kind: select, id: '1', ...(select === 'workstation' ? { room: '2' } : {}) }
  await panel.load()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  })
  const wrapper = mount(frameOf(panel, place), {
    attachTo: document.body,
    global: { plugins: [i18n, router, getActivePinia() as Pinia] },
  })
  await settled()
  return wrapper
}

/** Past all promises and the lazy parts that they bring. */
export const settled = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) {
    await flushPromises()
    await new Promise((done) => setTimeout(done, 0))
  }
}

export const replayFrom = (at: number): void => useReplayStore().seek(at)
