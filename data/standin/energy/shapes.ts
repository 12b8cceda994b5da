import { LOAD_ITEMS, type LoadItem } from '../../province/load/traits.ts'
import { share } from '../hash.ts'

/** Quarter hours of a day. */
export const QUARTERS = 96
const ELECTRIC_ITEMS = 7
const VARIANTS = 6

/** A day's course: relative load at each quarter-hour mark (97, mean 1, straight lines between), and its integral in days. */
export interface Shape {
  readonly at: Float64Array
  readonly sum: Float64Array
}

/** Bell-like rise and fall: 0 outside, 1 on the plateau, an hour of slope on each side. */
const plateau = (hour: number, from: number, to: number, slope = 1): number =>
  Math.max(0, Math.min(1, (hour - from) / slope, (to - hour) / slope))
const peak = (hour: number, at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2))

/** From six to half past six in the evening. */
const sunlight = (hour: number): number => Math.max(0, Math.sin(((hour - 6) / 12.5) * Math.PI)) ** 1.3

const WORKING: Record<LoadItem, (hour: number) => number> = {
  '01A00': (h) => 0.16 + plateau(h, 7.3, 18.8) - 0.22 * peak(h, 12.8, 0.7) + 0.18 * plateau(h, 18, 21.5),
  '01B00': (h) => 0.08 + 0.9 * plateau(h, 7.6, 18.4) * (0.8 + 0.2 * peak(h, 15, 3)),
  '01C00': (h) =>
    0.2 +
    0.5 * plateau(h, 7, 19) +
    0.4 * peak(h, 8.2, 0.6) +
    0.3 * peak(h, 12.1, 0.5) +
    0.35 * peak(h, 17.8, 0.6),
  '01D10': (h) => 0.92 + 0.08 * plateau(h, 8, 19, 2),
  '01D30': (h) => 0.14 + 0.6 * peak(h, 6.9, 0.8) + 1.3 * peak(h, 11.2, 1.1) + 0.5 * peak(h, 17.2, 0.9),
  '01D60': (h) => 0.75 + 0.25 * plateau(h, 8, 18) + 0.2 * peak(h, 11, 1),
  '01D1A': (h) => 0.95 + 0.05 * plateau(h, 8, 19, 2),
  water: (h) => 0.06 + 0.7 * plateau(h, 7.4, 18.6) + 0.5 * peak(h, 12.2, 0.8),
  'gas-boiler': (h) => 0.03 + 0.8 * peak(h, 6.2, 1.2) + 0.5 * peak(h, 17.5, 1.5),
  'gas-canteen': (h) => 0.01 + 0.6 * peak(h, 6.8, 0.6) + 1.2 * peak(h, 11.1, 0.8) + 0.5 * peak(h, 17, 0.7),
  heat: (h) => 0.75 + 0.3 * peak(h, 7.5, 1.6) - 0.12 * plateau(h, 12, 17, 2),
  cool: (h) => 0.05 + 0.95 * plateau(h, 7.4, 18.6) * (0.78 + 0.22 * peak(h, 15, 3)),
  pv: sunlight,
}
const RESTING: Record<LoadItem, (hour: number) => number> = {
  '01A00': (h) => 0.5 + 0.25 * plateau(h, 8, 20, 3),
  '01B00': (h) => 0.4 + 0.4 * plateau(h, 9, 18, 2),
  '01C00': (h) => 0.6 + 0.2 * plateau(h, 8, 18, 2),
  '01D10': (h) => 0.97 + 0.03 * plateau(h, 8, 19, 2),
  '01D30': (h) => 0.4 + 0.4 * peak(h, 11.2, 1.1),
  '01D60': (h) => 0.9 + 0.1 * plateau(h, 8, 18, 2),
  '01D1A': () => 1,
  water: (h) => 0.4 + 0.3 * plateau(h, 8, 20, 2),
  'gas-boiler': (h) => 0.1 + 0.5 * peak(h, 6.2, 1.2),
  'gas-canteen': (h) => 0.05 + 0.6 * peak(h, 11.2, 0.8),
  heat: (h) => 0.85 + 0.15 * peak(h, 6, 3),
  cool: (h) => 0.3 + 0.5 * plateau(h, 9, 18, 2),
  pv: sunlight,
}

const shapeFrom = (course: (hour: number) => number): Shape => {
  const at = Float64Array.from({ length: QUARTERS + 1 }, (_, index) => course(index / 4))
  at[QUARTERS] = at[0]!
  let whole = 0
  for (let index = 0; index < QUARTERS; index++) whole += (at[index]! + at[index + 1]!) / 2 / QUARTERS
  for (let index = 0; index <= QUARTERS; index++) at[index] = at[index]! / whole
  const sum = new Float64Array(QUARTERS + 1)
  for (let index = 0; index < QUARTERS; index++)
    sum[index + 1] = sum[index]! + (at[index]! + at[index + 1]!) / 2 / QUARTERS
  return { at, sum }
}

const uneven =
  (course: (hour: number) => number, item: number, variant: number, wasteful: boolean) =>
  (hour: number): number => {
    const restless = 1 + 0.14 * (share(item, variant, Math.round(hour * 4) % QUARTERS) - 0.5)
    return Math.max(0.005, (course(hour - (variant - 2) * 0.06) + (wasteful ? 0.55 : 0)) * restless)
  }

/** `working`, `resting`; each item with six variants. Wasteful buildings leave much running at night. The sun shines on all alike. */
export const makeShapes = (
  wasteful: boolean,
): { readonly working: Shape[][]; readonly resting: Shape[][] } => {
  const table = (courses: Record<LoadItem, (hour: number) => number>): Shape[][] =>
    LOAD_ITEMS.map((item, index) =>
      Array.from({ length: VARIANTS }, (_, variant) =>
        shapeFrom(
          item === 'pv'
            ? sunlight
            : uneven(courses[item], index, variant, wasteful && index < ELECTRIC_ITEMS),
        ),
      ),
    )
  return { working: table(WORKING), resting: table(RESTING) }
}

/** The integral of a course from midnight to a share of the day, 1 at its end. */
export const sumAt = (shape: Shape, day: number): number => {
  const position = Math.min(QUARTERS, Math.max(0, day * QUARTERS))
  const index = Math.min(QUARTERS - 1, Math.floor(position))
  const part = position - index
  const here = shape.at[index]!
  const slope = shape.at[index + 1]! - here
  return shape.sum[index]! + (here * part + (slope * part * part) / 2) / QUARTERS
}
