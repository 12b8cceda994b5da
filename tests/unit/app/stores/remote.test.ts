import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { AppError } from '../../../../src/shared/kernel/errors.ts'
import {
  useAlertsStore,
  useLedgerStore,
  useRemote,
  useReplayStore,
  useSessionStore,
  type Remote,
} from '../../../../src/state/stores/index.ts'
import type { RemoteOptions } from '../../../../src/state/stores/remote/remote.ts'
import { useStandardsStore } from '../../../../src/state/stores/remote/standards.ts'
import { ANSWERS, measures, renew } from './answers.ts'

/** An hour before the clock of these tests began. */
const THEN = -3_600_000

let scope: EffectScope

beforeEach(() => {
  renew()
  scope = effectScope()
})

afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

interface Asked {
  readonly key: string
  readonly at: number | undefined
  readonly signal: AbortSignal
  answer(value: string): void
  fail(error: unknown): void
}

/** A server that answers when it is told to. */
const makeServer = () => {
  const asked: Asked[] = []
  const load = (key: string, signal: AbortSignal, at: number | undefined): Promise<string> =>
    new Promise((answer, fail) => asked.push({ key, at, signal, answer, fail }))
  return { asked, load }
}

const use = (
  server: ReturnType<typeof makeServer>,
  key: () => string | null,
  options: RemoteOptions = {},
): Remote<string> => scope.run(() => useRemote(key, server.load, options)) as Remote<string>

const settle = async (): Promise<void> => {
  for (let n = 0; n < 6; n++) await nextTick()
}

const shown = ({ data, error, loading }: Remote<string>) => [data.value, error.value, loading.value]

describe('a reading of the server', () => {
  it('tells the answer with its time, and empties with its key', async () => {
    const server = makeServer()
    const key = ref<string | null>('A')
    const remote = use(server, () => key.value)
    expect(shown(remote)).toEqual([null, null, true])
    server.asked[0]!.answer('a')
    await settle()
    expect([shown(remote), remote.at.value]).toEqual([['a', null, false], 0])
    key.value = null
    await settle()
    expect([shown(remote), remote.at.value]).toEqual([[null, null, false], null])
    remote.reload()
    expect(server.asked).toHaveLength(1)
  })

  it('aborts what is no longer wanted; its late answer shows nowhere', async () => {
    const server = makeServer()
    const key = ref('A')
    const remote = use(server, () => key.value)
    key.value = 'B'
    await settle()
    expect([server.asked.map((one) => one.key), server.asked[0]!.signal.aborted]).toEqual([['A', 'B'], true])
    server.asked[0]!.answer('a')
    server.asked[1]!.answer('b')
    await settle()
    expect(remote.data.value).toBe('b')
    key.value = 'C'
    await settle()
    scope.stop()
    expect(server.asked[2]!.signal.aborted).toBe(true)
  })

  it('keeps the last answer through an outage, and the fault while it is asked again', async () => {
    const server = makeServer()
    const remote = use(server, () => 'A')
    const away = new AppError('unavailable', 'away')
    server.asked[0]!.fail(away)
    await settle()
    expect(shown(remote)).toEqual([null, away, false])
    remote.reload()
    await settle()
    expect(shown(remote)).toEqual([null, away, true])
    server.asked[1]!.answer('a')
    await settle()
    expect(shown(remote)).toEqual(['a', null, false])
    remote.reload()
    server.asked[2]!.fail(away)
    await settle()
    expect(shown(remote)).toEqual(['a', away, false])
  })
})

describe('a reading of the server', () => {
  it('is one request for all who ask under one name, and each one’s own without', async () => {
    const server = makeServer()
    const [one, other] = [use(server, () => 'A', { name: 'load' }), use(server, () => 'A', { name: 'load' })]
    expect(server.asked).toHaveLength(1)
    server.asked[0]!.answer('a')
    await settle()
    expect([one.data.value, other.data.value]).toEqual(['a', 'a'])
    use(server, () => 'A')
    use(server, () => 'A')
    expect(server.asked).toHaveLength(3)
  })

  it('is read again when the ledger touched it, once however many show it, and not where it is closed', async () => {
    const server = makeServer()
    const touches = () => ['B1']
    use(server, () => 'A', { name: 'card', touches })
    use(server, () => 'A', { name: 'card', touches })
    use(server, () => 'elsewhere', { touches: () => ['B2'] })
    const closed = effectScope()
    closed.run(() => useRemote(() => 'closed', server.load, { name: 'card', touches }))
    for (const one of server.asked) one.answer(one.key)
    await settle()
    closed.stop()
    server.asked.length = 0
    useLedgerStore().patch([{ id: 'B1', kind: 'building', measures: measures(9), at: 5 }])
    await settle()
    expect(server.asked.map((one) => one.key)).toEqual(['A'])
  })

  it('is read again after a revision of the rules, while it is open', async () => {
    vi.useFakeTimers()
    const server = makeServer()
    const key = ref<string | null>('A')
    use(server, () => key.value)
    use(server, () => 'B')
    for (const one of server.asked) one.answer(one.key)
    await settle()
    key.value = null
    useStandardsStore().revision++
    await settle()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.asked.map((one) => one.key)).toEqual(['A', 'B', 'B'])
  })
})

