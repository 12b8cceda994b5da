import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { every } from '../jobs.ts'
import { AHEAD_MS } from '#shared/kernel/time/age.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from './clock.ts'

const LOOK_MS: DurationMs = 5000
/** What time services correct step by step stays far below it. */
const JUMP_MS: DurationMs = 10_000

export interface ClockWatchDeps {
  /** The product's, which never goes back. */
  readonly clock: Clock
  /** The machine's, shifted as the product's is. */
  readonly wall: Clock
  /** Counts on whatever happens to the clock. */
  readonly steady?: () => number
  /** The time of the newest row that this house itself wrote; null for none. */
  readonly newestKept: () => Promise<EpochMs | null>
  readonly log: { warn(detail: object, message: string): void }
}

export interface ClockWatch {
  look(): void
  /** What an operator should mend: a clock that lies before what is kept. */
  risks(): readonly string[]
  stop(): void
}

const words = (at: EpochMs): string => new Date(at + 8 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')
const span = (ms: DurationMs): string =>
  ms < 120_000
    ? `${Math.round(ms / 1000)} s`
    : ms < 7_200_000
      ? `${Math.round(ms / MINUTE_MS)} min`
      : `${(ms / HOUR_MS).toFixed(1)} h`

/**
 * Tells when the machine's clock is moved while the house runs, and when the house's lies before what is kept: what lies
 * ahead of it is shown when its time comes.
 */
export const watchClock = async ({
  clock,
  wall,
  steady = () => performance.now(),
  newestKept,
  log,
}: ClockWatchDeps): Promise<ClockWatch> => {
  let [before, counted] = [wall(), steady()]
  const reached = (await newestKept()) ?? before
  const behind = (): string | null =>
    clock() < reached - AHEAD_MS
      ? `时钟 ${words(clock())} 早于已保存到的 ${words(reached)},其后的数据暂不显示,请校正时钟 / the clock ${words(clock())} lies before ${words(reached)}, to which data are kept: what is later is not shown until then; set the clock right`
      : null
  const first = behind()
  if (first) log.warn({ clock: clock(), reached }, first)
  const look = (): void => {
    const [now, count] = [wall(), steady()]
    const jump = now - before - (count - counted)
    if (Math.abs(jump) > JUMP_MS)
      log.warn(
        { jumpMs: Math.round(jump), now },
        jump < 0
          ? `机器时钟后退了 ${span(-jump)},本系统按原时刻继续走,已保存的数据不变 / the machine's clock was set back by ${span(-jump)}; this house goes on counting from where it was, and nothing that is kept is changed`
          : `机器时钟前进了 ${span(jump)},本系统随之前进 / the machine's clock was set forward by ${span(jump)}, and this house with it`,
      )
    ;[before, counted] = [now, count]
  }
  const stop = every(LOOK_MS, look, {
    failed: (error) => log.warn({ error: String(error) }, 'the clock could not be looked at'),
    ref: false,
  })
  return {
    look,
    risks: () => {
      const ahead = clock() - wall()
      const lines = [
        behind(),
        ahead > AHEAD_MS
          ? `本系统的时钟比机器快 ${span(ahead)}(机器时钟曾后退),校正机器时钟后请重新启动 / the clock of this house is ${span(ahead)} ahead of the machine's, which was set back: set that right and start again`
          : null,
      ]
      return lines.filter((line) => line !== null)
    },
    stop: () => void stop(),
  }
}
