import type { DayCurve } from '../live/load.ts'

const QUARTERS_PER_HOUR = 4
type Quarters = (number | null)[]

/** kWh a quarter hour as mean kW; the quarter under way shows the power of now, and nothing stands after it. Nothing read is a gap, a zero is none. */
export const curveOf = ({ kwh, have }: DayCurve, current: number, nowKw: number | null): Quarters =>
  Array.from(kwh, (value, quarter) =>
    quarter === current ? nowKw : quarter > current || have[quarter] === 0 ? null : value * QUARTERS_PER_HOUR,
  )

export const shareOfAll = (have: number, all: number): number | null =>
  all > 0 ? Math.min(1, have / all) : null
/** How many of the meters a quarter hour rests on; of the quarter under way how many buildings report. */
export const coveredOf = ({ have, expected }: DayCurve, current: number, now: number | null): Quarters =>
  Array.from(have, (count, quarter) =>
    quarter === current ? now : quarter > current ? null : shareOfAll(count, expected),
  )
