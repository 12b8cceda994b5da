import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  useAlertsStore,
  useReplayStore,
  useSessionStore,
  useViewStore,
} from '../../../../src/state/stores/index.ts'
import { parseSelection, selectionText } from '../../../../src/state/stores/view.ts'
import type { Alert } from '../../../../src/shared/protocol/http.ts'
import { rowOf } from '../../../../src/app/frame/panels/columns.ts'
import { SELECTION_KINDS } from '../../../../src/app/shell/selections.ts'
import { layersOfScene } from '../../../../src/layers/registry.ts'
import { sceneManifestSchema } from '../../../../src/shared/scene/manifest.ts'
import { untilAnswered } from '../../../../src/app/data/untilAnswered.ts'
import { ANSWERS, renew } from './answers.ts'

beforeEach(renew)

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
      rules: {},
      total: 1,
      calling: 1,
      asOf: -600_000,
    }
    ANSWERS['/api/alerts?region=450000&limit=2000'] = {
      alerts: [alert('now', 1, 'red')],
      rules: {},
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
      expect(selectionText(parseSelection(text, SELECTION_KINDS))).toBe(text)
    },
  )

  it('refuses what is no selection', () => {
    expect(
      ['floor:F1', 'room:', 'Room:R1', 'room', undefined].map((text) =>
        parseSelection(text, SELECTION_KINDS),
      ),
    ).toEqual([null, null, null, null, null])
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
  it('every scene file keeps the schema, and names layers that there are', () => {
    const scenes = import.meta.glob('../../../../scenes/*/scene.json', { eager: true, import: 'default' })
    expect(Object.keys(scenes).length).toBeGreaterThanOrEqual(5)
    for (const [path, scene] of Object.entries(scenes)) {
      const { data, error } = sceneManifestSchema.safeParse(scene)
      expect(error, path).toBeUndefined()
      expect(layersOfScene(data!), path).toEqual(expect.arrayContaining(['interior', 'track']))
    }
    expect(() => layersOfScene({ id: 'x', layers: ['regions', 'clouds'] })).toThrow('clouds')
  })

  it('gives a panel its share by weight, and never less than it says that it needs', () => {
    expect(rowOf({ weight: 2.5 })).toBe('minmax(0, 2.5fr)')
    expect(rowOf({ weight: 1, leastRows: 4 })).toBe('minmax(calc(var(--text) * 6), 1fr)')
    expect(rowOf({ weight: 1, leastRows: 4, aspect: 0.5 })).toBe(
      'minmax(max(calc(var(--text) * 6), calc(var(--col) * 0.5)), 1fr)',
    )
  })
})
