import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia, type Pinia } from 'pinia'
import { may, ROLES, type Permission, type Role } from '../../../src/shared/kernel/roles.ts'
import { fetchContracts, makeApi } from '../../../src/connectors/api.ts'
import { makeCall } from '../../../src/connectors/call.ts'
import { makeHttp } from '../../../src/connectors/http.ts'
import { loadWords, setLang, type LangCode } from '../../../src/i18n/index.ts'
import { makeClock } from '../../../src/state/clock.ts'
import { makeLiveTables } from '../../../src/state/live/tables.ts'
import {
  useAlertsStore,
  useLedgerStore,
  useSessionStore,
  useSourcesStore,
  useStandardsStore,
  useUiStore,
} from '../../../src/state/stores/index.ts'
import { installServices } from '../../../src/state/stores/remote/services.ts'
import { answerOf, askedOf, type Asked } from './answers.ts'
import { NOW, PATH } from './names.ts'
import type { Fill } from './sample.ts'

/**
 * What the server does: answers with much, little or nothing, with names masked, without anything of the past, does not
 * answer yet, refuses, or fails.
 */
export type Mood = Fill | 'masked' | 'not-kept' | 'waiting' | 'refused' | 'failed'

/** A request as it came in. */
export interface Sent extends Asked {
  readonly body: unknown
}

/** A server that a test turns from mood to mood. */
interface Served {
  mood: Mood
  /** What a test answers itself while the server answers at all, by the contract's method and address. */
  readonly given: Map<string, (drawn: unknown, asked: Sent) => unknown>
  /** All that was asked, in its order. */
  readonly sent: Sent[]
  /** What no contract has. */
  readonly strange: string[]
  /** Whether an answer had something that is masked. */
  masked: boolean
  /** Those who wait for an answer. */
  readonly waiting: (() => void)[]
}

/** No answer but a code, in the server's form. */
export const refusal = (status: number, code: string): Response =>
  Response.json({ code, message: `不予 / ${code}` }, { status })

const answered = async (asked: Sent, served: Served): Promise<Response> => {
  const { mood, given } = served
  if (asked.contract.octets) return new Response(new ArrayBuffer(0))
  const drawn = answerOf(asked, mood === 'bare' || mood === 'empty' ? mood : 'full', mood === 'masked')
  const own = given.get(`${asked.contract.method} ${asked.contract.url}`)
  const answer = own ? await own(drawn, asked) : drawn
  if (answer instanceof Response) return answer
  served.masked ||= JSON.stringify(answer ?? null).includes('"masked":')
  return answer === undefined || answer === null ? new Response(null, { status: 204 }) : Response.json(answer)
}

/** The contracts' answers without a network. Every answer goes the way of a real one: through makeHttp and its schema. */
const serve =
  (served: Served): typeof fetch =>
  async (input, init) => {
    const asked = askedOf(init?.method ?? 'GET', String(input))
    if (!asked) {
      served.strange.push(`no contract: ${init?.method} ${String(input)}`)
      return refusal(404, 'not-found')
    }
    const sent = { ...asked, body: init?.body ? JSON.parse(String(init.body)) : undefined }
    served.sent.push(sent)
    if (served.mood === 'waiting') await new Promise<void>((done) => served.waiting.push(done))
    if (served.mood === 'refused') return refusal(403, 'forbidden')
    if (served.mood === 'failed') return refusal(503, 'unavailable')
    if (served.mood === 'not-kept' && asked.query.has('at')) return refusal(404, 'not-kept')
    return answered(sent, served)
  }

/** Who sits there: whoever may most of those who may what is needed. */
export const roleFor = (needs: Permission | null, masked: boolean, among: readonly Role[] = ROLES): Role => {
  const able = among.filter((role) => needs === null || may(role, needs))
  const first = (['manager', 'supervisor', 'leader'] as const).filter((role) => able.includes(role))
  return (masked ? first.at(-1) : first[0]) ?? able[0] ?? 'manager'
}

export const sessionOf = (role: Role) => ({
  account: role,
  displayName: '值班员',
  role,
  scope:
    role === 'unit-user'
      ? { kind: 'unit' as const, unit: 'U1', region: '450103' }
      : { kind: 'region' as const, region: '450000' },
  mustChangePassword: false,
  passwordDueInDays: null,
  endsAt: null,
  now: NOW,
  version: '0.1.0',
  mapboxToken: null,
  home: role === 'unit-user' ? '450103' : '450000',
})

export interface Stage {
  readonly pinia: Pinia
  readonly served: Served
}

/** What a screen reads before its panels do. */
const readAround = (): Promise<unknown> =>
  Promise.allSettled([
    useLedgerStore().loadRegions(),
    ...PATH.map(({ id }) => useLedgerStore().loadView(id)),
    useStandardsStore().load(),
    useAlertsStore().load('450000'),
    useSourcesStore().load(),
  ])

/** A screen's stores before a server in a mood, signed in as `role`; null for nobody. `arrange` comes before the first request. */
export const makeStage = async (
  mood: Mood,
  role: Role | null,
  arrange: (stage: Stage) => void = () => undefined,
): Promise<Stage> => {
  const pinia = createPinia()
  setActivePinia(pinia)
  const served: Served = { mood, given: new Map(), sent: [], strange: [], masked: false, waiting: [] }
  await fetchContracts()
  const clock = makeClock(() => 0)
  clock.sync(NOW, 0)
  installServices({ api: makeApi(makeCall(makeHttp(serve(served)))), clock, tables: makeLiveTables() })
  const session = useSessionStore()
  session.session = role && sessionOf(role)
  session.known = true
  useUiStore().second = NOW
  setLang(useUiStore().lang)
  arrange({ pinia, served })
  if (mood === 'waiting') void readAround()
  else await readAround()
  return { pinia, served }
}

/** Turns the server to another mood; who waited is answered in it. */
export const turn = async ({ served }: Stage, mood: Mood): Promise<void> => {
  served.mood = mood
  for (const answer of served.waiting.splice(0)) answer()
  await settled()
}

export const speak = async (lang: LangCode): Promise<void> => {
  await loadWords(lang)
  useUiStore().lang = lang
  setLang(lang)
  await flushPromises()
}

/** Past all promises, and the lazy parts that they bring. */
export const settled = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) {
    await flushPromises()
    await new Promise((done) => setTimeout(done, 0))
  }
}
