import type { SquareDecimetres } from '../kernel/units.ts'

/** What one seat decides: its share of the room, and its limit where it has one. */
interface SharedSeat {
  readonly share: number
  readonly limitDm2: SquareDecimetres | null
}

/** A shared room as its seats have it. Every area is rounded once, so none lies beside another that it contradicts. */
interface SharedRoom {
  /** Each seat's part, in the order of the seats: they sum to the area, and their excesses to `overDm2`. */
  readonly partsDm2: readonly SquareDecimetres[]
  /** What the seats lie above their limits, summed; where all do, it is the area less the limits. */
  readonly overDm2: SquareDecimetres
  /** Part ÷ limit of the occupant who is worst off, above 1 only where something is over; null where nobody has a limit. */
  readonly limitUse: number | null
}

/** 分摊: shares of a room in all may lie so far from 1 and are still all of it. 本系统口径 [D]. */
export const SHARE_TOLERANCE = 0.01
/** Floating-point dust of a share, 0.01 m². */
const DUST = 1e-6
const whole = (exact: number): number => Math.round(exact + DUST)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Whether shares of that sum are all of a room; three of 0.33 are. */
export const isWholeOf = (shares: number): boolean => Math.abs(shares - 1) <= SHARE_TOLERANCE + DUST

/** Whole numbers that sum to `total`, each its exact part rounded down or up: the largest remainders go up, the first of equal ones. */
const apportion = (exact: readonly number[], total: number): number[] => {
  const parts = exact.map((value) => Math.floor(value + DUST))
  const order = exact
    .map((value, i) => ({ i, rest: value - (parts[i] as number) }))
    .sort((a, b) => (Math.abs(b.rest - a.rest) > DUST ? b.rest - a.rest : a.i - b.i))
  for (const { i } of order.slice(0, Math.max(total - sum(parts), 0))) parts[i] = (parts[i] as number) + 1
  return parts
}

/**
 * Area of a shared room falls to each by share. Those above their limits are summed first and rounded once; the others
 * have what is left. Shares that do not sum to 1 are a fault of the record, and are taken as they are written.
 */
export const shareOut = (usableDm2: SquareDecimetres, seats: readonly SharedSeat[]): SharedRoom => {
  const shares = sum(seats.map(({ share }) => share))
  const isWhole = isWholeOf(shares)
  const exact = seats.map(({ share }) => (usableDm2 * share) / (isWhole ? shares : 1))
  const isOver = seats.map(({ limitDm2 }, i) => limitDm2 !== null && (exact[i] as number) > limitDm2 + DUST)
  const of = (over: boolean): number[] => seats.flatMap((_, i) => (isOver[i] === over ? [i] : []))
  const [above, below] = [of(true), of(false)]
  const aboveDm2 = whole(sum(above.map((i) => exact[i] as number)))
  const belowDm2 = isWhole ? usableDm2 - aboveDm2 : whole(sum(below.map((i) => exact[i] as number)))
  const partsDm2 = seats.map(() => 0)
  for (const [group, total] of [
    [above, aboveDm2],
    [below, belowDm2],
  ] as const) {
    const parts = apportion(
      group.map((i) => exact[i] as number),
      total,
    )
    for (const [at, i] of group.entries()) partsDm2[i] = parts[at] as number
  }
  const overDm2 = aboveDm2 - sum(above.map((i) => seats[i]?.limitDm2 ?? 0))
  const uses = seats.flatMap(({ limitDm2 }, i) =>
    limitDm2 === null ? [] : [(exact[i] as number) / limitDm2],
  )
  const most = uses.length === 0 ? null : Math.max(...uses)
  return { partsDm2, overDm2, limitUse: most === null || overDm2 > 0 ? most : Math.min(most, 1) }
}
