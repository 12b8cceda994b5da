/** 停在车场, 行驶, 途中停留. */
export const PHASE = { parked: 0, driving: 1, waiting: 2 } as const

const LAYOUT = {
  hash: Uint32Array,
  county: Uint16Array,
  category: Uint8Array,
  depot: Uint16Array,
  home: Uint32Array,
  phase: Uint8Array,
  /** Node it left last or stands at, and the arc it drives along. */
  node: Uint32Array,
  arc: Uint32Array,
  goal: Uint32Array,
  /** Metres along the arc, and left to the goal. */
  offset: Float32Array,
  remaining: Float32Array,
  /** m/s. */
  speed: Float32Array,
  homeward: Uint8Array,
  legs: Uint16Array,
  /** Epoch ms: a stay's end, a red light's end, the outing's end, the last step, since when it drives without a rest. */
  until: Float64Array,
  holdUntil: Float64Array,
  outingEnd: Float64Array,
  at: Float64Array,
  restless: Float64Array,
  /** Metres driven since the platform began, and at the beginning of the newest outing. */
  odometer: Float64Array,
  outingFrom: Float64Array,
  /** Row of the outing under way among the outings of today, its first goal, and the stops made since. */
  under: Uint32Array,
  first: Uint32Array,
  made: Uint8Array,
  /** The outings of today: `outing` is the next one not begun, `lastOuting` the end of its own. */
  outing: Uint32Array,
  lastOuting: Uint32Array,
} as const
type Layout = typeof LAYOUT
type Name = keyof Layout

/** The whole fleet, a column a property and a row a vehicle: 70,000 vehicles take 6 MB and no timers. */
export type Columns = { [N in Name]: InstanceType<Layout[N]> }

const names = Object.keys(LAYOUT) as Name[]
export const makeColumns = (capacity: number): Columns =>
  Object.fromEntries(names.map((name) => [name, new LAYOUT[name](capacity)])) as unknown as Columns

/** The same rows with room for more. */
export const grow = (columns: Columns, capacity: number): Columns => {
  const larger = makeColumns(capacity)
  for (const name of names) (larger[name] as Float64Array).set(columns[name] as Float64Array)
  return larger
}
