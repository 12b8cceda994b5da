import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff } from '../platform/backoff.ts'
import { every, latestOnly, pause } from '../../common/jobs.ts'
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

export interface IntakeDeps {
  readonly name: string
  readonly clock: Clock
  readonly health: Health
  readonly faults: FaultBook
  readonly log: SourceLog
  readonly pressure: Pressure
}

/** What waits, and whether so much that nobody is read. */
const makeQueue = (pressure: Pressure) => {
  let queue: Offer[] = []
  let points = 0
  let isFull = false
  return {
    add: (offer: Offer): void => {
      queue.push(offer)
      points += offer.items.length
      if (isFull || points < WAITING.most) return
      isFull = true
      pressure.hold()
    },
    takeBatch: (): Offer[] => {
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
    },
    size: () => queue.length,
    points: () => points,
    isFull: () => isFull,
  }
}

/** One session that breaks over its answer takes no other's. */
const answer = ({ name, log }: IntakeDeps, batch: readonly Offer[], durable: boolean): void => {
  for (const { done } of batch) {
    try {
      done(durable)
    } catch (error) {
      log.error({ source: name, error: messageOf(error) }, 'an answer to a terminal broke its session')
    }
  }
}

const keep = async (
  { name, clock, health, faults }: IntakeDeps,
  sink: SourceSink,
  batch: readonly Offer[],
): Promise<void> => {
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

/** Writes what waits, batch after batch; one that cannot be kept is answered so, and the next waits a while. */
const makeDrain = (deps: IntakeDeps, queue: ReturnType<typeof makeQueue>, signal: AbortSignal) => {
  const { name, clock, health, faults, log } = deps
  const backoff = makeBackoff()
  const say = (): void =>
    health.state(
      queue.points() > BATCH ? 'catching-up' : 'live',
      queue.isFull() ? `${queue.points()} points wait: lines are not read meanwhile` : undefined,
    )
  const all = async (sink: SourceSink): Promise<void> => {
    while (queue.size() > 0) {
      const batch = queue.takeBatch()
      try {
        void faults.flush(clock(), sink.quarantine)
        await keep(deps, sink, batch)
        answer(deps, batch, true)
        say()
        backoff.reset()
      } catch (error) {
        answer(deps, batch, false)
        health.state('backing-off', messageOf(error))
        log.warn(
          { source: name, error: messageOf(error) },
          'positions could not be kept; terminals are told to send them again',
        )
        await pause(backoff.next(), signal)
      }
    }
  }
  /** While nothing waits there is nothing to wait out. */
  const idle = (): void => {
    if (queue.size() === 0) backoff.reset()
  }
  return { all, idle }
}

export const makeIntake = (deps: IntakeDeps): Intake => {
  const { name, clock, faults, log, pressure } = deps
  const abort = new AbortController()
  const queue = makeQueue(pressure)
  const drain = makeDrain(deps, queue, abort.signal)
  let into: SourceSink | null = null
  let stopLooking: (() => Promise<void>) | null = null
  const look = latestOnly(async () => {
    if (into) await drain.all(into)
  })
  const failed = (error: unknown): void =>
    log.error({ source: name, error: messageOf(error) }, 'what waits could not be looked through')
  return {
    offer: (items, done) => {
      if (abort.signal.aborted) return done(false)
      queue.add({ items, done })
      void look().catch(failed)
    },
    start: (sink) => {
      into = sink
      const rest = (): Promise<void> => {
        drain.idle()
        return faults.flush(clock(), sink.quarantine)
      }
      stopLooking = every(LOOK_MS, rest, { failed })
      void look().catch(failed)
    },
    stop: async () => {
      abort.abort()
      await look()
      await stopLooking?.()
      if (into) await faults.flush(clock(), into.quarantine)
    },
    waiting: queue.points,
  }
}
