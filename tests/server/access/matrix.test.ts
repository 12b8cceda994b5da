import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { masksByDefault, may, ROLES, type Role } from '../../../src/shared/kernel/roles.ts'
import { readFrames } from '../../../src/shared/protocol/frame.ts'
import type { RouteDefinition } from '../../../server/http/route.ts'
import { COUNTY, NO_COUNTY, OTHER_COUNTY } from '../../builders/house/matrixHouse.ts'
import {
  addressOf,
  isOpen,
  keyOf,
  ROUTE_TABLE,
  type About,
  type Ask,
  type Row,
} from '../../builders/house/routeTable.ts'
import { house, regionOf, unitOf, ordinalsOf, cleared, openHouse } from './matrix/asks.ts'
import './matrix/topics.cases.ts'

beforeAll(openHouse)

afterAll(() => house?.stop())

const OWN: About = { county: COUNTY as string, unit: 0 }

const FAR: About = { county: OTHER_COUNTY as string, unit: 0 }

const NOWHERE: About = { county: NO_COUNTY as string, unit: 0 }

/** For a unit's viewer: its neighbour in the same county. */
const BESIDE: About = { county: COUNTY as string, unit: 1 }

interface Heard {
  readonly status: number
  readonly text: string
  readonly octets: ArrayBuffer | null
}

