import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { Rebuild } from '#shared/protocol/http.ts'
import type { ParameterDomain } from '#shared/standards/parameter.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { Attempt, DurableJobs, DurableKind } from '../common/durable/durable.ts'
import { every } from '../common/jobs.ts'
import type { RebuildJob } from '../common/ports/rebuild.ts'
import type { Db } from '../db/open.ts'

interface AskRebuild {
  /** The transaction that revises. */
  readonly within?: Db
  /** The civil day on which the revision comes in force; none for one that is in force at once. */
  readonly day?: string
  readonly afterMs?: DurationMs
  /** A job that makes it anew already. */
  readonly except?: string
}

export interface Rebuilder {
  state(): Rebuild
  add(job: RebuildJob): void
  /** Asks that what belongs to these domains be made anew, one job after another, though this process ends; one that waits already is not asked for twice. */
  ask(domains: ReadonlySet<ParameterDomain>, options?: AskRebuild): Promise<void>
  /** What was asked for is committed: it begins, and is told. */
  begin(): void
  /** Resolves when nothing waits. */
  settled(): Promise<void>
}

export interface RebuilderDeps {
  readonly jobs: DurableJobs
  readonly clock: Clock
  readonly changed: () => void
  readonly failed: (name: string, error: unknown) => void
  /** Brings in force what is due, before something is made anew by it. */
  readonly refresh: (running: string) => void
}

const REBUILD: DurableKind = {
  name: 'rebuild',
  attempts: 4,
  pauseMs: 5000,
  longestMs: 6 * HOUR_MS,
}
/** While something is made anew it is asked so often whether all is done. */
const LOOK_MS: DurationMs = 300
const REST: Rebuild = { running: false, done: 0, total: 0, what: null, failed: [], at: null }

/** Keys are words without spaces. */
const keyOf = (name: string, day = ''): string => `${name.replace(/\W+/g, '-')}@${day}`

/** What screens are told of the work, from the first job to the last. */
const makeTold = ({ jobs, clock, changed, failed }: RebuilderDeps) => {
  let state = REST
  let over: { promise: Promise<void>; resolve: () => void } | null = null
  let stop: (() => Promise<void>) | null = null

  const tell = (next: Partial<Rebuild>): void => {
    state = { ...state, ...next }
    changed()
  }
  const look = async (): Promise<void> => {
    const open = await jobs.open(REBUILD.name)
    if (open > 0) {
      state = { ...state, total: Math.max(state.total, state.done + open) }
      return
    }
    const ended = over
    over = null
    void stop?.()
    stop = null
    tell({ running: false, what: null, total: state.done, at: clock() })
    ended?.resolve()
  }
  return {
    state: () => state,
    begin: (): void => {
      if (over) return
      let resolve = (): void => undefined
      const promise = new Promise<void>((ended) => (resolve = ended))
      over = { promise, resolve }
      stop = every(LOOK_MS, look, {
        failed: (error) => failed('the list of what is made anew', error),
        ref: false,
      })
      tell({ running: true, done: 0, total: 1, what: null, failed: [] })
    },
    at: (job: RebuildJob): void => tell({ what: job.name }),
    done: (): void => void (state = { ...state, done: state.done + 1 }),
    died: (job: RebuildJob): void => void (state = { ...state, failed: [...state.failed, job.name.zh] }),
    settled: async (): Promise<void> => over?.promise,
  }
}

export const makeRebuilder = (deps: RebuilderDeps): Rebuilder => {
  const known: RebuildJob[] = []
  const told = makeTold(deps)
  const attempt = async ({ job: name }: { job: string }, { isLast }: Attempt): Promise<void> => {
    const job = known.find((one) => one.name.en === name)
    if (!job) return deps.failed(name, new Error('nobody makes it any more'))
    told.begin()
    told.at(job)
    deps.refresh(name)
    try {
      await job.run()
    } catch (error) {
      deps.failed(name, error)
      if (isLast) told.died(job)
      throw error
    }
    told.done()
  }
  deps.jobs.handle(REBUILD, attempt)
  return {
    state: told.state,
    add: (job) => void known.push(job),
    ask: async (domains, { within, day, afterMs, except } = {}) => {
      for (const { name, domains: mine } of known)
        if (name.en !== except && mine.some((domain) => domains.has(domain)))
          await deps.jobs.ask(
            REBUILD.name,
            { job: name.en },
            {
              key: keyOf(name.en, day),
              ...(afterMs === undefined ? {} : { afterMs }),
              ...(within ? { within } : {}),
            },
          )
    },
    begin: () => {
      told.begin()
      deps.jobs.wake(REBUILD.name)
    },
    settled: told.settled,
  }
}
