import type { Permission } from '../../../src/shared/kernel/roles.ts'
import type { RouteDefinition } from '../../../server/http/route.ts'

/** Whose things a request is about: those of a county's unit; things of a county that there is not have the same ids. */
export interface About {
  readonly county: string
  /** 0 to 2. */
  readonly unit: number
}
export interface Ask {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: object
}
export interface Row {
  readonly ask: (about: About) => Ask
  /** Why the answer, or the refusal, is the same whatever it is about. */
  readonly everywhere?: string
  /** What a request in scope may answer beside 200 and 204. */
  readonly also?: readonly number[]
  /** Answers in the clear to who holds the permission: that is what it is for, and it is logged. */
  readonly clear?: true
  /** How far the refusals of what is elsewhere and of what is not are held to be the same; ids that are random and long need not be. */
  readonly alike?: 'status' | 'not'
  /** Tells what people of the own region asked for, ids of elsewhere among it. */
  readonly log?: true
  /** Ends the session that asks. */
  readonly ends?: true
}

export const DAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const NOTHING = 'it says nothing of places, people or vehicles'
const OWN = 'it is about who asks'
const LOGGED = 'it tells what the own region did'
/** The first row of each county that was turned away. */
const QUARANTINED: Readonly<Record<string, string>> = { 450102: '1', 450203: '3' }
const MANAGED = 'whom an account may manage has a table and tests of its own'

/** Rooms of a floor go to the units by turns: the one of each unit that two people share, or one has. */
const ROOM = [2, 0, 1]
const roomOf = ({ county, unit }: About): string => `K-${county}-0-B0-F1-R${ROOM[unit]}`
const buildingOf = ({ county }: About): string => `K-${county}-0-B0`
const unitOf = ({ county, unit }: About): string => `U-${county}-${unit}`
const vehicleOf = ({ county, unit }: About): string => `V-${county}-${unit}`
const personOf = (about: About): string => `P-${roomOf(about)}-0`

const region = (query: Ask['query'] = {}) => ({
  ask: ({ county }: About): Ask => ({ query: { region: county, ...query } }),
})
const id = (of: (about: About) => string, more: Omit<Ask, 'params'> = {}) => ({
  ask: (about: About): Ask => ({ params: { id: of(about) }, ...more }),
})
const plain = (everywhere: string, ask: Ask = {}) => ({ everywhere, ask: (): Ask => ask })
const now = Date.now()

