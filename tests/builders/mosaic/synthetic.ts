import { BUILDING_MEASURES, FLOOR_MEASURES } from '#shared/housing/mosaic/measures.ts'
import { narrowest, packNames, writeMosaic, type Column } from '#shared/housing/mosaic/format.ts'
import { ROOM_USES, type RoomCategory } from '#shared/housing/rooms.ts'

/** The same numbers every time, 0 to 1. */
export const generator = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export interface SyntheticSize {
  readonly cities: number
  readonly rooms: number
  readonly buildings: number
  readonly floors: number
  readonly units: number
}
/** 99 万间, 62,000 floors of 12,000 buildings, 2.5 万家, in fourteen cities. */
export const PROVINCE: SyntheticSize = {
  cities: 14,
  rooms: 990_000,
  buildings: 12_000,
  floors: 62_000,
  units: 25_000,
}

const USES = Object.entries(ROOM_USES) as [RoomCategory, readonly string[]][]
const KINDS = USES.flatMap(([category, uses]) =>
  (['in-use', 'idle', 'repair'] as const).flatMap((state) => uses.map((use) => ({ category, state, use }))),
)
const OFFICE = KINDS.findIndex(({ category, state }) => category === 'office' && state === 'in-use')
/** dm² of one to three people of the grades that there are. */
const LIMITS = [900, 1200, 1800, 2400, 2700, 3000, 3600, 4200, 5400]
const IDLE_SINCE = 20_300

const shared = (sum: number, weights: readonly number[]): number[] => {
  const whole = weights.reduce((all, weight) => all + weight, 0)
  let [before, at] = [0, 0]
  return weights.map((weight) => {
    at += (weight / whole) * sum
    const part = Math.round(at) - before
    before += part
    return part
  })
}
const weights = (n: number, random: () => number): number[] =>
  Array.from({ length: n }, () => 0.15 - Math.log(1 - random() * 0.999))

const sums = (of: string, names: readonly string[], n: number, random: () => number): [string, Column][] =>
  names.map((name) => [
    `${of}.${name}`,
    narrowest(Array.from({ length: n }, () => Math.round(random() * (of === 'floor' ? 250 : 400_000)))),
  ])

/** Rooms of which an office in use has an occupant's share and limit, and an idle one the day since which it is. */
const roomColumns = (rooms: number, units: number, random: () => number): [string, Column][] => {
  const [kind, limit] = [new Uint8Array(rooms), new Uint8Array(rooms)]
  const [figure, area, unit] = [new Uint16Array(rooms), new Uint16Array(rooms), new Uint16Array(rooms)]
  for (let i = 0; i < rooms; i++) {
    const isOffice = random() < 0.5
    const at = isOffice && random() < 0.93 ? OFFICE : Math.floor(random() * KINDS.length)
    kind[i] = at
    area[i] = 800 + Math.floor(random() * 3000)
    unit[i] = Math.min(Math.floor((i / rooms) * units * 0.98 + random() * 3), units)
    if (at === OFFICE) {
      const which = Math.floor(random() * LIMITS.length)
      limit[i] = which + 1
      figure[i] = Math.min(Math.ceil((10_000 * (area[i] as number)) / (LIMITS[which] as number)), 0xffff)
    } else if (KINDS[at]?.state === 'idle') figure[i] = IDLE_SINCE + Math.floor(random() * 400)
  }
  return [
    ['kind', kind],
    ['figure', figure],
    ['limit', limit],
    ['area', area],
    ['unit', unit],
  ]
}

const named = (of: string, n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `${of}${i}`, name: `${of} 机关事务管理中心${i}号` }))

/** The parts of a province that nobody has, as the server would send them. */
export const syntheticParts = (size: SyntheticSize, seed = 7): ArrayBuffer[] => {
  const random = generator(seed)
  const share = weights(size.cities, random)
  const [rooms, buildings, floors, units] = [size.rooms, size.buildings, size.floors, size.units].map((n) =>
    shared(n, share),
  ) as [number[], number[], number[], number[]]
  return share.map((_, city) => {
    const id = `45${String(city + 1).padStart(2, '0')}00`
    const [r, b, f, u] = [rooms, buildings, floors, units].map((list) => list[city] as number) as [
      number,
      number,
      number,
      number,
    ]
    const perBuilding = shared(f - b, weights(b, random)).map((n) => n + 1)
    const perFloor = shared(r - f, weights(f, random)).map((n) => n + 1)
    const [buildingNames, unitNames] = [packNames(named(`B${city}-`, b)), packNames(named(`U${city}-`, u))]
    const columns = new Map<string, Column>([
      ...roomColumns(r, u, random),
      ['floorRooms', narrowest(perFloor)],
      ['floorLabel', new Uint8Array(f)],
      ['buildingFloors', narrowest(perBuilding)],
      ['buildingCounty', new Uint8Array(b)],
      ['buildingNames', buildingNames.bytes],
      ['buildingEnds', buildingNames.ends],
      ['unitNames', unitNames.bytes],
      ['unitEnds', unitNames.ends],
      ...sums('floor', FLOOR_MEASURES, f, random),
      ...sums('building', BUILDING_MEASURES, b, random),
    ])
    const head = {
      part: id,
      rooms: r,
      asOf: 0,
      counties: [{ id, name: id }],
      kinds: KINDS,
      limits: LIMITS,
      labels: ['1层'],
      large: [],
    }
    return writeMosaic({ head, columns }).buffer as ArrayBuffer
  })
}
