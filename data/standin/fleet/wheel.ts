/** Who is due when, without a timer each: rows in slots of one tick, linked through one column. */
export interface Wheel {
  readonly tickMs: number
  /** Due `ms` from the tick last taken, at least one tick ahead. */
  schedule(row: number, ms: number): void
  /** Takes every row due up to `now`, each once. */
  take(now: number, due: (row: number) => void): void
}

const NONE = -1

/** Horizon: the longest `ms` that `schedule` will be given. */
export const makeWheel = (tickMs: number, horizonMs: number, start: number): Wheel => {
  const slots = Math.ceil(horizonMs / tickMs) + 2
  const head = new Int32Array(slots).fill(NONE)
  let next = new Int32Array(1024).fill(NONE)
  let tick = Math.floor(start / tickMs)
  return {
    tickMs,
    schedule: (row, ms) => {
      if (row >= next.length) {
        const larger = new Int32Array(Math.max(row + 1, next.length * 2)).fill(NONE)
        larger.set(next)
        next = larger
      }
      const slot = (tick + Math.min(slots - 1, Math.max(1, Math.round(ms / tickMs)))) % slots
      next[row] = head[slot]!
      head[slot] = row
    },
    take: (now, due) => {
      for (const last = Math.floor(now / tickMs); tick < last;) {
        tick++
        const slot = tick % slots
        let row = head[slot]!
        head[slot] = NONE
        while (row !== NONE) {
          const following = next[row]!
          due(row)
          row = following
        }
      }
    },
  }
}
