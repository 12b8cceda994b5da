import { randomUUID } from 'node:crypto'
import type { JobWithMetadata, PgBoss, Queue } from 'pg-boss'
import type { Logger } from 'pino'
import type { DurationMs } from '#shared/kernel/units.ts'
import { every } from '../jobs.ts'
import type { Database } from '../../db/open.ts'
import { outOfRequest } from '../../db/requestScope.ts'
import type { AskOptions, Attempt, DeadJob, DurableJobs, DurableKind, Progress } from './durable.ts'

const DEAD = 'dead'
/** Looked at so often for what other processes asked for; what this one asks for it begins at once. */
const LOOK_S = 5
/** A process that says nothing for so long has ended: its jobs are taken up by another. */
const SILENT_S = 60
const HEARTBEAT_S = 20
/** How long a job that waits, or is dead, is kept. */
const KEPT_S = 90 * 24 * 3600
/** How long one that was done is kept. */
const DONE_KEPT_S = 24 * 3600
/** The start of the house has the machine for itself. */
const BEGIN_MS: DurationMs = 3000
const RETRY_MS: DurationMs = 10_000
/** A stop waits for what runs; after that the job is left for the next start. */
const STOP_MS: DurationMs = 2000
/** The dead are counted so often, and so long after an attempt that was the last. */
const DEAD_LOOK_MS: DurationMs = 30_000
const DEAD_SOON_MS: DurationMs = 1000

type Work = (data: object, attempt: Attempt) => Promise<void>
type Library = typeof import('pg-boss')
interface Handled {
  readonly kind: DurableKind
  readonly work: Work
  worker: string | null
}
interface Run {
  readonly kind: string
  readonly stop: AbortController
  progress: Progress | null
}

export interface PgBossDeps {
  readonly pool: Pick<Database['pool'], 'query'>
  /** Where its tables lie; see `ensureJobsSchema`. */
  readonly schema: string
  readonly log: Pick<Logger, 'warn' | 'error'>
}

const seconds = (ms: DurationMs): number => Math.max(1, Math.ceil(ms / 1000))

const rulesOf = ({ attempts, pauseMs, longestMs }: DurableKind): Omit<Queue, 'name' | 'policy'> => ({
  retryLimit: attempts - 1,
  retryDelay: seconds(pauseMs),
  retryBackoff: true,
  expireInSeconds: seconds(longestMs),
  heartbeatSeconds: SILENT_S,
  retentionSeconds: KEPT_S,
  deleteAfterSeconds: DONE_KEPT_S,
  deadLetter: DEAD,
})

const reasonOf = (output: object | null): string => {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: unknown }
  return String(message ?? (value as { message?: unknown } | undefined)?.message ?? value ?? '')
}

const toDead = (job: JobWithMetadata<unknown>): DeadJob => ({
  kind: job.sourceName ?? job.name,
  data: job.data,
  reason: reasonOf(job.sourceOutput),
  attempts: (job.sourceRetryCount ?? 0) + 1,
  at: job.createdOn.getTime(),
})