const ask = async (
  cookie: string | null,
  { method, url }: Pick<RouteDefinition, 'method' | 'url'>,
  what: Ask,
): Promise<Heard> => {
  const headers = {
    ...(cookie === null ? {} : { cookie }),
    ...(what.body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const response = await fetch(`${house.server.url}${addressOf(url, what)}`, {
    method,
    headers,
    redirect: 'manual',
    ...(what.body === undefined ? {} : { body: JSON.stringify(what.body) }),
  })
  const octets = await response.arrayBuffer()
  const heads = [...response.headers].filter(([name]) => name !== 'set-cookie').join('\n')
  const isFrames = url === '/api/replay' && response.status === 200
  return {
    status: response.status,
    text: `${heads}\n${Buffer.from(octets).toString('utf8')}`,
    octets: isFrames ? octets : null,
  }
}

/** Words of elsewhere, but for what the request itself named. */
const farIn = (text: string, asked: Ask, { log }: Row): string[] => {
  const echoed = [
    ...Object.values(asked.params ?? {}),
    ...Object.values(asked.query ?? {}),
    ...(JSON.stringify(asked.body ?? {}).match(/[\w-]*450203[\w-]*/g) ?? []),
  ]
    .map(String)
    .filter((value) => value.includes(OTHER_COUNTY as string))
  return [
    ...echoed.reduce((rest, value) => rest.replaceAll(value, ''), text).matchAll(new RegExp(house.far, 'g')),
  ]
    .map(([found]) => found)
    .filter((word) => !log || !/^\d{6}$/.test(word))
}

/** What one role's answer may not hold, whatever it was asked. */
const leaks = (role: Role, row: Row, asked: Ask, { status, text, octets }: Heard): string[] => [
  ...farIn(text, asked, row),
  ...(masksByDefault(role) && !(row.clear && status === 200) ? cleared(text) : []),
  ...(octets === null
    ? []
    : readFrames(octets)
        .flatMap(ordinalsOf)
        .filter((ordinal) =>
          role === 'unit-user' ? unitOf(ordinal) !== `U-${COUNTY}-0` : !regionOf(ordinal).startsWith('4501'),
        )
        .map(String)),
]

const routes = (): readonly RouteDefinition[] => house.server.running.routes

const rowOf = (route: RouteDefinition): Row => {
  const row = ROUTE_TABLE[keyOf(route)]
  if (!row)
    throw new Error(
      `${keyOf(route)} has no row in tests/builders/house/routeTable.ts: say what it answers in and out of scope`,
    )
  return row
}

describe('role by route by scope', () => {
  it('has a row for every route and no other', () => {
    expect(routes().map(keyOf).toSorted()).toEqual(Object.keys(ROUTE_TABLE).toSorted())
  })

  it('is asked of things that are there: who may read them reads them', async () => {
    const read = async (role: Role, url: string): Promise<string> =>
      (await ask(await house.cookie(role), { method: 'GET', url }, {})).text
    expect(await read('manager', `/api/rooms/K-${COUNTY}-0-B0-F1-R2`)).toContain('慕容机密')
    expect(await read('supervisor', `/api/rooms/K-${COUNTY}-0-B0-F1-R2`)).toContain('慕***')
    expect(await read('manager', `/api/vehicles/V-${COUNTY}-0`)).toMatch(/桂A7K5M3.*上官机密/)
    expect(await read('leader', `/api/vehicles/orders?region=${COUNTY}`)).toContain('本地公务')
    expect(
      (
        await ask(
          await house.cookie('leader'),
          { method: 'GET', url: '/api/replay' },
          (ROUTE_TABLE['GET /api/replay'] as Row).ask(OWN),
        )
      ).octets?.byteLength,
    ).toBeGreaterThan(100)
  })

  it('shows a unit the fences that concern its vehicles, a manager all', async () => {
    const ids = async (role: Role): Promise<string[]> => {
      const { text } = await ask(
        await house.cookie(role),
        { method: 'GET', url: `/api/fences?region=${COUNTY}` },
        {},
      )
      return (JSON.parse(text.slice(text.indexOf('{"fences"'))) as { fences: { id: string }[] }).fences
        .map(({ id }) => id)
        .toSorted()
    }
    expect(await ids('unit-user')).toEqual([`D-${COUNTY}`, `F-${COUNTY}-0`])
    expect(await ids('manager')).toEqual([`D-${COUNTY}`, `F-${COUNTY}-0`, `F-${COUNTY}-1`, `F-${COUNTY}-2`])
  })

  it('refuses whoever is not signed in', async () => {
    for (const route of routes()) {
      const { status } = await ask(null, route, rowOf(route).ask(OWN))
      if (route.needs !== 'public') expect([keyOf(route), status]).toEqual([keyOf(route), 401])
    }
  })
})

describe('role by route by scope', () => {
  it.each(ROLES)(
    '%s reads and changes what it may, in its scope, and hears nothing of another or in the clear',
    async (role) => {
      const found: unknown[] = []
      for (const route of routes()) {
        const row = rowOf(route)
        const judge = async (about: About, expected: (status: number) => boolean): Promise<Heard> => {
          const asked = row.ask(about)
          const answer = await ask(await house.cookie(role), route, asked)
          const leaked = leaks(role, row, asked, answer)
          if (!expected(answer.status) || leaked.length > 0)
            found.push([
              keyOf(route),
              about,
              answer.status,
              leaked,
              answer.text.slice(answer.text.lastIndexOf('\n') + 1).slice(0, 300),
            ])
          if (row.ends) await house.cookie(role, true)
          return answer
        }
        if (!isOpen(route.needs) && !may(role, route.needs)) {
          await judge(OWN, (status) => status === 403)
          continue
        }
        await judge(OWN, (status) => status === 200 || status === 204 || (row.also ?? []).includes(status))
        if (row.everywhere !== undefined) continue
        const refused = (status: number): boolean => [400, 403, 404].includes(status)
        const [far, none] = [await judge(FAR, refused), await judge(NOWHERE, refused)]
        const same = (text: string): string =>
          text.slice(text.indexOf('{')).replaceAll(OTHER_COUNTY as string, NO_COUNTY as string)
        if (
          row.alike !== 'not' &&
          (far.status !== none.status || (row.alike !== 'status' && same(far.text) !== same(none.text)))
        )
          found.push([
            keyOf(route),
            'tells what is elsewhere from what is not',
            far.status,
            none.status,
            same(far.text),
            same(none.text),
          ])
        const differs = JSON.stringify(row.ask(BESIDE)) !== JSON.stringify(row.ask(OWN))
        if (role === 'unit-user' && differs) await judge(BESIDE, refused)
      }
      expect(found).toEqual([])
    },
  )
})

describe('role by route by scope', () => {
  it('refuses people and units of another scope within a body like those that there are not', async () => {
    const patch = routes().find((route) => keyOf(route) === 'PATCH /api/rooms/:id') as RouteDefinition
    const params = { id: `K-${COUNTY}-0-B0-F1-R2` }
    const said = async (body: object): Promise<string> => {
      const { status, text } = await ask(await house.cookie('manager'), patch, {
        params,
        body: { reason: '越权', ...body },
      })
      return `${status} ${text.slice(text.lastIndexOf('\n'))}`
    }
    for (const body of [
      (county: string) => ({ unit: `U-${county}-0` }),
      (county: string) => ({ occupants: [{ person: `P-K-${county}-0-B0-F1-R2-0`, share: 1 }] }),
    ]) {
      const far = await said(body(OTHER_COUNTY as string))
      expect(far).toMatch(/^400 /)
      expect(far.replaceAll(OTHER_COUNTY as string, NO_COUNTY as string)).toBe(
        await said(body(NO_COUNTY as string)),
      )
    }
  })

  it('finds nobody by what a mask hides', async () => {
    const search = routes().find((route) => keyOf(route) === 'GET /api/search') as RouteDefinition
    const hidden = [
      '慕容',
      '慕容机密',
      '机密',
      'murong',
      'mrjm',
      '桂A7K',
      '7K5M3',
      '桂A7K5M3',
      '13966660001',
      '上官',
      '上官机密',
    ]
    for (const role of ROLES.filter((one) => masksByDefault(one) && may(one, 'view.people')))
      for (const q of hidden) {
        const { text } = await ask(await house.cookie(role), search, { query: { q } })
        const { hits, total } = JSON.parse(text.slice(text.indexOf('{"q"'))) as {
          hits: { kind: string }[]
          total: number
        }
        expect([
          role,
          q,
          hits.filter(({ kind }) => kind === 'person' || kind === 'vehicle'),
          total - hits.length,
        ]).toEqual([role, q, [], 0])
      }
  })
})
