import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setTimeout as delay } from 'node:timers/promises'
import type { SourceStatus } from '#shared/protocol/http.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Source, SourceSink } from '../sources/Source.ts'
import type { SourceLog } from '../common/directory/types.ts'
import { every } from '../common/jobs.ts'

export interface SourcesRunner {
  start(sources: readonly Source[], sink: SourceSink): Promise<void>
  stop(): Promise<void>
  statuses(): SourceStatus[]
  /** Counts what the services behind the door turned away of a source's records, beside what the source itself did. */
  turnedAway(sources: readonly string[]): void
  /** Hears of every source whose state, count or error changed. */
  onChange(listener: (statuses: readonly SourceStatus[]) => void): void
}

const WATCH_MS: DurationMs = 1_000
/** A register that is long in coming no longer holds back the live ways. */
const REGISTER_WAIT_MS: DurationMs = 20 * MINUTE_MS

/**
 * Starts the request and callback ways at once, and the session and broadcast ways as soon as the registers of
 * vehicles and meters are there: until then nobody could say whose positions and readings they are.
 */
export const makeSourcesRunner = (deps: { hasRegisters: () => boolean; log: SourceLog }): SourcesRunner => {
  let sources: readonly Source[] = []
  let stopped = false
  let stopWatching: (() => Promise<void>) | null = null
  let last = new Map<string, string>()
  let late: Promise<void> = Promise.resolve()
  const behind = new Map<string, number>()
  const listeners: ((statuses: readonly SourceStatus[]) => void)[] = []

  const statusOf = (source: Source): SourceStatus => {
    const status = source.status()
    return { ...status, quarantined: status.quarantined + (behind.get(status.name) ?? 0) }
  }
  const watch = (): void => {
    const now = new Map(sources.map((source) => [source.name, JSON.stringify(statusOf(source))]))
    const changed = sources.filter((source) => now.get(source.name) !== last.get(source.name)).map(statusOf)
    last = now
    if (changed.length > 0) for (const listener of listeners) listener(changed)
  }
  const startLive = async (live: readonly Source[], sink: SourceSink): Promise<void> => {
    for (let waited = 0; !stopped && !deps.hasRegisters() && waited < REGISTER_WAIT_MS; waited += 200)
      await delay(200)
    if (stopped) return
    for (const source of live) await source.start(sink)
  }
  const isLive = (source: Source): boolean =>
    source.status().way === 'session' || source.status().way === 'broadcast'

  return {
    start: async (all, sink) => {
      sources = all
      for (const source of all) if (!isLive(source)) await source.start(sink)
      late = startLive(all.filter(isLive), sink).catch((error: unknown) =>
        deps.log.error({ error: String(error) }, 'a source could not be started'),
      )
      const failed = (error: unknown): void =>
        deps.log.error({ error: String(error) }, 'the state of the sources could not be told')
      stopWatching = every(WATCH_MS, watch, { failed })
    },
    stop: async () => {
      stopped = true
      await stopWatching?.()
      await late
      await Promise.all(sources.map((source) => source.stop()))
    },
    statuses: () => sources.map(statusOf),
    turnedAway: (names) => {
      for (const name of names) behind.set(name, (behind.get(name) ?? 0) + 1)
    },
    onChange: (listener) => listeners.push(listener),
  }
}