/** Makes pg-boss over the house's own connections: it opens none, and its tables are made or brought up to date when it starts. */
const makeBoss = ({ PgBoss: Boss }: Library, { pool, schema, log }: PgBossDeps): PgBoss => {
  const boss = new Boss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema,
    createSchema: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    reindex: false,
    monitorVacuum: false,
    bamIntervalSeconds: 600,
    flowIntervalSeconds: 3600,
    schedule: false,
  })
  boss.on('error', (error) => log.warn({ error: String(error) }, 'a durable job could not be looked after'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  return boss
}

/** Loads the library, which takes a sixth of a second, and begins to work on what is handled. */
const begin = async (
  deps: PgBossDeps,
  handled: Iterable<Handled>,
  attend: (boss: PgBoss, of: Handled, job: JobWithMetadata<object>) => Promise<void>,
) => {
  const library = await import('pg-boss')
  const boss = makeBoss(library, deps)
  try {
    await boss.start()
    await boss.createQueue(DEAD, { retentionSeconds: KEPT_S })
    for (const one of handled) {
      const { name } = one.kind
      await boss.createQueue(name, { policy: 'short', ...rulesOf(one.kind) })
      await boss.updateQueue(name, rulesOf(one.kind))
      one.worker = await boss.work(
        name,
        { includeMetadata: true, pollingIntervalSeconds: LOOK_S, heartbeatRefreshSeconds: HEARTBEAT_S },
        async (jobs: JobWithMetadata<object>[]) => {
          for (const job of jobs) await attend(boss, one, job)
        },
      )
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined)
    throw error
  }
  return { boss, within: library.fromKysely }
}
type Begun = Awaited<ReturnType<typeof begin>>

/** The dead, as they were when last looked at: whoever asks for the state of the house does not wait for the database. */
const makeDead = (log: PgBossDeps['log']) => {
  let known: readonly DeadJob[] = []
  const read = async (boss: PgBoss): Promise<DeadJob[]> => (await boss.findJobs(DEAD)).map(toDead)
  return {
    read,
    look: (boss: PgBoss): Promise<void> =>
      read(boss).then(
        (found) => void (known = found),
        (error: unknown) => log.warn({ error: String(error) }, 'the dead jobs could not be read'),
      ),
    /** What was done at last is dead no more. */
    bury: async (boss: PgBoss, kind: string, data: object): Promise<void> => {
      const found = await boss.findJobs(DEAD, { data })
      const ids = found.filter(({ sourceName }) => sourceName === kind).map(({ id }) => id)
      if (ids.length > 0) await boss.deleteJob(DEAD, ids)
    },
    risks: (): string[] =>
      known.map(
        ({ kind, data, reason, attempts }) =>
          `任务 ${kind} ${JSON.stringify(data)} 试了 ${attempts} 次未成 / was tried ${attempts} times and not done: ${reason}`,
      ),
  }
}

/** One attempt at one job. */
const makeAttend =
  (runs: Map<string, Run>, dead: ReturnType<typeof makeDead>) =>
  async (boss: PgBoss, { kind, work }: Handled, job: JobWithMetadata<object>): Promise<void> => {
    const run: Run = { kind: kind.name, stop: new AbortController(), progress: null }
    runs.set(job.id, run)
    const isLast = job.retryCount >= job.retryLimit
    try {
      await work(job.data, {
        signal: AbortSignal.any([job.signal, run.stop.signal]),
        isLast,
        progress: (now) => void (run.progress = now),
      })
      await dead.bury(boss, kind.name, job.data)
    } finally {
      runs.delete(job.id)
      // The library lays a job aside after this attempt has ended.
      if (isLast || dead.risks().length > 0) setTimeout(() => void dead.look(boss), DEAD_SOON_MS).unref()
    }
  }

const waiting = async (boss: PgBoss, kind: string): Promise<number> => {
  const found = await boss.findJobs(kind, { queued: true })
  return found.filter(({ state, startAfter }) => state === 'retry' || startAfter.getTime() <= Date.now())
    .length
}

const askOf = async (
  { boss, within }: Begun,
  kind: string,
  data: object,
  { key, afterMs = 0, within: transaction }: AskOptions,
): Promise<string | null> =>
  boss.send(kind, data, {
    // Of a kind only one without a key could wait: jobs that have none are each something of their own.
    singletonKey: key ?? randomUUID(),
    ...(afterMs > 0 ? { startAfter: seconds(afterMs) } : {}),
    ...(transaction ? { db: within(transaction) } : {}),
  })

/** Begins once, when first needed or a moment after the start; one that failed is tried again. */
const makeBeginning = (start: () => Promise<Begun>, log: PgBossDeps['log']) => {
  let begun: Promise<Begun> | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const now = (): Promise<Begun> => {
    begun ??= outOfRequest(start)
    begun.catch(() => void (begun = null))
    return begun
  }
  const later = (ms: DurationMs): void => {
    timer = setTimeout(() => {
      now().catch((error: unknown) => {
        log.warn({ error: String(error) }, 'durable jobs could not begin, and are tried again')
        if (!stopped) later(RETRY_MS)
      })
    }, ms)
    timer.unref()
  }
  return {
    now,
    later,
    /** What has begun, or is about to. */
    end: async (): Promise<Begun | null> => {
      stopped = true
      if (timer) clearTimeout(timer)
      return (await begun?.catch(() => null)) ?? null
    },
  }
}

/** Durable jobs in PostgreSQL by pg-boss. */
export const makePgBossJobs = (deps: PgBossDeps): DurableJobs => {
  const handled = new Map<string, Handled>()
  const runs = new Map<string, Run>()
  const dead = makeDead(deps.log)
  const attend = makeAttend(runs, dead)
  let looking: (() => Promise<void>) | null = null
  const beginning = makeBeginning(async () => {
    const begun = await begin(deps, handled.values(), attend)
    await dead.look(begun.boss)
    const failed = (): void => undefined
    looking = every(DEAD_LOOK_MS, () => dead.look(begun.boss), { failed, ref: false })
    return begun
  }, deps.log)
  const running = (kind: string): number => [...runs.values()].filter((run) => run.kind === kind).length
  const wake = ({ boss }: Begun, kind: string): void => {
    const worker = handled.get(kind)?.worker
    if (worker) boss.notifyWorker(worker)
  }
  return {
    handle: (kind, work) => void handled.set(kind.name, { kind, work: work as Work, worker: null }),
    ask: async (kind, data, options = {}) => {
      const begun = await beginning.now()
      const id = await askOf(begun, kind, data, options)
      if (!options.within && !options.afterMs) wake(begun, kind)
      return id
    },
    wake: (kind) =>
      void beginning.now().then(
        (begun) => wake(begun, kind),
        () => undefined,
      ),
    open: async (kind) => (await waiting((await beginning.now()).boss, kind)) + running(kind),
    cancel: async (kind, id) => {
      await (await beginning.now()).boss.cancel(kind, id)
      runs.get(id)?.stop.abort(new Error('the job was cancelled'))
    },
    progressOf: (id) => runs.get(id)?.progress ?? null,
    dead: async () => dead.read((await beginning.now()).boss),
    risks: dead.risks,
    recover: async () => (await beginning.now()).boss.supervise(),
    start: () => beginning.later(BEGIN_MS),
    stop: async () => {
      const begun = await beginning.end()
      await looking?.()
      for (const run of runs.values()) run.stop.abort(new Error('the house stops'))
      await begun?.boss.stop({ graceful: true, timeout: STOP_MS })
    },
  }
}
