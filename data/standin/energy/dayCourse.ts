import { bell } from '../../province/load/noise.ts'
import { faultsOn, type Fault } from '../../province/load/faults.ts'
import { useOf } from '../../province/load/occupancy.ts'
import { ITEM, LOAD_ITEMS, type Traits } from '../../province/load/traits.ts'
import { makeShapes, sumAt, type Shape } from './shapes.ts'

const HOURS = 24
/** An hour keeps this much of the hour before; deviation of an hour of people's items and of machines'. */
const KEEPS = 0.55
const RESTLESS = LOAD_ITEMS.map((name) =>
  name === '01D10' || name === '01D1A' ? 0.008 : name === 'pv' || name === 'heat' ? 0.06 : 0.085,
)

/** How an item's day is spread: what of it had been drawn at each full hour, 0 at midnight and 1 at its end, and the course between. */
export interface DayCourse {
  readonly shape: Shape
  /** By hour, what its course is multiplied with. */
  readonly hours: Float64Array
  readonly done: Float64Array
}

const tables = { usual: makeShapes(false), wasteful: makeShapes(true) }

/** A building's restless hours of a day: autocorrelated, shared by all that its people switch. */
const restlessHours = (traits: Traits, day: number): Float64Array => {
  const out = new Float64Array(HOURS)
  let state = bell(traits.seed, day * 32 + 31, 71)
  for (let hour = 0; hour < HOURS; hour++)
    out[hour] = state = KEEPS * state + Math.sqrt(1 - KEEPS * KEEPS) * bell(traits.seed, day * 32 + hour, 71)
  return out
}

const isDark = (outage: Fault | undefined, item: number, hour: number): boolean =>
  outage !== undefined && item < ITEM.water && hour >= outage.hours[0] && hour < outage.hours[1]

/** A building's day: what its courses have in common. An item's own is made when it is asked for. */
export interface DayCourses {
  of(item: number): DayCourse | null
}

/** Quarter hours in an hour. */
const FOUR = 4
export const coursesOf = (traits: Traits, day: number): DayCourses => {
  const faults = faultsOn(traits, day)
  const isWorking = useOf(day).isWork || faults.some(({ kind }) => kind === 'weekend')
  const outage = faults.find(({ kind }) => kind === 'outage')
  const restless = restlessHours(traits, day)
  const table = tables[traits.isWasteful ? 'wasteful' : 'usual'][isWorking ? 'working' : 'resting']
  const made: (DayCourse | undefined)[] = []
  const make = (item: number): DayCourse => {
    const shape = table[item]![traits.variant]!
    const [hours, done] = [new Float64Array(HOURS), new Float64Array(HOURS + 1)]
    for (let hour = 0; hour < HOURS; hour++) {
      hours[hour] = isDark(outage, item, hour) ? 0 : Math.max(0.2, 1 + restless[hour]! * RESTLESS[item]!)
      done[hour + 1] = done[hour]! + hours[hour]! * (shape.sum[(hour + 1) * FOUR]! - shape.sum[hour * FOUR]!)
    }
    const whole = done[HOURS]!
    for (let hour = 0; hour < HOURS; hour++) {
      hours[hour]! /= whole
      done[hour + 1]! /= whole
    }
    return { shape, hours, done }
  }
  return { of: (item) => (traits.parts[item] === 0 ? null : (made[item] ??= make(item))) }
}

/** Share of the day's draw that is done at a share of the day. */
export const doneAt = ({ shape, hours, done }: DayCourse, part: number): number => {
  const hour = Math.min(HOURS - 1, Math.floor(part * HOURS))
  return part * HOURS === hour
    ? done[hour]!
    : done[hour]! + hours[hour]! * (sumAt(shape, part) - shape.sum[hour * FOUR]!)
}
