import type { Rebuild } from '#shared/protocol/http.ts'
import type { ParameterDomain, Text } from '#shared/standards/parameter.ts'
import type { Clock } from '../common/clock/clock.ts'
import { outOfRequest } from '../db/requestScope.ts'

/** Figures that are kept and must be made anew when a parameter of a domain is revised. */
export interface RebuildJob {
  readonly name: Text
  readonly domains: readonly ParameterDomain[]
  run(): Promise<void>
}

export interface Rebuilder {
  state(): Rebuild
  add(job: RebuildJob): void
  /** Does what belongs to these domains behind the scenes, one job after another; a job that waits already is not queued twice. */
  start(domains: ReadonlySet<ParameterDomain>): void
  /** Resolves when nothing waits. */
  settled(): Promise<void>
}

export interface RebuilderDeps {
  readonly clock: Clock
  readonly changed: () => void
  readonly failed: (name: string, error: unknown) => void
}

export const makeRebuilder = ({ clock, changed, failed }: RebuilderDeps): Rebuilder => {
  const jobs: RebuildJob[] = []
  const waiting = new Set<RebuildJob>()
  let state: Rebuild = { running: false, done: 0, total: 0, what: null, failed: [], at: null }
  let line: Promise<void> | null = null

  const tell = (next: Partial<Rebuild>): void => {
    state = { ...state, ...next }
    changed()
  }
  const work = async (): Promise<void> => {
    for (let job = [...waiting][0]; job; job = [...waiting][0]) {
      waiting.delete(job)
      tell({ what: job.name })
      try {
        await job.run()
      } catch (error) {
        state = { ...state, failed: [...state.failed, job.name.zh] }
        failed(job.name.en, error)
      }
      state = { ...state, done: state.done + 1 }
    }
    line = null
    tell({ running: false, what: null, at: clock() })
  }
  return {
    state: () => state,
    add: (job) => void jobs.push(job),
    start: (domains) => {
      const mine = jobs.filter((job) => job.domains.some((domain) => domains.has(domain)))
      if (line === null) state = { ...state, running: true, done: 0, total: 0, failed: [] }
      const before = waiting.size
      for (const job of mine) waiting.add(job)
      state = { ...state, total: state.total + waiting.size - before }
      line ??= outOfRequest(work)
    },
    settled: async () => {
      await line
    },
  }
}
