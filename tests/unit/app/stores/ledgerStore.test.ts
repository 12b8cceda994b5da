import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeApi } from '../../../../src/connectors/api.ts'
import { makeCall } from '../../../../src/connectors/call.ts'
import { makeHttp } from '../../../../src/connectors/http.ts'
import { makeClock } from '../../../../src/state/clock.ts'
import { makeLiveTables } from '../../../../src/state/live/tables.ts'
import { useLedgerStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { installServices } from '../../../../src/state/stores/remote/services.ts'
import { isAppError } from '../../../../src/shared/kernel/errors.ts'
import { measures, ANSWERS, answer, renew } from './answers.ts'

beforeEach(renew)

describe('ledger store', () => {
  it('writes a batch into the region, the open place and its child at once', async () => {
    const ledger = useLedgerStore()
    await ledger.loadRegions()
    await ledger.loadView('C1')
    const version = ledger.version
    ledger.patch([
      { id: 'B1', kind: 'building', measures: measures(9), at: 5 },
      { id: 'C1', kind: 'compound', measures: measures(9), at: 5 },
      { id: '450000', kind: 'region', measures: measures(11), at: 5 },
    ])
    expect(ledger.measures('450000')?.overRooms).toBe(11)
    expect(ledger.measures('C1')?.overRooms).toBe(9)
    expect(ledger.view('C1')?.children[0]?.measures).toEqual(measures(9))
    expect(ledger.version).toBeGreaterThan(version)
    expect(ledger.touched.has('B1')).toBe(true)
  })
})

describe('ledger store', () => {
  it('after a whole new sum reads again what is on the screen, later, and forgets the rest until it is asked for', async () => {
    vi.useFakeTimers()
    const asked: string[] = []
    const place = (id: string, above: string) => ({
      ...(ANSWERS['/api/places/C1'] as object),
      id,
      path: [
        { id: '450000', kind: 'province', name: '广西' },
        ...(above ? [{ id: above, kind: 'county', name: '县' }] : []),
        { id, kind: 'compound', name: id },
      ],
    })
    for (const id of ['OPEN', 'ELSEWHERE', 'ABOVE'])
      ANSWERS[`/api/places/${id}`] = place(id, id === 'OPEN' ? 'ABOVE' : '')
    for (const id of ['ABOVE', 'OTHER']) ANSWERS[`/api/compounds?region=${id}`] = []
    installServices({
      api: makeApi(
        makeCall(
          makeHttp(
            ((input: RequestInfo | URL) => (asked.push(String(input)), answer(input))) as typeof fetch,
          ),
        ),
      ),
      clock: makeClock(() => 0),
      tables: makeLiveTables(),
    })
    const ledger = useLedgerStore()
    useViewStore().open('OPEN')
    for (const id of ['OPEN', 'ABOVE', 'ELSEWHERE']) await ledger.loadView(id)
    for (const id of ['ABOVE', 'OTHER']) await ledger.loadCompounds(id)
    asked.length = 0
    for (let n = 0; n < 3; n++)
      ledger.patch([{ id: '450000', kind: 'region', measures: measures(11), at: 5 }])
    expect([asked, ledger.view('OPEN')?.id, ledger.view('ELSEWHERE'), ledger.compounds('OTHER')]).toEqual([
      [],
      'OPEN',
      null,
      null,
    ])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked.toSorted()).toEqual(['/api/compounds?region=ABOVE', '/api/places/ABOVE', '/api/places/OPEN'])
    vi.useRealTimers()
  })

  it('keeps the places that were looked at last, not those that were read last', async () => {
    ANSWERS['/api/places/HOME'] = { ...(ANSWERS['/api/places/C1'] as object), id: 'HOME' }
    const ledger = useLedgerStore()
    await ledger.loadView('HOME')
    for (let n = 0; n < 250; n++) {
      ANSWERS[`/api/places/N${n}`] = { ...(ANSWERS['/api/places/C1'] as object), id: `N${n}` }
      await ledger.loadView(`N${n}`)
      expect(ledger.view('HOME')?.id).toBe('HOME')
    }
    expect(ledger.view('N0')).toBeNull()
  })
})

describe('ledger store', () => {
  it('keeps what it has when a place is not there, and says by its code why', async () => {
    const failed = await useLedgerStore()
      .loadView('nowhere')
      .catch((error: unknown) => error)
    expect(isAppError(failed) && failed.code).toBe('not-found')
  })

  it('names the field of an answer that breaks the contract', async () => {
    ANSWERS['/api/places/bad'] = { ...(ANSWERS['/api/places/C1'] as object), bounds: 'wide' }
    const failed = await useLedgerStore()
      .loadView('bad')
      .catch((error: unknown) => error)
    expect(isAppError(failed) && [failed.code, failed.message]).toEqual([
      'invalid-record',
      expect.stringContaining('bounds'),
    ])
  })
})

describe('borders', () => {
  const borders = (version: string): unknown => ({
    version,
    borders: [{ id: '450000', parts: [[[[1, 2]]]] }],
  })
  const listen = (told: () => Record<string, unknown>): string[] => {
    const asked: string[] = []
    const fetchOf = (input: RequestInfo | URL): Promise<Response> => {
      asked.push(String(input))
      const body = told()[String(input)]
      return Promise.resolve(
        body ? Response.json(body) : Response.json({ code: 'not-found', message: 'none' }, { status: 404 }),
      )
    }
    const api = makeApi(makeCall(makeHttp(fetchOf as typeof fetch)))
    installServices({ api, clock: makeClock(() => 0), tables: makeLiveTables() })
    return asked
  }
  const regions = (version: string) => ({ ...(ANSWERS['/api/regions'] as object), borders: version })

  it('come after the figures, and once as long as their version stands', async () => {
    const asked = listen(() => ({
      '/api/regions': regions('v1'),
      '/api/regions/borders?version=v1': borders('v1'),
    }))
    const ledger = useLedgerStore()
    await ledger.loadRegions()
    const { geometry } = ledger
    expect(ledger.borders.get('450000')).toEqual([[[[1, 2]]]])
    await ledger.loadRegions()
    await ledger.loadBorders()
    expect(asked.filter((path) => path.includes('borders'))).toHaveLength(1)
    expect(ledger.geometry).toBe(geometry)
  })

  it('of a version that the server has no more are those of the regions as they are now', async () => {
    let now = 'v1'
    const asked = listen(() => ({
      '/api/regions': regions(now),
      '/api/regions/borders?version=v2': borders('v2'),
    }))
    const ledger = useLedgerStore()
    await expect(ledger.loadRegions()).rejects.toThrow('none')
    expect([ledger.ready, ledger.borders.size]).toEqual([true, 0])
    now = 'v2'
    await ledger.loadBorders()
    expect(ledger.borders.size).toBe(1)
    expect(asked.at(-1)).toBe('/api/regions/borders?version=v2')
  })
})