/** Every route, by `METHOD url`: one that is not here is refused by the test. */
export const ROUTE_TABLE: Readonly<Record<string, Row>> = {
  'GET /healthz': plain(NOTHING),
  'GET /readyz': { ...plain(NOTHING), also: [503] },
  'GET /api/session': plain(OWN),
  'POST /api/session': { ...plain(OWN, { body: { name: 'nobody', password: 'x' } }), also: [401, 423, 429] },
  'DELETE /api/session': { ...plain(OWN), ends: true },
  'POST /api/session/password': {
    ...plain(OWN, { body: { current: 'wrong', next: 'x' } }),
    also: [400, 403, 423, 429],
  },
  'POST /api/session/seen': plain(OWN),
  'GET /api/sessions': plain(OWN),
  'DELETE /api/sessions': plain(OWN),
  'DELETE /api/sessions/:id': { ...plain(OWN, { params: { id: 'none' } }), also: [404] },
  'POST /api/pair': { ...plain(OWN, { body: { code: 'x'.repeat(32) } }), also: [401, 423, 429] },
  'POST /api/pairings': {
    ask: ({ county }) => ({ body: { label: '一号大屏', scope: { kind: 'region', region: county } } }),
  },
  'POST /hooks/platform': { ...plain('it proves itself by its signature', { body: [] }), also: [401, 503] },

  'GET /api/scopes': plain(MANAGED),
  'GET /api/scopes/units': plain(MANAGED, { query: { q: '局' } }),
  'GET /api/accounts': plain(MANAGED),
  'POST /api/accounts': {
    ask: ({ county }) => ({
      body: {
        name: `made-${county}`,
        displayName: '测试',
        role: 'leader',
        scope: { kind: 'region', region: county },
        responsible: '专人',
      },
    }),
    also: [400, 403, 409],
  },
  'PATCH /api/accounts/:id': {
    ...id(({ county }) => `account-${county}`, { body: { displayName: '改名' } }),
    also: [400, 403, 404],
    alike: 'not',
  },
  'POST /api/accounts/:id/reset': {
    ...id(({ county }) => `account-${county}`),
    also: [400, 403, 404],
    alike: 'not',
  },
  'POST /api/accounts/:id/unlock': {
    ...id(({ county }) => `account-${county}`),
    also: [400, 403, 404],
    alike: 'not',
  },
  'POST /api/accounts/:id/hand-over': {
    ...id(({ county }) => `account-${county}`, {
      body: { responsible: '专人', responsiblePhone: '13900000000' },
    }),
    also: [400, 403, 404],
    alike: 'not',
  },
  'PUT /api/accounts/:id/responsible': {
    ...id(({ county }) => `account-${county}`, {
      body: { responsible: '专人', responsiblePhone: '13900000000' },
    }),
    also: [400, 403, 404],
    alike: 'not',
  },

  'GET /api/accounts/:id/sessions': {
    ...id(({ county }) => `account-${county}`),
    also: [400, 403, 404],
    alike: 'not',
  },
  'DELETE /api/accounts/:id/sessions': {
    ...id(({ county }) => `account-${county}`),
    also: [400, 403, 404],
    alike: 'not',
  },
  'GET /api/sign-in-alarms': plain(MANAGED),
  'GET /api/walls': plain('it lists the own region'),
  'DELETE /api/walls/:id': { ...plain(MANAGED, { params: { id: 'none' } }), also: [404] },

  'GET /api/audit': { ...plain(LOGGED), log: true },
  'GET /api/audit/summary': { ...plain(LOGGED), log: true },
  'GET /api/audit/notable': { ...plain(LOGGED), log: true },
  'GET /api/audit/export': { ...plain(LOGGED), log: true },
  'GET /api/audit/anchors': plain(NOTHING),
  'GET /api/audit/verify': { ...plain(NOTHING), also: [403] },
  'GET /api/audit/verify/progress': plain(NOTHING),
  'POST /api/unmask': {
    ask: (about) => ({ body: { kind: 'person', id: personOf(about), reason: '核对人员' } }),
    clear: true,
  },
  'GET /api/quarantine': plain('it lists the own region'),
  'POST /api/quarantine/:id/open': {
    ...id(({ county }) => QUARANTINED[county] ?? '999999', { body: { reason: '核对原文' } }),
    clear: true,
    alike: 'status',
  },
  'GET /api/sources': plain(NOTHING),
  'GET /api/ops/health': plain(NOTHING),
  'GET /api/ground': plain(NOTHING),
  'GET /api/ground/labels': plain(NOTHING),
  'GET /api/ground/labels/:z/:x/:y': {
    ...plain(NOTHING, { params: { z: '1', x: '1', y: '0' } }),
    also: [404],
  },
  'GET /api/ground/:z/:x/:y': { ...plain(NOTHING, { params: { z: '1', x: '1', y: '0' } }), also: [404] },

  'GET /api/regions': plain('it lists the own scope'),
  'GET /api/regions/borders': {
    ...plain('the version is that of the own scope', { query: { version: 'another' } }),
    also: [404],
  },
  'GET /api/compounds': region(),
  'GET /api/mosaic': plain('it lists the own scope'),
  'GET /api/mosaic/parts/:id': {
    ask: ({ county }) => ({ params: { id: county }, query: { version: 'another' } }),
    also: [404],
  },
  'GET /api/mosaic/rooms': { ask: (about) => ({ query: { building: buildingOf(about) } }) },
  'GET /api/depots': region(),
  'GET /api/roads': region({ detail: 'main' }),
  'GET /api/places/:id': id(buildingOf),
  'GET /api/history/measures': { ask: ({ county }) => ({ query: { at: now, place: county } }) },
  'GET /api/history/months': { ask: ({ county }) => ({ query: { place: county } }) },
  'GET /api/history/counties': {
    ask: ({ county }) => ({ query: { place: county, index: 'over' } }),
  },
  'GET /api/buildings/:id/interior': id(buildingOf),
  'GET /api/rooms': region({ list: 'all' }),
  'GET /api/rooms/:id': id(roomOf),
  'PATCH /api/rooms/:id': id(roomOf, { body: { reason: '核对用途', use: '办公室' } }),
  'GET /api/rooms/:id/changes': id(roomOf),
  'GET /api/units': region(),
  'GET /api/units/:id': id(unitOf),
  'GET /api/rankings': region({ index: 'over', of: 'units' }),
  'GET /api/worst': region({ index: 'over' }),
  'GET /api/overview': region(),
  'GET /api/search': plain('it finds what lies in the own scope', { query: { q: '单' } }),
  'GET /api/standards/parameters': plain(NOTHING),
  'GET /api/standards/parameters/:key/history': {
    ...plain(NOTHING, { params: { key: 'housing.over' } }),
    also: [404],
  },
  'PUT /api/standards/parameters/:key': {
    ...plain('only the province revises', {
      params: { key: 'housing.over' },
      body: { value: null, version: 0, reason: '恢复缺省' },
    }),
    also: [400, 403, 404, 409],
  },

  'GET /api/vehicles/figures': region(),
  'GET /api/vehicles/indices': region(),
  'GET /api/vehicles/findings': region(),
  'GET /api/vehicles/compliance': region(),
  'GET /api/vehicles/overlaps': { ask: ({ county }) => ({ query: { unit: `U-${county}-0` } }), also: [404] },
  'GET /api/vehicles/uncovered': region(),
  'GET /api/vehicles/orders': region(),
  'GET /api/vehicles/orders/:id': id(({ county, unit }) => `O-${county}-${unit}`),
  'GET /api/vehicles/:id/ledger': id(vehicleOf),
  'GET /api/vehicles/summary': region(),
  'GET /api/vehicles/:id': id(vehicleOf),
  'GET /api/vehicles/:id/drivers': id(vehicleOf),
  'GET /api/vehicles/:id/track': id(vehicleOf),
  'GET /api/replay': {
    ask: ({ county }) => ({ query: { region: county, from: now - 300_000, to: now, stepMs: 60_000 } }),
  },
  'GET /api/replay/totals': { ask: (about) => ({ query: { unit: unitOf(about), day: DAY } }) },
  'GET /api/fences': region(),
  'GET /api/fences/:id': id(({ county, unit }) => `F-${county}-${unit}`),

  'GET /api/energy/buildings': region(),
  'GET /api/energy/buildings/:id': id(buildingOf),
  'GET /api/energy/load': region(),
  'GET /api/energy/series': {
    ask: (about) => ({ query: { place: `building:${buildingOf(about)}`, from: DAY, to: DAY } }),
  },
  'GET /api/energy/summary': { ...region(), also: [404] },
  'GET /api/energy/forecast': { ...region(), also: [404] },
  'GET /api/energy/anomalies': region(),
  'GET /api/energy/vacancy': region(),
  'GET /api/energy/buildings/:id/told': { ...id(buildingOf), also: [404] },

  'GET /api/alerts': region(),
  'GET /api/housing/people': region(),
  'GET /api/alerts/:id': { ...id(({ county }) => `HA-01:${county}`), also: [404] },
  'GET /api/alerts/:id/rows': { ...id(({ county }) => `OF-07:${county}`), also: [404] },
}

export const keyOf = ({ method, url }: Pick<RouteDefinition, 'method' | 'url'>): string => `${method} ${url}`

/** What a permission is not asked for: any session does, or none. */
export const isOpen = (
  needs: RouteDefinition['needs'],
): needs is Exclude<RouteDefinition['needs'], Permission> => needs === 'session' || needs === 'public'

export const addressOf = (url: string, { params = {}, query = {} }: Ask): string => {
  const path = Object.entries(params).reduce(
    (text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(value)),
    url,
  )
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString()
  return search === '' ? path : `${path}?${search}`
}
