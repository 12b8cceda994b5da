import { holderOf, VACANT, COMMON } from '#shared/energy/holders.ts'
import { roomFacts, roomMeasures, type Sitter } from '#shared/housing/facts.ts'
import {
  buildingQuality,
  compoundQuality,
  isFresh,
  unitQuality,
  type Quality,
} from '#shared/housing/quality.ts'
import { addMeasures, zeroMeasures, type Measure, type Measures } from '#shared/indices/measures.ts'
import { toSquareDecimetres, type EpochMs } from '#shared/kernel/units.ts'
import type { BuildingRecord, RoomRecord, UnitRecord } from '#shared/protocol/platform.ts'
import type { CountyCore } from '../Province.ts'
import { spread } from '../ground/spread.ts'

export type Sums = Record<Measure, number>
/** What a county's places have of their own, without what lies below them and without months: sums of them are its roll-ups. */
export interface OwnSums {
  readonly buildings: ReadonlyMap<string, Sums>
  readonly compounds: ReadonlyMap<string, Sums>
  /** The county, and the regions above whose organs have their seat in it. */
  readonly regions: ReadonlyMap<string, Sums>
}
type Ledger = Pick<
  CountyCore,
  'region' | 'units' | 'compounds' | 'buildings' | 'floors' | 'people' | 'rooms' | 'vehicles'
>

const checked = ({ required, filled, checks, failed }: Quality, fresh: boolean): Partial<Measures> => ({
  fieldsRequired: required,
  fieldsFilled: filled,
  checks,
  checksFailed: failed,
  records: 1,
  recordsFresh: Number(fresh),
})

/** The room of each person, the one held longest of several. */
const firstRooms = (rooms: readonly RoomRecord[]): Map<string, string> => {
  const first = new Map<string, { readonly since: string; readonly room: string }>()
  for (const { id, occupants } of rooms)
    for (const { person, since } of occupants) {
      const known = first.get(person)
      if (!known || since < known.since || (since === known.since && id < known.room))
        first.set(person, { since, room: id })
    }
  return new Map([...first].map(([person, { room }]) => [person, room]))
}

/** What a unit has, shared over the buildings where its people sit. */
const shareOut = (has: number, areas: ReadonlyMap<string, number>): (readonly [string, number])[] => {
  const buildings = [...areas.keys()].sort()
  const parts = spread(
    has,
    buildings.map((building) => areas.get(building) as number),
  )
  return buildings.map((building, i) => [building, parts[i] as number])
}

/** Usable dm² by unit and by building where its people sit. */
const seatsOf = (rooms: readonly RoomRecord[], buildingOf: (floor: string) => string) => {
  const seats = new Map<string, Map<string, number>>()
  for (const room of rooms) {
    const holder = holderOf(room)
    const area = toSquareDecimetres(room.usableArea)
    if (holder === COMMON || holder === VACANT || area === 0) continue
    const own = seats.get(holder) ?? new Map<string, number>()
    seats.set(holder, own)
    const building = buildingOf(room.floor)
    own.set(building, (own.get(building) ?? 0) + area)
  }
  return seats
}

const postsOf = ({ establishment }: UnitRecord): number =>
  Object.values(establishment).reduce((sum: number, posts) => sum + (posts ?? 0), 0)

const ownOfBuilding = (building: BuildingRecord, now: EpochMs): Partial<Measures> => {
  const gross = toSquareDecimetres(building.grossArea)
  return {
    buildings: 1,
    grossDm2: gross,
    certifiedDm2: building.certificate.kind === 'none' ? 0 : gross,
    ...checked(buildingQuality(building), isFresh(building.updatedAt, now)),
  }
}

type Add = (building: string | undefined, part: Partial<Measures>) => void

/** What rooms add to their buildings, and floors beside them. */
const addRooms = ({ floors, people, rooms, units }: Ledger, now: EpochMs, add: Add): void => {
  const buildingOf = new Map(floors.map(({ id, building }) => [id, building]))
  const levels = new Map(units.map(({ id, level }) => [id, level]))
  const sitters = new Map(
    people.map(({ id, grade, unit }): [string, Sitter] => [
      id,
      { grade, level: levels.get(unit) ?? 'county' },
    ]),
  )
  const counted = firstRooms(rooms)
  for (const { building, plan } of floors) add(building, { floors: 1, plans: Number(plan === 'drawing') })
  for (const room of rooms) {
    const persons = room.occupants.filter(({ person }) => counted.get(person) === room.id).length
    const fresh = isFresh(room.updatedAt, now)
    const usableDm2 = toSquareDecimetres(room.usableArea)
    add(
      buildingOf.get(room.floor),
      roomMeasures({ ...room, usableDm2, fresh, persons }, roomFacts(room, sitters)),
    )
  }
}

/** What units add: where their people sit, or else to their region; and what vehicles add to theirs. */
const addUnits = ({ region, units, vehicles, rooms, floors }: Ledger, now: EpochMs, add: Add) => {
  const regions = new Map([[region, zeroMeasures()]])
  const regionOf = (code: string): Sums => {
    const known = regions.get(code) ?? zeroMeasures()
    regions.set(code, known)
    return known
  }
  for (const vehicle of vehicles) regionOf(vehicle.region).vehicles += 1
  const buildingOf = new Map(floors.map(({ id, building }) => [id, building]))
  const seats = seatsOf(rooms, (floor) => buildingOf.get(floor) ?? '')
  for (const unit of units) {
    addMeasures(regionOf(unit.region), checked(unitQuality(unit), isFresh(unit.updatedAt, now)))
    const areas = seats.get(unit.id)
    const has = { establishment: postsOf(unit), energyUsers: unit.energyUsers }
    if (!areas) addMeasures(regionOf(unit.region), has)
    else
      for (const name of ['establishment', 'energyUsers'] as const)
        for (const [building, part] of shareOut(has[name], areas)) add(building, { [name]: part })
  }
  return regions
}

/** As the ledger sums the same records, at an instant; energy and use of vehicles, which are told by months, are left out. */
export const ownSumsOf = (ledger: Ledger, now: EpochMs): OwnSums => {
  const { buildings, compounds } = ledger
  const sums = new Map(
    buildings.map((one): [string, Sums] => [one.id, addMeasures(zeroMeasures(), ownOfBuilding(one, now))]),
  )
  const add: Add = (building, part) => {
    const into = sums.get(building ?? '')
    if (into) for (const name of Object.keys(part) as Measure[]) into[name] += part[name] as number
  }
  addRooms(ledger, now, add)
  const ofCompound = (one: (typeof compounds)[number]): Sums =>
    addMeasures(zeroMeasures(), {
      compounds: 1,
      ...checked(compoundQuality(one), isFresh(one.updatedAt, now)),
    })
  return {
    buildings: sums,
    compounds: new Map(compounds.map((one) => [one.id, ofCompound(one)])),
    regions: addUnits(ledger, now, add),
  }
}
