import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'

/** What an account saw on this device: the look that changes are counted from, and the one that goes on. */
export interface Looks {
  readonly before: Look | null
  readonly now: Look
}
interface Look {
  readonly at: EpochMs
  /** Figures by place and verdict. */
  readonly values: Readonly<Record<string, number>>
}

/** Who comes back within so long goes on looking. 本系统口径 [D]. */
const APART_MS: DurationMs = 4 * HOUR_MS
/** Figures that are remembered of one look. */
const MOST = 400
const keyOf = (account: string): string => `guanlan.looked.${account}`

const isLook = (value: unknown): value is Look =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Look).at === 'number' &&
  typeof (value as Look).values === 'object'

/** What was seen before, once a look begins or goes on at `now`. What is kept may be old, or of another hand: what cannot be read is nothing. */
export const lookAgain = (kept: string | null, now: EpochMs): Looks => {
  const fresh = { at: now, values: {} }
  try {
    const { before, now: last } = JSON.parse(kept ?? 'null') as Looks
    if (!isLook(last) || last.at > now) return { before: null, now: fresh }
    if (now - last.at < APART_MS) return { before: isLook(before) ? before : null, now: { ...last, at: now } }
    return { before: last, now: fresh }
  } catch {
    return { before: null, now: fresh }
  }
}

/** A figure that is seen now; the oldest are forgotten. */
export const seen = ({ before, now }: Looks, key: string, value: number, at: EpochMs): Looks => {
  const { [key]: _, ...rest } = now.values
  const values = Object.fromEntries([...Object.entries(rest), [key, value]].slice(-MOST))
  return { before, now: { at, values } }
}

/** The looks of an account on this device. Nothing is kept where the device keeps nothing. */
export const makeLastLook = (account: string, clock: () => EpochMs) => {
  const key = keyOf(account)
  const read = (): string | null => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  let looks = lookAgain(read(), clock())
  return {
    /** When this account looked before; null where it never did. */
    at: (): EpochMs | null => looks.before?.at ?? null,
    before: (what: string): number | null => looks.before?.values[what] ?? null,
    saw: (what: string, value: number): void => {
      if (looks.now.values[what] === value) return
      looks = seen(looks, what, value, clock())
      try {
        localStorage.setItem(key, JSON.stringify(looks))
      } catch {
        /* A device that keeps nothing says no change. */
      }
    },
  }
}
export type LastLook = ReturnType<typeof makeLastLook>
