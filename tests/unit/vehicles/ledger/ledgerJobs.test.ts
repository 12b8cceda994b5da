import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeVehicleLedgerJobs } from '../../../../server/vehicles/ledger/jobs.ts'

beforeEach(() => void vi.useFakeTimers())

afterEach(() => void vi.useRealTimers())

/** Each part says what it did; a name in `failing` makes it fail. */
const ledger = () => {
  const said: string[] = []
  const failing = new Set<string>()
  const errors: string[] = []
  const holds = new Map<string, Promise<void>>()
  const does = (name: string) => async (): Promise<void> => {
    said.push(name)
    await holds.get(name)
    if (failing.has(name)) throw new Error(name)
  }
  const jobs = makeVehicleLedgerJobs({
    sums: { remake: async () => (await does('sums')(), true) },
    orders: {
      load: does('board'),
      changed: (ids: readonly string[]) => does(`changed ${ids.join()}`)(),
    },
    judge: {
      judge: async () => (await does('judge')(), 0),
      again: does('again'),
      forget: does('forget'),
    },
    findings: { remake: does('findings'), drafts: async () => (await does('drafts')(), []) },
    compliance: { keep: does('compliance') },
    uncovered: { work: async () => (await does('uncovered')(), 0) },
    book: { reconcile: does('alerts') },
    clock: () => Date.parse('2026-11-20T10:00:00+08:00'),
    log: { error: (_: unknown, text: string) => void errors.push(text) },
  } as never)
  return { jobs, said, failing, errors, holds }
}

describe('what goes on behind the vehicle ledger', () => {
  it('is one job at a time in the order of asking, and stop waits for the one under way', async () => {
    const { jobs, said, holds } = ledger()
    let open = (): void => undefined
    holds.set('judge', new Promise((resolve) => (open = resolve)))
    void jobs.all()
    const second = jobs.again()
    await vi.advanceTimersByTimeAsync(10)
    expect(said).toEqual(['board', 'judge'])
    let stopped = false
    const stop = jobs.stop().then(() => (stopped = true))
    await vi.advanceTimersByTimeAsync(10)
    expect(stopped).toBe(false)
    open()
    await Promise.all([stop, second])
    expect(said.join(' ')).toBe('board judge uncovered sums findings compliance drafts alerts forget')
  })

  it('reads the board whole again with the next alerts where changed orders, or all, could not be read', async () => {
    const { jobs, said, failing, errors } = ledger()
    jobs.start()
    await vi.advanceTimersByTimeAsync(10)
    expect(said).toEqual(['board'])
    failing.add('changed 1,2')
    jobs.came('orders', ['1'], false)
    jobs.came('orders', ['2'], false)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(said).toEqual(['board', 'changed 1,2'])
    expect(errors).toEqual(['the order board could not be made'])
    await vi.advanceTimersByTimeAsync(9_000)
    expect(said.filter((one) => one === 'board')).toHaveLength(2)
    failing.add('board')
    jobs.settled()
    await vi.advanceTimersByTimeAsync(10)
    failing.clear()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(said.filter((one) => one === 'board')).toHaveLength(4)
    await jobs.stop()
  })
})

describe('what goes on behind the vehicle ledger', () => {
  it('makes sums anew soon after a flood, later after what trickles in, and what fails holds up nothing beside it', async () => {
    const { jobs, said, failing, errors } = ledger()
    const sums = (): number => said.filter((one) => one === 'sums').length
    jobs.start()
    await vi.advanceTimersByTimeAsync(9_000)
    jobs.settled()
    await vi.advanceTimersByTimeAsync(9_000)
    expect(sums()).toBe(0)
    failing.add('findings')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sums()).toBe(1)
    expect(said.slice(-5)).toEqual(['findings', 'compliance', 'drafts', 'alerts', 'forget'])
    expect(errors).toEqual(['the vehicle ledger could not be made'])
    jobs.came('vehicle-costs', [], true)
    jobs.came('rooms', [], false)
    jobs.settled()
    await vi.advanceTimersByTimeAsync(599_000)
    expect(sums()).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sums()).toBe(2)
    await jobs.stop()
  })

  it('a timed job that stands in line is not put behind itself', async () => {
    const { jobs, said, holds } = ledger()
    let open = (): void => undefined
    holds.set('again', new Promise((resolve) => (open = resolve)))
    jobs.start()
    void jobs.again()
    await vi.advanceTimersByTimeAsync(200_000)
    expect(said.filter((one) => one === 'uncovered')).toEqual([])
    open()
    await vi.advanceTimersByTimeAsync(10)
    expect(said.filter((one) => one === 'uncovered')).toHaveLength(1)
    await jobs.stop()
  })
})
