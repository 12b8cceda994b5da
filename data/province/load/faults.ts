import { even } from './noise.ts'
import type { Traits } from './traits.ts'

/** What goes wrong in buildings and with meters, so that whoever watches has something to find. */
export type FaultKind = 'base-jump' | 'weekend' | 'leak' | 'stuck' | 'reversed-ct' | 'missing' | 'outage'
export interface Fault {
  readonly kind: FaultKind
  /** First and last day. */
  readonly from: number
  readonly to: number
  /** Hours of the day, where it does not last all day. */
  readonly hours: readonly [number, number]
  /** Against the item's usual day. */
  readonly size: number
}

/** Days of one draw of lots: a fault begins within and may last into the next. */
const SPAN_DAYS = 28
/** Chance of each kind for a building in four weeks, its days, and its hours. */
const LOTS: readonly (readonly [FaultKind, number, number, number])[] = [
  ['base-jump', 0.012, 4, 11],
  ['weekend', 0.014, 1, 2],
  ['leak', 0.012, 5, 12],
  ['stuck', 0.014, 1, 1],
  ['reversed-ct', 0.005, 12, 25],
  ['missing', 0.12, 1, 1],
  ['outage', 0.05, 1, 1],
]

const faultOf = (seed: number, span: number, kind: number): Fault | null => {
  const [name, chance, least, most] = LOTS[kind]!
  const salt = span * 16 + kind
  if (even(seed, salt, 41) >= chance) return null
  const from = span * SPAN_DAYS + Math.floor(even(seed, salt, 42) * SPAN_DAYS)
  const lasts = least + Math.floor(even(seed, salt, 43) * (most - least + 1))
  const long =
    name === 'stuck'
      ? 9 + Math.floor(even(seed, salt, 44) * 9)
      : name === 'outage'
        ? 2 + Math.floor(even(seed, salt, 44) * 3)
        : 3 + Math.floor(even(seed, salt, 44) ** 2 * 12)
  const begin = Math.floor(even(seed, salt, 45) * (24 - long))
  return {
    kind: name,
    from: name === 'weekend' ? saturdayOf(from) : from,
    to: (name === 'weekend' ? saturdayOf(from) : from) + lasts - 1,
    hours: name === 'stuck' || name === 'outage' || name === 'missing' ? [begin, begin + long] : [0, 24],
    size: 0.12 + 1.05 * even(seed, salt, 46),
  }
}
/** The Saturday on or after a day. */
const saturdayOf = (day: number): number => day + ((((6 - ((day + 4) % 7)) % 7) + 7) % 7)

const known = new WeakMap<Traits, Map<number, readonly Fault[]>>()
/** Everything that is wrong with a building on a day. */
export const faultsOn = (traits: Traits, day: number): readonly Fault[] => {
  const spans = known.get(traits) ?? new Map<number, readonly Fault[]>()
  known.set(traits, spans)
  const span = Math.floor(day / SPAN_DAYS)
  let near = spans.get(span)
  if (!near) {
    near = [span - 1, span].flatMap((each) =>
      LOTS.flatMap((_, kind) => faultOf(traits.seed, each, kind) ?? []),
    )
    if (spans.size > 2) spans.clear()
    spans.set(span, near)
  }
  return near.length === 0 ? near : near.filter(({ from, to }) => from <= day && day <= to)
}
/** Of one kind, if it has it that day. */
export const faultOn = (traits: Traits, day: number, kind: FaultKind): Fault | null =>
  faultsOn(traits, day).find((fault) => fault.kind === kind) ?? null
