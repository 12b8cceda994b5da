import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { measuresToArray } from '../../../src/shared/indices/measures.ts'
import { makeApi } from '../../../src/connectors/api.ts'
import { makeHttp } from '../../../src/connectors/http.ts'
import { makeClock } from '../../../src/state/clock.ts'
import { makeLiveTables } from '../../../src/state/live/tables.ts'
import {
  useAlertsStore,
  useLedgerStore,
  useReplayStore,
  useSessionStore,
  useViewStore,
} from '../../../src/state/stores/index.ts'
import { installServices } from '../../../src/state/stores/remote/services.ts'
import { parseSelection, selectionText } from '../../../src/state/stores/view.ts'
import type { Alert } from '../../../src/shared/protocol/http.ts'
import { isAppError } from '../../../src/shared/errors.ts'
import { layColumns } from '../../../src/app/frame/panels/columns.ts'
import { sceneManifestSchema } from '../../../src/shared/scene/manifest.ts'
import { untilAnswered } from '../../../src/app/data/untilAnswered.ts'
import { loadPath, marksOf, topOf } from '../../../src/app/frame/time/timeline.ts'

const measures = (over: number): number[] => measuresToArray({ overRooms: over, officeRooms: 100 })
const provenance = { source: 'ledger', sourceId: '1', updatedAt: 1, receivedAt: 1 }
const ANSWERS: Record<string, unknown> = {
  '/api/regions': {
    regions: [
      {
        id: '450000',
        parent: null,
        kind: 'province',
        name: '广西',
        center: [108, 23],
        geometry: [],
        measures: measures(3),
      },
    ],
    asOf: 1,
  },
  '/api/places/C1': {
    id: 'C1',
    kind: 'compound',
    name: '大院',
    path: [
      { id: '450000', kind: 'province', name: '广西' },
      { id: 'C1', kind: 'compound', name: '大院' },
    ],
    lon: 108,
    lat: 22,
    bounds: [108, 22, 109, 23],
    measures: measures(1),
    facts: [],
    provenance,
    asOf: 1,
    children: [
      {
        id: 'B1',
        kind: 'building',
        name: '1号楼',
        lon: 108,
        lat: 22,
        measures: measures(1),
        outline: null,
        height: 10,
        level: null,
      },
    ],
  },
}
/** The contract's answers without a network: what is tested is what the screen does with them. */
const answer = async (input: RequestInfo | URL): Promise<Response> => {
  const body = ANSWERS[String(input)]
  return body
    ? Response.json(body)
    : Response.json({ code: 'not-found', message: 'no such place' }, { status: 404 })
}

beforeEach(() => {
  setActivePinia(createPinia())
  installServices({
    api: makeApi(makeHttp(answer as typeof fetch)),
    clock: makeClock(() => 0),
    tables: makeLiveTables(),
  })
})

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
        makeHttp(((input: RequestInfo | URL) => (asked.push(String(input)), answer(input))) as typeof fetch),
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

describe('alerts store', () => {
  const alert = (id: string, at: number, severity: Alert['severity']): Alert => ({
    id,
    at,
    severity,
    subject: 'housing',
    rule: 'OF-07',
    place: null,
    placeName: null,
    region: '450000',
    text: { zh: id, en: id },
    count: 1,
    citation: { document: 'd', article: 'a', mark: 'D' },
  })

  it('puts red before yellow, replaces what it knows, and drops what was cleared', () => {
    const store = useAlertsStore()
    store.add([alert('a', 1, 'yellow'), alert('b', 2, 'red'), alert('c', 3, 'yellow')])
    expect(store.alerts.map((each) => each.id)).toEqual(['b', 'c', 'a'])
    store.add([alert('b', 4, 'green')])
    expect(store.alerts.map((each) => each.id)).toEqual(['c', 'a'])
    store.add([alert('d', 5, 'info')])
    expect([store.alerts.length, store.total, store.calling]).toEqual([3, 3, 2])
  })

  it('while the past is replayed shows what was open then; what the socket tells waits for the return', async () => {
    ANSWERS['/api/alerts?region=450000&limit=2000&at=-600000'] = {
      alerts: [alert('then', -700_000, 'red')],
      total: 1,
      calling: 1,
      asOf: -600_000,
    }
    ANSWERS['/api/alerts?region=450000&limit=2000'] = {
      alerts: [alert('now', 1, 'red')],
      total: 1,
      calling: 1,
    }
    const store = useAlertsStore()
    await store.load('450000')
    useReplayStore().seek(-600_000)
    await vi.waitFor(() => expect(store.alerts.map(({ id }) => id)).toEqual(['then']))
    store.add([alert('later', 2, 'yellow')])
    expect(store.alerts.map(({ id }) => id)).toEqual(['then'])
    useReplayStore().live()
    expect(store.alerts.map(({ id }) => id)).toEqual(['now', 'later'])
  })
})

