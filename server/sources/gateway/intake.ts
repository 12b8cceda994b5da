import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff } from '../platform/backoff.ts'
import { pause } from '../../common/jobs.ts'
import { admitPositions } from '../door.ts'
import { messageOf, type Health, type SourceLog } from '../health.ts'
import type { SourceSink } from '../Source.ts'
import type { FaultBook } from './faults.ts'

/** Gathers the points of all lines into common batches: the number of commits follows the database, not the terminals. */
export interface Intake {
  /** `done(true)` once all of them are durable, `done(false)` when they could not be kept. */
  offer(items: readonly PositionRecord[], done: (durable: boolean) => void): void
  start(sink: SourceSink): void
  stop(): Promise<void>
  waiting(): number
}

/** What happens while too much waits: nobody is read until there is room again. */
export interface Pressure {
  hold(): void
  release(): void
}

interface Offer {
  readonly items: readonly PositionRecord[]
  readonly done: (durable: boolean) => void
}

/** Points in one batch. */
const BATCH = 5_000
/** Points that wait at most, and at how many reading goes on: some 20 MB, however many lines there are. */
const WAITING = { most: 50_000, again: 25_000 } as const
/** Faults are looked through at least so often, ms. */
const LOOK_MS = 1_000

export const makeIntake = (deps: {
  readonly name: string
  readonly clock: Clock
  readonly health: Health
  readonly faults: FaultBook
  readonly log: SourceLog
  readonly pressure: Pressure
}): Intake => {
  const { name, clock, health, faults, log, pressure } = deps
  const abort = new AbortController()
  const backoff = makeBackoff()
  let queue: Offer[] = []
  let points = 0
  let isFull = false
  let wake: (() => void) | null = null
  let running: Promise<void> = Promise.resolve()

  const sleep = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const takeBatch = (): Offer[] => {
    let count = 0
    let end = 0
    while (end < queue.length && count < BATCH) count += (queue[end++] as Offer).items.length
    const batch = queue.slice(0, end)
    queue = queue.slice(end)
    points -= count
    if (isFull && points <= WAITING.again) {
      isFull = false
      pressure.release()
    }
    return batch
  }
  /** One session that breaks over its answer takes no other's. */
  const answer = (batch: readonly Offer[], durable: boolean): void => {
    for (const { done } of batch) {
      try {
        done(durable)
      } catch (error) {
        log.error({ source: name, error: messageOf(error) }, 'an answer to a terminal broke its session')
      }
    }
  }
  const keep = async (sink: SourceSink, batch: readonly Offer[]): Promise<void> => {
    const { good, rejected } = admitPositions(
      name,
      batch.flatMap(({ items }) => items),
    )
    for (const { recordId, field, reason, body } of rejected) {
      health.rejected(1)
      faults.add({
        who: recordId?.split(':')[0] ?? 'unknown',
        code: `field-${field ?? 'any'}`,
        reason: reason.split(';')[0] as string,
        example: body,
      })
    }
    if (good.length > 0) await sink.accept(name, { kind: 'positions', items: good })
    health.kept(good.length, clock())
  }
  const turn = async (sink: SourceSink): Promise<void> => {
    if (queue.length === 0) await sleep()
    wake = null
    const batch = takeBatch()
    try {
      void faults.flush(clock(), sink.quarantine)
      if (batch.length > 0) await keep(sink, batch)
      answer(batch, true)
      if (batch.length > 0)
        health.state(
          points > BATCH ? 'catching-up' : 'live',
          isFull ? `${points} points wait: lines are not read meanwhile` : undefined,
        )
      backoff.reset()
    } catch (error) {
      answer(batch, false)
      health.state('backing-off', messageOf(error))
      log.warn(
        { source: name, error: messageOf(error) },
        'positions could not be kept; terminals are told to send them again',
      )
      await pause(backoff.next(), abort.signal)
    }
  }
  const run = async (sink: SourceSink): Promise<void> => {
    while (!abort.signal.aborted || queue.length > 0) await turn(sink)
    await faults.flush(clock(), sink.quarantine)
  }

  return {
    offer: (items, done) => {
      if (abort.signal.aborted) return done(false)
      queue.push({ items, done })
      points += items.length
      if (!isFull && points >= WAITING.most) {
        isFull = true
        pressure.hold()
      }
      wake?.()
    },
    start: (sink) => void (running = run(sink)),
    stop: async () => {
      abort.abort()
      wake?.()
      await running
    },
    waiting: () => points,
  }
}
