import { describe, expect, it } from 'vitest'
import type { House, Made, Module, Ports } from '../../../server/common/defineModule.ts'
import { composeLive, readModules } from '../../../server/live.ts'
import { inOrder } from '../../../src/shared/kernel/order.ts'

const named = (name: string, ...needs: string[]) => ({ name, needs: needs as Module['needs'] })

const names = (modules: readonly { readonly name: string }[]): string[] => modules.map(({ name }) => name)

/** A module that writes down what is done with it. */
const telling = (log: string[], name: string, needs: string[], more: Partial<Made<unknown>> = {}): Module => {
  const say = (what: string) => async (): Promise<void> => {
    await Promise.resolve()
    log.push(`${name} ${what}`)
  }
  return {
    name,
    needs: needs as Module['needs'],
    make: () => {
      log.push(`${name} made`)
      return {
        port: name as never,
        ready: say('ready'),
        load: say('load'),
        start: say('start'),
        open: say('open'),
        shut: say('shut'),
        stop: say('stop'),
        ...more,
      }
    },
  }
}

const given = { log: { info: () => {}, warn: () => {}, error: () => {} } } as unknown as House

const records = (collection: string, items: object[] = []) =>
  ({ kind: 'records', collection, items }) as unknown as Parameters<House['tell']['records']>[0]

describe('modules', () => {
  it('come after what they need, and as they stand where they are free', () => {
    const modules = [named('c', 'b'), named('b', 'z'), named('a', 'c'), named('z'), named('m')]
    expect(names(inOrder(modules))).toEqual(['z', 'b', 'c', 'a', 'm'])
    expect(names(inOrder([named('c', 'given')], ['given']))).toEqual(['c'])
  })

  it('say who waits for whom where needs go round in a circle or are not there', () => {
    expect(() => inOrder([named('a', 'b'), named('b', 'a'), named('c')])).toThrow(/a \(b\); b \(a\)/)
    expect(() => inOrder([named('a', 'gone')])).toThrow(/a \(gone\)/)
  })

  it('of the house stand in one order: what is judged, what is told of it, and last the sources', async () => {
    const order = names(inOrder(await readModules()))
    const before = (...these: string[]): void => {
      const at = these.map((name) => order.indexOf(name))
      expect([these, at.includes(-1), at]).toEqual([these, false, at.toSorted((a, b) => a - b)])
    }
    before('standards', 'housing', 'access')
    before('housing', 'directory', 'energy', 'supervision')
    before('alertBook', 'vehicles', 'supervision', 'energyInsight')
    before('supervision', 'intake')
    /* Ended last: nothing that is turned away at the end is lost. */
    before('quarantine', 'energy')
  })

  it('begin phase by phase in the order of their needs and end in reverse', async () => {
    const log: string[] = []
    const live = await composeLive(given, {}, [telling(log, 'a', ['b']), telling(log, 'b', [])])
    await live.ready()
    await live.start()
    expect(log).toEqual([
      'b made',
      'a made',
      'b ready',
      'a ready',
      'b load',
      'a load',
      'b start',
      'a start',
      'b open',
      'a open',
    ])
    log.length = 0
    await live.stop()
    expect(log).toEqual(['a shut', 'b shut', 'a stop', 'b stop'])
  })
})

describe('modules', () => {
  it('hear of records by their collection or what its plan says, and before the first sync only those that ask for it', async () => {
    const heard: string[] = []
    const hear = (what: string) => (batch: { collection: string }) =>
      heard.push(`${what} ${batch.collection}`)
    const module = telling([], 'a', [], {
      onRecords: [
        { to: ['orders'], early: true, run: hear('early') },
        { to: 'registers', run: hear('registers') },
        { to: 'all', run: hear('all') },
        {
          to: ['people'],
          run: () => {
            throw new Error('made up')
          },
        },
        { to: ['people'], run: hear('beside it') },
      ],
      onSettled: () => heard.push('settled'),
      remake: () => heard.push('remake'),
    })
    const { tell, stop } = await composeLive(given, {}, [module])
    tell.records(records('orders'))
    await tell.settled()
    expect(heard.splice(0)).toEqual(['early orders', 'settled', 'remake'])
    await tell.settled()
    expect(heard.splice(0)).toEqual(['settled'])
    for (const one of ['orders', 'people', 'buildings']) tell.records(records(one))
    expect(heard.splice(0)).toEqual([
      'early orders',
      'all orders',
      'all people',
      'beside it people',
      'registers buildings',
      'all buildings',
    ])
    await tell.settled()
    expect(heard).toEqual(['settled', 'remake'])
    await stop()
  })
})

describe('modules', () => {
  it('give what others ask for later, and let another stand in their place', async () => {
    let asked: (() => unknown) | null = null
    const first: Module = {
      name: 'a',
      needs: [],
      make: ({ later }) => {
        asked = () => later('z' as keyof Ports)
        return { port: 'of a' as never, routes: [{ url: '/a' } as never] }
      },
    }
    const log: string[] = []
    const modules = [
      first,
      telling(log, 'z', ['a'], { routes: [{ url: '/z' } as never] }),
      telling(log, 'q', []),
    ]
    const live = await composeLive(given, { q: 'given' } as never, modules)
    expect(asked!()).toBe('z')
    expect(live.ports).toEqual({ a: 'of a', z: 'z', q: 'given' })
    expect(log).toEqual(['z made'])
    expect(live.all('routes').map(({ url }) => url)).toEqual(['/a', '/z'])
  })
})
