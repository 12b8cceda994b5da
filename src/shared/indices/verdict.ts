import { SMALL_BASE } from '../kernel/rate.ts'

/** Which way a figure is better. */
export type Better = 'less' | 'more'

/** What a figure is held to, in its own unit; null where nothing holds it. `severe`: beyond it someone must act. */
export interface Line {
  readonly target: number | null
  readonly severe: number | null
  readonly better: Better
}

/** How a figure stands: `small` over too few to be judged, `unheld` without a line, `unknown` without a figure. */
export type Standing = 'kept' | 'slight' | 'severe' | 'small' | 'unheld' | 'unknown'

const WHOLE = 100
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals))

/** Twice what the target allows: of what should be little the double, of what should be whole the double gap. 本系统口径 [D]. */
export const twiceBeyond = (target: number, better: Better): number =>
  better === 'less' ? target * 2 : WHOLE - (WHOLE - target) * 2

/** The judgement of a figure as it is printed, so that the word never contradicts the digits. `n`: null where it is of no count. */
export const standing = (
  {
    value,
    n,
    decimals,
  }: { readonly value: number | null; readonly n: number | null; readonly decimals: number },
  { target, severe, better }: Line,
): Standing => {
  if (value === null) return 'unknown'
  if (target === null) return 'unheld'
  if (n !== null && n < SMALL_BASE) return 'small'
  const beyond = (limit: number): boolean => {
    const [shown, line] = [rounded(value, decimals), rounded(limit, decimals)]
    return better === 'less' ? shown > line : shown < line
  }
  if (!beyond(target)) return 'kept'
  return severe !== null && beyond(severe) ? 'severe' : 'slight'
}

/** A part of the open place, as a verdict compares it. */
export interface Part {
  readonly id: string
  readonly name: string
  readonly value: number | null
  /** What it is counted over; null where it is of no count. */
  readonly n: number | null
}

const isSmall = ({ n }: Part): boolean => n !== null && n < SMALL_BASE

/** The worst of the parts; one that is counted over few wins only where all others are too. Null where none has a figure. */
export const worstOf = <P extends Part>(parts: readonly P[], better: Better): P | null => {
  const known = parts.filter(({ value }) => value !== null)
  const large = known.filter((part) => !isSmall(part))
  const worse = (a: P, b: P): boolean => {
    const by = ((a.value ?? 0) - (b.value ?? 0)) * (better === 'less' ? 1 : -1)
    return by === 0 ? (a.n ?? 0) > (b.n ?? 0) : by > 0
  }
  return (large.length > 0 ? large : known).reduce<P | null>(
    (worst, part) => (worst === null || worse(part, worst) ? part : worst),
    null,
  )
}

/** By how much a figure moved, of both as they are printed; null where one of them is not known. */
export const moved = (
  now: number | null,
  before: number | null | undefined,
  decimals: number,
): number | null =>
  now === null || before === null || before === undefined
    ? null
    : rounded(rounded(now, decimals) - rounded(before, decimals), decimals)

/**
 * How many of the parts of a share must change for it to keep its target: too many of them where less is better, too few
 * where more is. 0 where it is kept.
 */
export const toMend = (part: number, base: number, target: number, better: Better): number => {
  const allowed = (base * target) / WHOLE
  return Math.max(0, Math.ceil(better === 'less' ? part - allowed - 1e-9 : allowed - part - 1e-9))
}
