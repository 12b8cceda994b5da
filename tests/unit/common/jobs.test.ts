import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as breathe } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { again, every, latestOnly, pause, retry, serial, soon } from '../../../server/common/jobs.ts'

/** A promise that is settled from outside. */
const gate = () => {
  let open = (): void => undefined
  let fail = (_error: Error): void => undefined
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  return { promise, open, fail }
}
const silent = (): void => undefined

describe('serial', () => {
  it('runs one job after the other, in the order of asking', async () => {
    const turn = serial()
    const said: string[] = []
    const first = gate()
    const one = turn(async () => {
      said.push('one begins')
      await first.promise
      said.push('one ends')
      return 1
    })
    const two = turn(async () => void said.push('two'))
    await breathe()
    expect(said).toEqual(['one begins'])
    first.open()
    expect(await one).toBe(1)
    await two
    expect(said).toEqual(['one begins', 'one ends', 'two'])
  })
  it('goes on after a failure, thrown at once or later, which only its own asker hears of', async () => {
    const turn = serial()
    const late = turn(async () => {
      await breathe()
      throw new Error('late')
    })
    const atOnce = turn(() => {
      throw new Error('at once')
    })
    const good = turn(async () => 'good')
    await expect(late).rejects.toThrow('late')
    await expect(atOnce).rejects.toThrow('at once')
    expect(await good).toBe('good')
  })
  it('begins after the code that asked', async () => {
    const said: string[] = []
    const done = serial()(async () => void said.push('job'))
    said.push('asker')
    await done
    expect(said).toEqual(['asker', 'job'])
  })
  it('keeps each job in the context of its own asker', async () => {
    const store = new AsyncLocalStorage<string>()
    const turn = serial()
    const ask = (): Promise<string | undefined> =>
      turn(async () => {
        await breathe()
        return store.getStore()
      })
    expect(await Promise.all([store.run('a', ask), store.run('b', ask), ask()])).toEqual([
      'a',
      'b',
      undefined,
    ])
  })
})

describe('latestOnly', () => {
  it('runs one, and one more for all who asked meanwhile', async () => {
    const first = gate()
    let runs = 0
    const look = latestOnly(async () => {
      if (++runs === 1) await first.promise
    })
    const one = look()
    await breathe()
    const [two, three] = [look(), look()]
    expect(two).toBe(three)
    expect(two).not.toBe(one)
    first.open()
    await Promise.all([one, two, three])
    expect(runs).toBe(2)
    await look()
    expect(runs).toBe(3)
  })
  it('does not keep a failure', async () => {
    let runs = 0
    const look = latestOnly(async () => {
      if (++runs === 1) throw new Error('away')
    })
    await expect(look()).rejects.toThrow('away')
    await look()
    expect(runs).toBe(2)
  })
})

const withFakeTimers = (): void => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
}

describe('timers', () => {
  withFakeTimers()

  it('every: never beside itself, and on after a failure', async () => {
    const slow = gate()
    const failed = vi.fn()
    let runs = 0
    const stop = every(
      100,
      () => {
        if (++runs === 1) return slow.promise
        if (runs === 2) throw new Error('at once')
      },
      { failed },
    )
    await vi.advanceTimersByTimeAsync(350)
    expect(runs).toBe(1)
    slow.open()
    await vi.advanceTimersByTimeAsync(100)
    expect(runs).toBe(2)
    expect(failed).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(100)
    expect(runs).toBe(3)
    await stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(runs).toBe(3)
  })
  it('every: stop waits for the run under way', async () => {
    const slow = gate()
    let ended = false
    const stop = every(100, () => slow.promise, { failed: silent })
    await vi.advanceTimersByTimeAsync(100)
    const stopped = stop().then(() => (ended = true))
    await vi.advanceTimersByTimeAsync(0)
    expect(ended).toBe(false)
    slow.open()
    await stopped
    expect(ended).toBe(true)
  })
})