describe('view store', () => {
  it.each(['room:R1', 'workstation:W1@R1', 'vehicle:42'])(
    '%s stands in the address and comes back',
    (text) => {
      expect(selectionText(parseSelection(text))).toBe(text)
    },
  )

  it('refuses what is no selection', () => {
    expect([parseSelection('floor:F1'), parseSelection('room:'), parseSelection(undefined)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('forgets the selection of the place that was left', () => {
    const view = useViewStore()
    view.open('F1', { kind: 'room', id: 'R1' })
    view.open('F2')
    expect(view.selection).toBeNull()
  })
})

describe('session store', () => {
  it('grants nothing before anybody signed in', () => {
    expect(useSessionStore().may('view.places')).toBe(false)
  })
})

describe('what nobody stands there to ask for again', () => {
  it('is asked until it is answered, once more within seconds, and no longer than the page stands', async () => {
    vi.useFakeTimers()
    const told: string[] = []
    let away = 3
    const ask = vi.fn(async () => (away-- > 0 ? Promise.reject(new Error('away')) : 'here'))
    const stop = untilAnswered(
      ask,
      (answer) => told.push(answer),
      () => told.push('away'),
    )
    await vi.advanceTimersByTimeAsync(60_000)
    expect([told, ask.mock.calls.length]).toEqual([['away', 'away', 'away', 'here'], 4])
    stop()
    away = Infinity
    const left = untilAnswered(ask, (answer) => told.push(answer))
    await vi.advanceTimersByTimeAsync(20_000)
    const asked = ask.mock.calls.length
    expect(asked).toBeGreaterThan(6)
    left()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([ask.mock.calls.length, told.length]).toEqual([asked, 4])
    vi.useRealTimers()
  })
})

describe('frame', () => {
  it('fills a wide wall’s inner columns from `more`, at most four panels each', () => {
    const panels = { left: ['a', 'b'], right: ['c'], more: ['d', 'e', 'f'] }
    expect(layColumns(panels, 1)).toEqual({ left: [['a', 'b']], right: [['c']] })
    expect(layColumns(panels, 2)).toEqual({
      left: [
        ['a', 'b'],
        ['d', 'e'],
      ],
      right: [['c'], ['f']],
    })
  })

  it('leaves a gap in the load curve where nothing was read', () => {
    expect(loadPath([10, 5, null, 0], 10)).toBe('M0.5 0.00L1.5 50.00M3.5 100.00')
    expect(topOf([1, null], [7])).toBe(7)
  })

  it('gathers the alerts of ten minutes into one mark of the worst colour', () => {
    const alert = (at: number, severity: string) => ({ at, severity, text: severity })
    const marks = marksOf(
      [
        alert(1000, 'yellow'),
        alert(2000, 'red'),
        alert(700_000, 'yellow'),
        alert(800_000, 'green'),
        alert(-5, 'red'),
      ],
      0,
      86_400_000,
    )
    expect(marks.map(({ severity, count }) => [severity, count])).toEqual([
      ['red', 2],
      ['yellow', 1],
    ])
  })

  it('every scene file keeps the schema', () => {
    const scenes = import.meta.glob('../../../scenes/*/scene.json', { eager: true, import: 'default' })
    expect(Object.keys(scenes).length).toBeGreaterThanOrEqual(5)
    for (const [path, scene] of Object.entries(scenes))
      expect(sceneManifestSchema.safeParse(scene).error, path).toBeUndefined()
  })
})
