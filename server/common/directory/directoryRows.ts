import { sql } from 'kysely'
import type { MeterItem, VehicleRecord } from '#shared/protocol/platform.ts'
import type { Db } from '../../db/open.ts'

export interface VehicleEntry {
  readonly ordinal: number
  readonly id: string
  readonly plate: string
  readonly unit: string
  readonly region: string
  readonly category: VehicleRecord['category']
  readonly seats: number
  /** Of its terminal, 12 or 20 digits. */
  readonly phone: string | null
  readonly vin: string | null
  readonly depot: string
  /** Its depot, degrees × 1e6: where it is shown while it has never reported. */
  readonly depotLonE6: number
  readonly depotLatE6: number
}
export interface BuildingEntry {
  readonly ordinal: number
  readonly id: string
  readonly name: string
  readonly compoundName: string
  readonly county: string
  readonly lon: number
  readonly lat: number
}
export interface MeterEntry {
  readonly id: string
  readonly building: string
  readonly item: MeterItem
  readonly name: string
  readonly ratedKw: number
}
export interface UnitEntry {
  readonly id: string
  readonly name: string
  readonly region: string
}

/** Where a place or unit of the ledger belongs. */
export interface Belonging {
  readonly id: string
  readonly region: string
  readonly unit: string | null
}

export interface DirectoryRows {
  /** Gives every vehicle and building its number, and reads them all. */
  vehicles(): Promise<VehicleEntry[]>
  buildings(): Promise<BuildingEntry[]>
  meters(): Promise<MeterEntry[]>
  units(): Promise<UnitEntry[]>
  /** Which units have rooms in which buildings. */
  tenancies(): Promise<{ unit: string; building: string }[]>
  /** County and unit of rooms, floors, buildings, compounds and units by id. */
  belonging(ids: readonly string[]): Promise<Belonging[]>
}

export const makeDirectoryRows = (db: Db): DirectoryRows => ({
  vehicles: async () => {
    await sql`insert into vehicle_ordinals (vehicle) select id from vehicles v where not exists (select 1 from vehicle_ordinals o where o.vehicle = v.id) order by id on conflict do nothing`.execute(
      db,
    )
    return db
      .selectFrom('vehicles')
      .innerJoin('vehicle_ordinals', 'vehicle', 'vehicles.id')
      .innerJoin('depots', 'depots.id', 'vehicles.depot')
      .select([
        'ordinal',
        'vehicles.id',
        'plate',
        'unit',
        'vehicles.region',
        'category',
        'seats',
        'depot',
        'terminal_phone as phone',
        'terminal_vin as vin',
        sql<number>`round(depots.lon * 1e6)::int`.as('depotLonE6'),
        sql<number>`round(depots.lat * 1e6)::int`.as('depotLatE6'),
      ])
      .execute()
  },
  buildings: async () => {
    await sql`insert into building_ordinals (building) select id from buildings b where not exists (select 1 from building_ordinals o where o.building = b.id) order by id on conflict do nothing`.execute(
      db,
    )
    return db
      .selectFrom('buildings')
      .innerJoin('building_ordinals', 'building', 'buildings.id')
      .innerJoin('compounds', 'compounds.id', 'buildings.compound')
      .select(['ordinal', 'buildings.id', 'buildings.name', 'compounds.name as compoundName'])
      .select(['buildings.county', 'buildings.lon', 'buildings.lat'])
      .execute()
  },
  meters: () =>
    db.selectFrom('meters').select(['id', 'building', 'item', 'name', 'rated_kw as ratedKw']).execute(),
  units: () => db.selectFrom('units').select(['id', 'name', 'region']).execute(),
  tenancies: async () => {
    const { rows } = await sql<{
      unit: string
      building: string
    }>`select distinct unit, building from rooms where unit is not null`.execute(db)
    return rows
  },
  belonging: async (ids) => {
    const list = [...ids]
    const { rows } = await sql<Belonging>`
      select id, county as region, unit from rooms where id = any(${list}) union all
      select id, county, null from floors where id = any(${list}) union all
      select id, county, null from buildings where id = any(${list}) union all
      select id, county, null from compounds where id = any(${list}) union all
      select id, region, id from units where id = any(${list})`.execute(db)
    return rows
  },
})
