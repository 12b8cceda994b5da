import { MEASURES, zeroMeasures, type Measure, type Measures } from '#shared/indices/measures.ts'
import { readMosaic, type Column, type MosaicHead } from '#shared/housing/mosaic/format.ts'
import type { RoomCategory, RoomState } from '#shared/housing/rooms.ts'
import { daysSince } from '#shared/housing/verdict.ts'
import { DAY_MS } from '#shared/kernel/time/time.ts'
import { toSquareMetres, type EpochMs } from '#shared/kernel/units.ts'
import type { ToldRoom } from '../../layers/interior/roomClasses.ts'

/** A part of the mosaic as the page holds it: views over the octets that came, and where buildings and floors end. */
export interface MosaicRooms {
  readonly id: string
  readonly head: MosaicHead
  readonly rooms: number
  readonly kind: Column
  readonly figure: Column
  readonly limit: Column
  readonly area: Column
  readonly unit: Column
  /** Of each floor and building: the room after its last one. */
  readonly floorEnds: Uint32Array
  readonly buildingEnds: Uint32Array
  /** Of each building: the floor after its last one. */
  readonly buildingFloors: Uint32Array
  readonly units: number
  readonly large: ReadonlyMap<number, number>
  readonly columns: ReadonlyMap<string, Column>
}

const SHARE = 10_000
const LARGE = 0xffff

const running = (counts: Column): Uint32Array => {
  let sum = 0
  return Uint32Array.from(counts, (count) => (sum += count))
}
const column = (columns: ReadonlyMap<string, Column>, name: string): Column =>
  columns.get(name) ?? new Uint8Array(0)

/** Throws `bad-request` for octets that are no part. */
export const roomsOf = (octets: ArrayBuffer): MosaicRooms => {
  const { head, columns } = readMosaic(octets)
  const floorEnds = running(column(columns, 'floorRooms'))
  const buildingFloors = running(column(columns, 'buildingFloors'))
  return {
    id: head.part,
    head,
    rooms: head.rooms,
    kind: column(columns, 'kind'),
    figure: column(columns, 'figure'),
    limit: column(columns, 'limit'),
    area: column(columns, 'area'),
    unit: column(columns, 'unit'),
    floorEnds,
    buildingFloors,
    buildingEnds: Uint32Array.from(buildingFloors, (end) => floorEnds[end - 1] ?? 0),
    units: column(columns, 'unitEnds').length,
    large: new Map(head.large),
    columns,
  }
}

/** The first of ascending ends that lies behind `at`. */
export const placeIn = (ends: ArrayLike<number>, at: number): number => {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] as number) > at) high = middle
    else low = middle + 1
  }
  return low
}

const text = new TextDecoder()
/** `id` and name of a building or a unit, read out of the octets when it is asked for. */
export const namedIn = (
  { columns }: MosaicRooms,
  of: 'building' | 'unit',
  i: number,
): { readonly id: string; readonly name: string } => {
  const ends = column(columns, `${of}Ends`)
  const names = column(columns, `${of}Names`)
  const [id = '', name = ''] = text
    .decode(names.subarray(ends[i - 1] ?? 0, ends[i]) as Uint8Array)
    .split('\t')
  return { id, name }
}

/** Which one has this id, -1 where none has. */
export const findIn = (part: MosaicRooms, of: 'building' | 'unit', id: string): number => {
  const ends = column(part.columns, `${of}Ends`)
  for (let i = 0; i < ends.length; i++) if (namedIn(part, of, i).id === id) return i
  return -1
}

const NOTHING_MEASURED = zeroMeasures()
/** The columns of what hangs on floors or buildings, by the measure's name. */
const measuredIn = ({ columns }: MosaicRooms, of: 'floor' | 'building'): [Measure, Column][] =>
  MEASURES.flatMap((name) => {
    const found = columns.get(`${of}.${name}`)
    return found ? [[name, found] as [Measure, Column]] : []
  })

/** The measures of a floor or a building that came with the part; 0 for what did not. */
export const measuresOf = (part: MosaicRooms, of: 'floor' | 'building', i: number): Measures => ({
  ...NOTHING_MEASURED,
  ...Object.fromEntries(measuredIn(part, of).map(([name, values]) => [name, values[i] ?? 0])),
})

/** Tells each floor or building in turn, with one object that is written anew each time. */
export const eachMeasured = (
  part: MosaicRooms,
  of: 'floor' | 'building',
  tell: (measures: Measures, i: number) => void,
): void => {
  const columns = measuredIn(part, of)
  const measures = zeroMeasures()
  const { length } = of === 'floor' ? part.floorEnds : part.buildingEnds
  for (let i = 0; i < length; i++) {
    for (const [name, values] of columns) measures[name] = values[i] as number
    tell(measures, i)
  }
}

/** A room's figures as far as the mosaic has them; its share of the limit rounded up to 1/10,000. */
export interface MosaicRoom extends ToldRoom {
  readonly use: string
}

const dayOf = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10)

/** Days that a state has lasted which began on a day, counted from 1970. */
export const idleDaysOf = (figure: number, now: EpochMs): number => daysSince(dayOf(figure), now)
export const shareOf = (figure: number): number | null => (figure === 0 ? null : figure / SHARE)
const areaOf = ({ area, large }: MosaicRooms, i: number): number => {
  const kept = area[i] as number
  return toSquareMetres(kept === LARGE ? (large.get(i) ?? kept) : kept)
}
const limitOf = ({ limit, head }: MosaicRooms, i: number): number | null => {
  const at = limit[i] as number
  return at === 0 ? null : toSquareMetres(head.limits[at - 1] as number)
}

export const roomAt = (part: MosaicRooms, i: number, now: EpochMs): MosaicRoom => {
  const { category, state, use } = part.head.kinds[part.kind[i] as number] as {
    category: RoomCategory
    state: RoomState
    use: string
  }
  const figure = part.figure[i] as number
  const isIdle = state === 'idle'
  return {
    category,
    state,
    use,
    idleDays: isIdle ? idleDaysOf(figure, now) : null,
    limitUse: isIdle ? null : shareOf(figure),
    usableArea: areaOf(part, i),
    limit: limitOf(part, i),
  }
}
