import { AsyncResource } from 'node:async_hooks'
import PQueue from 'p-queue'
import type { DurationMs } from '#shared/kernel/units.ts'

/** Hands a job to its line; answers as the job does. */
export type Serial = <T>(job: () => Promise<T>) => Promise<T>

/**
 * A turn: one job after the other, in the order of asking; one that fails does not stop the next. A job begins after the
 * code that asked for it, and within its request, not within that of the job before it.
 */
export const serial = (): Serial => {
  const queue = new PQueue({ concurrency: 1 })
  return <T>(job: () => Promise<T>): Promise<T> => {
    const own = AsyncResource.bind(job)
    return queue.add(() => Promise.resolve().then(own))
  }
}

/** One run at a time: who asks meanwhile gets the one run that waits, which sees what changed. */
export const latestOnly = (job: () => Promise<void>): (() => Promise<void>) => {
  const turn = serial()
  let waiting: Promise<void> | null = null
  return () =>
    (waiting ??= turn(() => {
      waiting = null
      return job()
    }))
}

/** Waits, or returns early when the signal is raised; never throws. */
export const pause = (ms: DurationMs, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const finish = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
  })

export interface RetryOptions {
  /** How long until the next try. */
  readonly wait: () => DurationMs
  /** Hears of each failure, and says whether another try may help. */
  readonly again: (error: unknown) => boolean
  /** Raised, nothing is tried any more and the job counts as left. */
  readonly signal: AbortSignal
}

/** Tries `job` until it has succeeded: true; false where it was left. Throws what another try would not help. */
export const retry = async (
  job: () => Promise<unknown>,
  { wait, again, signal }: RetryOptions,
): Promise<boolean> => {
  while (!signal.aborted) {
    try {
      await job()
      return true
    } catch (error) {
      if (signal.aborted) return false
      if (!again(error)) throw error
      await pause(wait(), signal)
    }
  }
  return false
}

export interface TimerOptions {
  /** What a failure is told to. */
  readonly failed: (error: unknown) => void
  /** False where the process may end while the timer waits. */
  readonly ref?: boolean
}

/** Runs `job` every `ms` until it is stopped; while one run goes on no other begins. `stop` resolves when the last has ended. */
export const every = (
  ms: DurationMs,
  job: () => unknown,
  { failed, ref = true }: TimerOptions,
): (() => Promise<void>) => {
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    try {
      await job()
    } catch (error) {
      failed(error)
    } finally {
      running = null
    }
  }
  const timer = setInterval(() => {
    if (!running) running = Promise.resolve().then(run)
  }, ms)
  if (!ref) timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

/**
 * Runs `job` again and again until it is stopped: `ms` after it has ended well, and after each failure in a row as long
 * as `waits` says, its last from then on. Nothing is given up: what could not be done waits for the next run. `stop`
 * resolves when the last has ended.
 */
export const again = (
  ms: DurationMs,
  job: () => unknown,
  { waits, failed, ref = true }: TimerOptions & { readonly waits: readonly DurationMs[] },
): (() => Promise<void>) => {
  let failures = 0
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    try {
      await job()
      failures = 0
    } catch (error) {
      failures++
      failed(error)
    }
    if (!stopped) wait()
  }
  const wait = (): void => {
    const pause = failures === 0 ? ms : (waits[Math.min(failures, waits.length) - 1] ?? ms)
    timer = setTimeout(() => (running = run()), pause)
    if (!ref) timer.unref()
  }
  wait()
  return async () => {
    stopped = true
    if (timer) clearTimeout(timer)
    await running
  }
}

export interface Soon {
  /** Runs the job after the pause; who asks meanwhile is served by the same run. */
  start(): void
  /** Runs it after `pause` instead, counted from now, also where it waits already. */
  restart(pause: DurationMs): void
  isWaiting(): boolean
  /** A run that has begun goes on. */
  stop(): void
}

/** Runs `job` once a pause after the first that asks: many changes are met together. Runs stand in line, none beside another. */
export const soon = (ms: DurationMs, job: () => unknown, { failed, ref = true }: TimerOptions): Soon => {
  const turn = serial()
  let timer: NodeJS.Timeout | null = null
  const stop = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  const restart = (pause: DurationMs): void => {
    stop()
    timer = setTimeout(() => {
      timer = null
      turn(async () => void (await job())).catch(failed)
    }, pause)
    if (!ref) timer.unref()
  }
  return {
    start: () => {
      if (!timer) restart(ms)
    },
    restart,
    isWaiting: () => timer !== null,
    stop,
  }
}
