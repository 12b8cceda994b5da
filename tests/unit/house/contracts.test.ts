import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Contract } from '../../../src/shared/kernel/contract.ts'
import { makeApi } from '../../../src/connectors/api.ts'
import { makeCall, type Call } from '../../../src/connectors/call.ts'
import { makeHttp } from '../../../src/connectors/http.ts'
import { late } from '../../../src/connectors/late.ts'
import { energyContracts } from '../../../src/shared/energy/routes.ts'
import { vehiclesContracts } from '../../../src/shared/vehicles/routes.ts'
import { intakeContracts } from '../../../src/shared/intake/routes.ts'
import type { RouteDefinition } from '../../../server/http/route.ts'
import { keyOf, ROUTE_TABLE } from '../../builders/house/routeTable.ts'

/** Contracts that no screen calls, each with who does. */
const WITHOUT_A_SCREEN: Readonly<Record<string, string>> = {
  'POST /hooks/platform': 'platforms: their callback',
  'GET /healthz': 'operators: a probe',
  'GET /readyz': 'operators: a probe',
  'GET /api/ground/:z/:x/:y': 'the engines: pictures by their address',
  'GET /api/ground/labels/:z/:x/:y': 'the engines: pictures by their address',
  'GET /api/ops/health': 'operators and the command line',
}

const read = async (pattern: string): Promise<Record<string, unknown>[]> => {
  const files = globSync(pattern)
  return Promise.all(
    files.map((file) => import(`${process.cwd()}/${file}`) as Promise<Record<string, unknown>>),
  )
}
const contracts = async (): Promise<Contract[]> =>
  (await read('src/shared/*/*outes.ts')).flatMap((module) =>
    Object.entries(module)
      .filter(([name]) => name.endsWith('Contracts'))
      .flatMap(([, group]) => Object.values(group as Record<string, Contract>)),
  )
/** Who answers is not asked: the definitions alone. */
const served = async (): Promise<RouteDefinition[]> =>
  [...(await read('server/**/*outes.ts')), ...(await read('server/http/health.ts'))].flatMap((module) =>
    Object.entries(module)
      .filter(([name]) => name.endsWith('Routes'))
      .flatMap(([, make]) => (make as (...services: object[]) => RouteDefinition[])({}, {}, {}, {})),
  )
const keys = (of: readonly Pick<Contract, 'method' | 'url'>[]): string[] => of.map(keyOf).toSorted()

/** Which contract each name of the map calls. */
const called = async (): Promise<Map<string, Contract>> => {
  const asked = new Map<string, Contract>()
  let name = ''
  const call = ((contract: Contract) => {
    asked.set(name, contract)
    return new Promise(() => undefined)
  }) as unknown as Call
  for (const [one, ask] of Object.entries(makeApi(call))) {
    name = one
    void (ask as (...given: object[]) => Promise<unknown>)({}, {}, {}, {})
    while (!asked.has(one)) await new Promise((done) => setTimeout(done, 0))
  }
  return asked
}

describe('the contracts of the routes', () => {
  it('are each served once, and nothing else is', async () => {
    expect(keys(await served())).toEqual(keys(await contracts()))
    expect(new Set(keys(await contracts())).size).toBe((await contracts()).length)
    // The started server's own list is held to this table.
    expect(keys(await contracts())).toEqual(Object.keys(ROUTE_TABLE).toSorted())
  })

  it('are each called by a screen, or say who calls them', async () => {
    const byScreens = new Set(keys([...(await called()).values()]))
    const rest = keys(await contracts()).filter((key) => !byScreens.has(key))
    expect(rest).toEqual(Object.keys(WITHOUT_A_SCREEN).toSorted())
  })

  it('stand in the map of names only where a screen uses the name', async () => {
    const files = globSync('src/{app,boards,layers,state,connectors/live,connectors/replay}/**/*.{ts,vue}')
    const text = [...files, 'src/main.ts'].map((file) => readFileSync(file, 'utf8')).join('\n')
    const unused = [...(await called()).keys()].filter(
      (name) => !new RegExp(`(\\bapi|useApi\\(\\))\\s*\\.${name}\\b`).test(text),
    )
    expect(unused).toEqual([])
  })

  it('name each parameter of their path, and a reason where they are public', async () => {
    for (const { method, url, params, needs, why } of await contracts()) {
      const named = Object.keys((params as { shape?: object } | undefined)?.shape ?? {})
      expect([method, url, named]).toEqual([
        method,
        url,
        [...url.matchAll(/:(\w+)/g)].map(([, name]) => name),
      ])
      if (needs === 'public') expect([url, why]).toEqual([url, expect.stringMatching(/.{10}/)])
    }
  })
})

describe('a call', () => {
  const asked: [string, RequestInit][] = []
  const answering = (answer: () => Response): Call =>
    makeCall(
      makeHttp(((input: string, init: RequestInit) => {
        asked.push([input, init])
        return Promise.resolve(answer())
      }) as typeof fetch),
    )

  it('builds address and query of the contract, and leaves out what is not given', async () => {
    const call = answering(() => Response.json({ code: 'not-found', message: 'no' }, { status: 404 }))
    const ask = [
      call(vehiclesContracts.track, { params: { id: '桂A/1 $&' }, query: { from: 5, to: undefined } }),
      call(vehiclesContracts.orders, { query: { region: '450102', late: true } }),
      call(intakeContracts.openQuarantine, { params: { id: 7 }, body: { reason: '核对' } }),
    ]
    for (const one of ask) await expect(one).rejects.toMatchObject({ code: 'not-found' })
    expect(asked.map(([address, { method, body }]) => [method, address, body])).toEqual([
      ['GET', `/api/vehicles/${encodeURIComponent('桂A/1 $&')}/track?from=5`, undefined],
      ['GET', '/api/vehicles/orders?region=450102&late=true', undefined],
      ['POST', '/api/quarantine/7/open', '{"reason":"核对"}'],
    ])
  })

  it('tells which field of an answer is not the contract’s', async () => {
    const call = answering(() => Response.json({ buildings: [{ id: 3 }], asOf: 1 }))
    await expect(call(energyContracts.buildings, { query: {} })).rejects.toMatchObject({
      code: 'invalid-record',
      message: expect.stringContaining('/api/energy/buildings: buildings.0.id'),
    })
  })
})

describe('contracts that come later', () => {
  it('are unavailable where they do not come, asked for again by the next call, and then kept', async () => {
    let comes = false
    let asked = 0
    const contracts = late(async () => {
      asked++
      if (!comes) throw new TypeError('Failed to fetch dynamically imported module')
      return { orders: 1 }
    }, 'orders')
    await expect(contracts()).rejects.toMatchObject({ code: 'unavailable' })
    comes = true
    expect([await contracts(), await contracts(), asked]).toEqual([1, 1, 2])
  })
})
