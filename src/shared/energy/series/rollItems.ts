import { METER_ITEMS, type MeterItem } from '../collections/meters.ts'
import { PARTS_OF } from '../items.ts'

/** 未分项计量余量: what an item's own meter counted beyond its parts; negative where the parts counted more (总分差). */
type RestItem = `rest:${MeterItem}`
/** Who a building's electricity is set down to: its units together, its empty rooms, its common parts. [D] */
export type HolderItem = 'held' | 'vacant' | 'common'
export type RollItem = MeterItem | RestItem | HolderItem

const PARENTS = Object.keys(PARTS_OF) as MeterItem[]
const REST_ITEMS = PARENTS.map((item): RestItem => `rest:${item}`)
const HOLDER_ITEMS: readonly HolderItem[] = ['held', 'vacant', 'common']
/** What is summed of meters, in the order of the sheets' columns; the holders follow. */
export const METERED_ITEMS: readonly RollItem[] = [...METER_ITEMS, ...REST_ITEMS]
export const ROLL_ITEMS: readonly RollItem[] = [...METERED_ITEMS, ...HOLDER_ITEMS]
export const isRollItem = (item: string): item is RollItem => (ROLL_ITEMS as readonly string[]).includes(item)

const PARENT_OF = new Map(
  PARENTS.flatMap((parent) => (PARTS_OF[parent] ?? []).map((part) => [part, parent] as const)),
)

/** A meter's share in an item of its building: its value is added or, in a rest, taken off. */
export interface Contribution {
  readonly item: RollItem
  readonly sign: 1 | -1
}

/**
 * Which items of the building a meter's energy goes into. An item with a meter of its own is worth that meter, and what
 * its parts do not explain is its rest; an item without one is the sum of its parts. So at every level the parts (with
 * the rest) sum to the whole exactly.
 */
export const contributionsOf = (item: MeterItem, metered: ReadonlySet<MeterItem>): Contribution[] => {
  const out: Contribution[] = [{ item, sign: 1 }]
  if (PARTS_OF[item]) out.push({ item: `rest:${item}`, sign: 1 })
  for (let parent = PARENT_OF.get(item); parent; parent = PARENT_OF.get(parent)) {
    if (metered.has(parent)) return [...out, { item: `rest:${parent}`, sign: -1 }]
    out.push({ item: parent, sign: 1 })
  }
  return out
}
