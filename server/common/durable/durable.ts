import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'

/** One kind of work that must be done although the process that was asked for it ends (持久任务). */
export interface DurableKind {
  readonly name: string
  /** One that fails so often is laid aside as dead, with its reason; the ones behind it go on. */
  readonly attempts: number
  /** Before the second attempt; twice as long before each further one. */
  readonly pauseMs: DurationMs
  /** An attempt that takes longer has failed. */
  readonly longestMs: DurationMs
}

export interface Progress {
  readonly done: number
  /** Null where nobody knows how much there is. */
  readonly total: number | null
}

/** What an attempt is told, and tells. */
export interface Attempt {
  /** Aborted when the job was cancelled, took too long, or the house stops: the attempt ends as soon as it can. */
  readonly signal: AbortSignal
  /** If this attempt fails the job is dead. */
  readonly isLast: boolean
  progress(now: Progress): void
}

export interface AskOptions {
  /** While one with this key waits, no second is put beside it; one that runs has begun before, and does not count. */
  readonly key?: string
  /** Not before this pause is over. */
  readonly afterMs?: DurationMs
  /** The transaction that asks: the job is there when it commits, and was never asked for when it does not. */
  readonly within?: Db
}

/** A job that failed at every attempt. */
export interface DeadJob {
  readonly kind: string
  readonly data: unknown
  readonly reason: string
  readonly attempts: number
  readonly at: EpochMs
}

/** Jobs that lie in the database: asked for by one process, done by it, by the next one, or by another on the same database. */
export interface DurableJobs {
  /** Says who does the work of a kind: before the first is asked for. One process does one job of a kind at a time. */
  handle<Data extends object>(kind: DurableKind, work: (data: Data, attempt: Attempt) => Promise<void>): void
  /** Answers the job's id; null when one with its key waits already. Throws what the database throws. */
  ask(kind: string, data: object, options?: AskOptions): Promise<string | null>
  /** Looks for work of a kind at once: for jobs that a transaction asked for, when it has committed. */
  wake(kind: string): void
  /** How many of a kind wait and are due, or run in this process. */
  open(kind: string): Promise<number>
  /** One that waits is never begun; one that runs is told by its signal. One that has ended stays as it is. */
  cancel(kind: string, id: string): Promise<void>
  /** Of a job that runs in this process; null of any other. */
  progressOf(id: string): Progress | null
  dead(): Promise<DeadJob[]>
  /** What an operator should know, in words: the dead. */
  risks(): string[]
  /** Takes up what processes left that say nothing any more; done each minute by itself. */
  recover(): Promise<void>
  /** Begins to work, a moment later: nobody waits for it. */
  start(): void
  /** What runs is told to end, and is taken up again after the next start. */
  stop(): Promise<void>
}
