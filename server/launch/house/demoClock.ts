import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { LaunchError } from '../options.ts'

/** How far the clock of a data folder has come; `clock.json` in it. */
export interface KeptClock {
  /** The GUANLAN_CLOCK that the folder's clock was set to; null where it runs on the machine's time. */
  readonly asked: EpochMs | null
  /** The last instant of the product's clock that was kept. */
  readonly last: EpochMs
}

export interface ClockChoice {
  /** How far the product's clock is ahead of the machine's, ms. */
  readonly offsetMs: DurationMs
  readonly asked: EpochMs | null
  /** For a person; null where nothing is to be said. */
  readonly line: string | null
}

/** A machine's clock is corrected by that much without a word. */
const TOLERANCE_MS: DurationMs = 10 * MINUTE_MS

/** UTC+8 to the second, as the screens show it. */
const clockWords = (at: EpochMs): string =>
  `${new Date(at + 8 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')}`

const refuse = (clock: string, kept: KeptClock): LaunchError =>
  new LaunchError(
    `${clock} 早于数据目录已保存到的时刻 ${clockWords(kept.last)}:时钟不能倒退。请改用更晚的时刻,或加 --new-clock 另开新的数据目录(原目录保留) / ${clock} lies before ${clockWords(kept.last)}, to which the data folder is kept: a clock is not set back. Choose a later instant, or add --new-clock, which opens a fresh folder and keeps this one`,
  )

/**
 * Where a folder's clock goes on. A demonstration goes on from its last kept instant, also when it is asked for the same
 * GUANLAN_CLOCK again; a later one is gone to; one that lies before what is kept is refused. Throws LaunchError.
 */
export const chooseClock = (asked: EpochMs | null, kept: KeptClock | null, machine: EpochMs): ClockChoice => {
  if (kept === null) return { offsetMs: asked === null ? 0 : asked - machine, asked, line: null }
  const goOn = {
    offsetMs: kept.last - machine,
    asked: kept.asked ?? asked,
    line: `演示时钟接着上次的 ${clockWords(kept.last)} 继续 / the demonstration clock goes on from ${clockWords(kept.last)}`,
  }
  if (asked === null) {
    if (kept.asked !== null) return goOn
    if (machine < kept.last - TOLERANCE_MS)
      throw refuse(`机器时间 the machine's time ${clockWords(machine)}`, kept)
    return { offsetMs: 0, asked: null, line: null }
  }
  if (asked === kept.asked) return goOn
  if (asked < kept.last) throw refuse(`GUANLAN_CLOCK ${clockWords(asked)}`, kept)
  return { offsetMs: asked - machine, asked, line: null }
}
