import { ROOM_STATES, type RoomCategory, type RoomState } from '#shared/housing/rooms.ts'
import {
  narrowest,
  packNames,
  writeMosaic,
  type Column,
  type MosaicHead,
} from '#shared/housing/mosaic/format.ts'
import { BUILDING_MEASURES, FLOOR_MEASURES } from '#shared/housing/mosaic/measures.ts'
import { CATEGORIES, RECORD, USES, type MosaicBuildingRow, type MosaicFloorRow } from './mosaicRows.ts'

const LARGE = 0xffff

/** Distinct things in the order in which they came first. */
const makeList = <K, V>(of: (key: K) => V) => {
  const [at, values] = [new Map<K, number>(), [] as V[]]
  const indexOf = (key: K): number => {
    const known = at.get(key)
    if (known !== undefined) return known
    at.set(key, values.length)
    return values.push(of(key)) - 1
  }
  return { indexOf, values }
}

const kindOf = (packed: number): MosaicHead['kinds'][number] => ({
  category: CATEGORIES[packed & 0xff] as RoomCategory,
  state: ROOM_STATES[(packed >> 8) & 0xff] as RoomState,
  use: USES[(packed >> 16) - 1] ?? '',
})

/** The columns of the rooms, and what they point into. */
const makeRooms = () => {
  const [kind, figure, limit, area, unit] = [[], [], [], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ]
  const kinds = makeList(kindOf)
  const limits = makeList((dm2: number) => dm2)
  const large: [number, number][] = []
  return {
    take: (records: Buffer, at: number): void => {
      const usable = records.readInt32BE(at + RECORD.area)
      const allowed = records.readInt32BE(at + RECORD.limit)
      if (usable >= LARGE) large.push([area.length, usable])
      kind.push(
        kinds.indexOf(
          records.readInt16BE(at + RECORD.category) |
            (records.readInt16BE(at + RECORD.state) << 8) |
            (records.readInt16BE(at + RECORD.use) << 16),
        ),
      )
      figure.push(records.readUInt16BE(at + RECORD.figure))
      limit.push(allowed === 0 ? 0 : limits.indexOf(allowed) + 1)
      area.push(Math.min(usable, LARGE))
      unit.push(records.readUInt16BE(at + RECORD.unit))
    },
    head: () => ({ rooms: kind.length, kinds: kinds.values, limits: limits.values, large }),
    columns: (): [string, Column][] => [
      ['kind', narrowest(kind)],
      ['figure', Uint16Array.from(figure)],
      ['limit', narrowest(limit)],
      ['area', Uint16Array.from(area)],
      ['unit', narrowest(unit)],
    ],
  }
}

type Building = MosaicBuildingRow & { readonly county: number }

const sumColumns = (
  of: string,
  names: readonly string[],
  rows: readonly Pick<MosaicBuildingRow, 'sums'>[],
): [string, Column][] =>
  names
    .map((name): [string, Column] => [`${of}.${name}`, narrowest(rows.map(({ sums }) => sums[name] ?? 0))])
    .filter(([, column]) => column.some((value) => value !== 0))

const placeColumns = (
  floors: readonly MosaicFloorRow[],
  buildings: readonly Building[],
  units: readonly { readonly id: string; readonly name: string }[],
  labelOf: (label: string) => number,
): [string, Column][] => {
  const floorsOf = Map.groupBy(floors, ({ building }) => building)
  const [buildingNames, unitNames] = [packNames(buildings), packNames(units)]
  return [
    ['floorRooms', narrowest(floors.map(({ rooms }) => rooms))],
    ['floorLabel', narrowest(floors.map(({ label }) => labelOf(label)))],
    ['buildingFloors', narrowest(buildings.map(({ id }) => floorsOf.get(id)?.length ?? 0))],
    ['buildingCounty', narrowest(buildings.map(({ county }) => county))],
    ['buildingNames', buildingNames.bytes],
    ['buildingEnds', buildingNames.ends],
    ['unitNames', unitNames.bytes],
    ['unitEnds', unitNames.ends],
    ...sumColumns('floor', FLOOR_MEASURES, floors),
    ...sumColumns('building', BUILDING_MEASURES, buildings),
  ]
}

/** Takes the rows of one county after the other; `octets` is the part that they make. */
export const makePart = (
  id: string,
  counties: MosaicHead['counties'],
  units: readonly { readonly id: string; readonly name: string }[],
  asOf: number,
) => {
  const rooms = makeRooms()
  const floors: MosaicFloorRow[] = []
  const buildings: Building[] = []
  return {
    take: (
      county: number,
      foundBuildings: readonly MosaicBuildingRow[],
      foundFloors: readonly MosaicFloorRow[],
    ): void => {
      const byBuilding = Map.groupBy(foundFloors, ({ building }) => building)
      for (const row of foundBuildings) {
        const its = byBuilding.get(row.id)
        if (!its) continue
        buildings.push({ ...row, county })
        floors.push(...its)
        for (const floor of its)
          for (let i = 0; i < floor.rooms; i++) rooms.take(floor.records, i * RECORD.bytes)
      }
    },
    octets: (): Uint8Array => {
      const labels = makeList((label: string) => label)
      const columns = [...rooms.columns(), ...placeColumns(floors, buildings, units, labels.indexOf)]
      const head = { part: id, ...rooms.head(), asOf, counties: [...counties], labels: labels.values }
      return writeMosaic({ head, columns: new Map(columns) })
    },
  }
}