describe('timers', () => {
  withFakeTimers()

  it('again: a pause after each run, longer ones after failures, and none given up', async () => {
    const failed = vi.fn()
    const slow = gate()
    const began: number[] = []
    const start = Date.now()
    const stop = again(
      100,
      () => {
        began.push(Date.now() - start)
        if (began.length === 1) return slow.promise
        if (began.length <= 4) throw new Error('away')
      },
      { waits: [200, 1000], failed },
    )
    await vi.advanceTimersByTimeAsync(500)
    slow.open()
    await vi.advanceTimersByTimeAsync(4000)
    expect(began.slice(0, 6)).toEqual([100, 600, 800, 1800, 2800, 2900])
    expect(failed).toHaveBeenCalledTimes(3)
    const runs = began.length
    await stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(began.length).toBe(runs)
  })
})

describe('timers', () => {
  withFakeTimers()

  it('soon: another pause takes the place of the one that waits', async () => {
    let runs = 0
    const look = soon(1000, () => void runs++, { failed: silent })
    look.start()
    look.restart(100)
    await vi.advanceTimersByTimeAsync(100)
    expect([runs, look.isWaiting()]).toEqual([1, false])
    look.restart(100)
    await vi.advanceTimersByTimeAsync(60)
    look.restart(100)
    await vi.advanceTimersByTimeAsync(60)
    expect(runs).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(runs).toBe(2)
  })
  it('soon: many changes are one run; what comes during a run is the next one', async () => {
    const slow = gate()
    let runs = 0
    const look = soon(100, () => (++runs === 1 ? slow.promise : undefined), { failed: silent })
    look.start()
    look.start()
    expect(look.isWaiting()).toBe(true)
    await vi.advanceTimersByTimeAsync(100)
    expect([runs, look.isWaiting()]).toEqual([1, false])
    look.start()
    await vi.advanceTimersByTimeAsync(200)
    expect(runs).toBe(1)
    slow.open()
    await vi.advanceTimersByTimeAsync(0)
    expect(runs).toBe(2)
  })
  it('soon: a failure is told, and a stop takes back what waits', async () => {
    const failed = vi.fn()
    const look = soon(100, () => Promise.reject(new Error('away')), { failed })
    look.start()
    await vi.advanceTimersByTimeAsync(100)
    expect(failed).toHaveBeenCalledOnce()
    look.start()
    look.stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(failed).toHaveBeenCalledOnce()
  })
})

it('a timer that is not waited for lets the process end', () => {
  const real = globalThis.setInterval
  const made: NodeJS.Timeout[] = []
  globalThis.setInterval = ((run: () => void, ms: number) => {
    const timer = real(run, ms)
    made.push(timer)
    return timer
  }) as typeof setInterval
  const stop = every(100, silent, { failed: silent, ref: false })
  globalThis.setInterval = real
  expect(made.map((timer) => timer.hasRef())).toEqual([false])
  void stop()
})

describe('retry', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('tries until it succeeds, after the wait that is asked for each time', async () => {
    const tried: number[] = []
    const start = Date.now()
    const waits = [100, 300]
    const done = retry(
      async () => {
        tried.push(Date.now() - start)
        if (tried.length < 3) throw new Error('away')
      },
      { wait: () => waits.shift() ?? 0, again: () => true, signal: new AbortController().signal },
    )
    await vi.advanceTimersByTimeAsync(1000)
    expect(await done).toBe(true)
    expect(tried).toEqual([0, 100, 400])
  })
  it('throws what another try would not help', async () => {
    const done = retry(async () => Promise.reject(new Error('rubbish')), {
      wait: () => 100,
      again: (error) => (error as Error).message !== 'rubbish',
      signal: new AbortController().signal,
    })
    await expect(done).rejects.toThrow('rubbish')
  })
  it('is left at once when the signal is raised, and then says so', async () => {
    const stopping = new AbortController()
    let tries = 0
    const done = retry(
      async () => {
        tries++
        throw new Error('away')
      },
      { wait: () => 60_000, again: () => true, signal: stopping.signal },
    )
    await vi.advanceTimersByTimeAsync(10)
    stopping.abort()
    expect(await done).toBe(false)
    expect(tries).toBe(1)
    await pause(60_000, stopping.signal)
    expect(vi.getTimerCount()).toBe(0)
  })
})
