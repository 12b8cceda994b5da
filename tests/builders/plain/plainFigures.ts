/**
 * Every measure of a place once more, from the platform's records alone and by the written definitions: nothing here may
 * come from `src/shared` or `server` but types, so that an error of theirs cannot be repeated.
 */
import { plainEnergy, plainFleet } from './plainAmounts.ts'
import { officeLimit } from './plainLimits.ts'
import { plainQuality } from './plainQuality.ts'
import type { CountyBundle } from '../../../data/province/index.ts'
import type {
  BuildingRecord,
  CompoundRecord,
  FloorRecord,
  RegionRecord,
  RoomRecord,
  UnitRecord,
  VehicleRecord,
} from '../../../src/shared/protocol/platform.ts'

/** What lies in a place, as records. */
export interface Contents {
  readonly rooms: readonly RoomRecord[]
  readonly floors: readonly FloorRecord[]
  readonly buildings: readonly BuildingRecord[]
  readonly compounds: readonly CompoundRecord[]
  readonly units: readonly UnitRecord[]
  readonly vehicles: readonly VehicleRecord[]
}
export type PlaceKind = 'province' | 'city' | 'county' | 'compound' | 'building' | 'floor' | 'unit'

const hundredths = (value: number): number => Math.round(value * 100)
interface Judged {
  readonly isOffice: boolean
  readonly limit: number
  readonly excess: number
}

export class PlainFigures {
  private readonly people: ReadonlyMap<string, { readonly grade: string; readonly level: string }>
  private readonly all: Contents
  /** Who holds two rooms is one person, in the one held longest. */
  private readonly firstRoom = new Map<string, string>()
  /** By unit, what its people use of each building, hundredths of a m². */
  private readonly seats = new Map<string, Map<string, number>>()
  private readonly bundles: readonly CountyBundle[]
  private readonly regions: readonly RegionRecord[]
  private readonly now: number
  constructor(bundles: readonly CountyBundle[], regions: readonly RegionRecord[], now: number) {
    this.bundles = bundles
    this.regions = regions
    this.now = now
    const flat = <T>(of: (bundle: CountyBundle) => readonly T[]): T[] =>
      bundles.flatMap((bundle) => [...of(bundle)])
    this.all = {
      rooms: flat((b) => b.rooms),
      floors: flat((b) => b.floors),
      buildings: flat((b) => b.buildings),
      compounds: flat((b) => b.compounds),
      units: flat((b) => b.units),
      vehicles: flat((b) => b.vehicles),
    }
    const levels = new Map(this.all.units.map(({ id, level }) => [id, level as string]))
    const houseOf = new Map(this.all.floors.map(({ id, building }) => [id, building]))
    const held = this.all.rooms.flatMap((room) =>
      room.occupants.map(({ person, since }) => ({ person, since, room: room.id })),
    )
    for (const { person, room } of held.toSorted((a, b) => (a.since + a.room < b.since + b.room ? -1 : 1)))
      if (!this.firstRoom.has(person)) this.firstRoom.set(person, room)
    for (const room of this.all.rooms) {
      if (
        room.unit === null ||
        room.usableArea <= 0 ||
        ['equipment', 'auxiliary'].includes(room.category) ||
        ['idle', 'disposal'].includes(room.state)
      )
        continue
      const own = this.seats.get(room.unit) ?? new Map<string, number>()
      const house = houseOf.get(room.floor)!
      this.seats.set(room.unit, own.set(house, (own.get(house) ?? 0) + hundredths(room.usableArea)))
    }
    this.people = new Map(
      flat((b) => b.people).map(({ id, grade, unit }) => [id, { grade, level: levels.get(unit)! }]),
    )
  }

  /** County codes under a region, the region itself where it is a county. */
  countiesOf(code: string): ReadonlySet<string> {
    const found = new Set([code])
    for (let size = 0; size < found.size;) {
      size = found.size
      for (const region of this.regions)
        if (region.parent !== null && found.has(region.parent)) found.add(region.code)
    }
    return found
  }

  contents(kind: PlaceKind, id: string): Contents {
    const { all } = this
    const none = { units: [], vehicles: [] }
    if (kind === 'floor')
      return {
        ...none,
        compounds: [],
        buildings: [],
        floors: all.floors.filter((f) => f.id === id),
        rooms: all.rooms.filter((r) => r.floor === id),
      }
    if (kind === 'unit') {
      const rooms = all.rooms.filter((room) => room.unit === id)
      return {
        rooms,
        floors: [],
        buildings: [],
        compounds: [],
        units: all.units.filter((u) => u.id === id),
        vehicles: all.vehicles.filter((v) => v.unit === id),
      }
    }
    const counties = this.countiesOf(id)
    const isRegion = kind !== 'compound' && kind !== 'building'
    const compounds =
      kind === 'building'
        ? []
        : all.compounds.filter((c) => (isRegion ? counties.has(c.region) : c.id === id))
    const held = new Set(compounds.map((c) => c.id))
    const buildings = all.buildings.filter((b) => (kind === 'building' ? b.id === id : held.has(b.compound)))
    const inside = new Set(buildings.map((b) => b.id))
    const floors = all.floors.filter((f) => inside.has(f.building))
    const storeys = new Set(floors.map((f) => f.id))
    const rooms = all.rooms.filter((r) => storeys.has(r.floor))
    if (!isRegion) return { ...none, compounds, buildings, floors, rooms }
    return {
      compounds,
      buildings,
      floors,
      rooms,
      units: all.units.filter((u) => counties.has(u.region)),
      vehicles: all.vehicles.filter((v) => counties.has(v.region)),
    }
  }