describe('a reading while the past is replayed', () => {
  it('is of the instant; live waits, is not read meanwhile, and is there at once afterwards', async () => {
    vi.useFakeTimers()
    const server = makeServer()
    const remote = use(server, () => 'A', { past: 'minute', everyMs: 60_000, touches: () => ['B1'] })
    server.asked[0]!.answer('now')
    await settle()
    const replay = useReplayStore()
    replay.seek(THEN)
    await settle()
    expect([server.asked[1]!.at, ...shown(remote)]).toEqual([THEN, null, null, true])
    server.asked[1]!.answer('then')
    await settle()
    expect(remote.data.value).toBe('then')
    useLedgerStore().patch([{ id: 'B1', kind: 'building', measures: measures(9), at: 5 }])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(server.asked).toHaveLength(2)
    replay.live()
    expect(remote.data.value).toBe('now')
    await settle()
    expect([server.asked.length, server.asked[2]!.at]).toEqual([3, undefined])
  })

  it('keeps the last instant’s answer, or that nothing was kept, until the next one’s', async () => {
    const server = makeServer()
    const remote = use(server, () => 'A', { past: 'minute' })
    const replay = useReplayStore()
    const notKept = new AppError('not-kept', 'nothing kept')
    replay.seek(THEN)
    await settle()
    server.asked[1]!.answer('then')
    await settle()
    replay.seek(THEN + 60_000)
    await settle()
    expect([remote.data.value, remote.loading.value]).toEqual(['then', true])
    server.asked[2]!.fail(notKept)
    await settle()
    expect(shown(remote)).toEqual([null, notKept, false])
    replay.seek(THEN + 120_000)
    await settle()
    expect(shown(remote)).toEqual([null, notKept, true])
    replay.live()
    await settle()
    replay.seek(THEN)
    await settle()
    expect(shown(remote)).toEqual([null, null, true])
  })
})

describe('a session that ends', () => {
  const person = (account: string) => ({
    account,
    displayName: account,
    role: 'leader',
    scope: { kind: 'region', region: '450000' },
    mustChangePassword: false,
    endsAt: null,
    now: 0,
    version: '0',
    mapboxToken: null,
    home: '450000',
  })

  it('takes with it what was read for it; the next one who sits down begins with nothing', async () => {
    ANSWERS['/api/session'] = person('first')
    ANSWERS['/api/alerts?region=450000&limit=2000'] = { alerts: [], rules: {}, total: 7, calling: 7 }
    const session = useSessionStore()
    await session.restore()
    const [ledger, alerts] = [useLedgerStore(), useAlertsStore()]
    await Promise.all([ledger.loadRegions(), ledger.loadView('C1'), alerts.load('450000')])
    const server = makeServer()
    use(server, () => 'A', { name: 'card' })
    server.asked[0]!.answer('of the first')
    await settle()
    expect([ledger.ready, ledger.view('C1')?.id, alerts.total]).toEqual([true, 'C1', 7])
    session.end('idle')
    expect([ledger.ready, ledger.view('C1'), alerts.total, alerts.loaded]).toEqual([false, null, 0, false])
    scope.stop()
    scope = effectScope()
    ANSWERS['/api/session'] = person('second')
    await session.restore()
    const again = use(server, () => 'A', { name: 'card' })
    expect(again.data.value).toBeNull()
  })

  it('tells a late answer to nobody', async () => {
    ANSWERS['/api/session'] = person('first')
    const session = useSessionStore()
    await session.restore()
    const ledger = useLedgerStore()
    const late = ledger.loadView('C1').catch((error: unknown) => error)
    session.end('signed-out')
    expect(await late).toBeInstanceOf(Error)
    expect(ledger.view('C1')).toBeNull()
  })
})