  /** 超标 of one room: each occupant's share of the area against the limit of grade and organ, in hundredths of a m². */
  judge(room: RoomRecord): Judged {
    const sitters = room.occupants.map((one) => ({ share: one.share, who: this.people.get(one.person) }))
    if (
      room.category !== 'office' ||
      room.state !== 'in-use' ||
      sitters.length === 0 ||
      sitters.some(({ who }) => !who)
    )
      return { isOffice: false, limit: 0, excess: 0 }
    const area = hundredths(room.usableArea)
    const limits = sitters.map(({ who }) => officeLimit(who!.level, who!.grade) * 100)
    const shares = sitters.map(({ share }) => area * share)
    const above = shares.reduce((sum, share, i) => sum + Math.max(0, share - limits[i]!), 0)
    return { isOffice: true, limit: limits.reduce((a, b) => a + b, 0), excess: Math.round(above) }
  }

  /** 用能人数 and 编制: by building where a unit's people sit, whole numbers that sum to what the unit has. */
  private heads(kind: PlaceKind, { buildings, units }: Contents): Record<string, number> {
    const ids = new Set(buildings.map((b) => b.id))
    const count = (has: (unit: UnitRecord) => number): number => {
      if (kind === 'unit') return units.reduce((sum, unit) => sum + has(unit), 0)
      const nowhere = units
        .filter((unit) => !this.seats.has(unit.id))
        .reduce((sum, unit) => sum + has(unit), 0)
      return [...this.all.units].reduce(
        (sum, unit) =>
          sum +
          this.spread(has(unit), unit.id)
            .filter(([house]) => ids.has(house))
            .reduce((part, [, n]) => part + n, 0),
        nowhere,
      )
    }
    return {
      energyUsers: count((unit) => unit.energyUsers),
      establishment: count((unit) =>
        Object.values(unit.establishment).reduce((sum: number, n) => sum + (n ?? 0), 0),
      ),
    }
  }

  /** The method of the largest remainder. */
  private spread(heads: number, unit: string): readonly (readonly [building: string, heads: number])[] {
    const areas = [...(this.seats.get(unit) ?? [])]
    const whole = areas.reduce((sum, [, area]) => sum + area, 0)
    const parts = areas.map(([house, area]) => ({
      house,
      base: Math.floor((heads * area) / whole),
      rest: (heads * area) % whole,
    }))
    const left = heads - parts.reduce((sum, { base }) => sum + base, 0)
    const order = parts.toSorted((a, b) => b.rest - a.rest || (a.house < b.house ? -1 : 1))
    return order.map(({ house, base }, i) => [house, base + (i < left ? 1 : 0)])
  }

  /** Every measure by its name. */
  measures(kind: PlaceKind, id: string): Record<string, number> {
    const held = this.contents(kind, id)
    const { rooms, floors, buildings, compounds } = held
    const isUnit = kind === 'unit'
    const judged = rooms.map((room) => ({ room, ...this.judge(room) }))
    const offices = judged.filter(({ isOffice }) => isOffice)
    const area = (some: readonly RoomRecord[]): number =>
      some.reduce((sum, room) => sum + hundredths(room.usableArea), 0)
    const of = (category: string): number => area(rooms.filter((room) => room.category === category))
    const idle = rooms.filter((room) => room.state === 'idle')
    const desks = rooms.flatMap((room) => room.workstations)
    const gross = (some: readonly BuildingRecord[]): number =>
      some.reduce((sum, b) => sum + hundredths(b.grossArea), 0)
    const storeys = new Set(rooms.map((room) => room.floor))
    const housesOf = new Set(this.all.floors.filter((f) => storeys.has(f.id)).map((f) => f.building))
    return {
      compounds: compounds.length,
      buildings: isUnit ? housesOf.size : buildings.length,
      floors: isUnit ? storeys.size : floors.length,
      plans: floors.filter((floor) => floor.plan === 'drawing').length,
      rooms: rooms.length,
      officeRooms: offices.length,
      overRooms: offices.filter(({ excess }) => excess > 0).length,
      idleRooms: idle.length,
      workstations: desks.length,
      workstationsUsed: desks.filter((desk) => desk.person !== null).length,
      people: rooms.reduce(
        (sum, room) =>
          sum + room.occupants.filter((one) => this.firstRoom.get(one.person) === room.id).length,
        0,
      ),
      officeAreaDm2: area(offices.map(({ room }) => room)),
      officeLimitDm2: offices.reduce((sum, { limit }) => sum + limit, 0),
      overAreaDm2: offices.reduce((sum, { excess }) => sum + excess, 0),
      officeTotalDm2: of('office'),
      serviceDm2: of('service'),
      equipmentDm2: of('equipment'),
      auxiliaryDm2: of('auxiliary'),
      technicalDm2: of('technical'),
      idleDm2: area(idle),
      usableDm2: area(rooms),
      grossDm2: gross(buildings),
      certifiedDm2: gross(buildings.filter((b) => b.certificate.kind !== 'none')),
      ...this.heads(kind, held),
      ...plainQuality(held, (person) => this.people.has(person), this.now),
      ...plainEnergy(this.bundles, buildings, this.now),
      ...plainFleet(this.bundles, held.vehicles, this.now),
    }
  }
}
