import { sql, type Selectable } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { Points } from '../../db/tables/columns.ts'
import type { BuildingsTable, CompoundsTable, FloorsTable } from '../../db/tables/ledger.ts'
import { measuresOf } from '../measures/measureRows.ts'
import { ROOM_LIST } from '../measures/rollupRows.ts'

export type CompoundRow = Selectable<CompoundsTable>
export type BuildingRow = Selectable<BuildingsTable> & { compound_name: string }
export type FloorRow = Selectable<FloorsTable> & {
  building_name: string
  compound_name: string
  building_lon: number
  building_lat: number
  building_rotation: number
}
interface Summed {
  readonly measures: readonly number[]
}
export type CompoundChild = Pick<CompoundRow, 'id' | 'name' | 'lon' | 'lat'> & {
  readonly boundary: Points
} & Summed
/** A compound as a dot: without its boundary. */
export type CompoundDot = Omit<CompoundChild, 'boundary'>
export type BuildingChild = Pick<BuildingRow, 'id' | 'name' | 'lon' | 'lat' | 'rotation' | 'height'> & {
  readonly footprint: Points
} & Summed
export type FloorChild = Pick<FloorRow, 'id' | 'label' | 'level'> & Summed
/** The rooms of one unit on one floor, summed. */
export type UnitFloor = {
  readonly floor: string
  readonly building: string
  readonly compound: string
  readonly county: string
} & Summed

export interface PlacesRepository {
  compound(id: string): Promise<CompoundRow | null>
  building(id: string): Promise<BuildingRow | null>
  floor(id: string): Promise<FloorRow | null>
  compoundsIn(counties: readonly string[]): Promise<CompoundChild[]>
  /** Compounds of these counties, `null` for all. */
  dotsIn(counties: readonly string[] | null): Promise<CompoundDot[]>
  buildingsOf(compound: string): Promise<BuildingChild[]>
  floorsOf(building: string): Promise<FloorChild[]>
  floorRows(building: string): Promise<Selectable<FloorsTable>[]>
  unitFloors(unit: string): Promise<UnitFloor[]>
}

export const makePlacesRepository = (db: Db): PlacesRepository => ({
  compound: async (id) =>
    (await sql<CompoundRow>`select * from compounds where id = ${id}`.execute(db)).rows[0] ?? null,
  building: async (id) =>
    (
      await sql<BuildingRow>`select b.*, c.name as compound_name from buildings b join compounds c on c.id = b.compound where b.id = ${id}`.execute(
        db,
      )
    ).rows[0] ?? null,
  floor: async (id) =>
    (
      await sql<FloorRow>`select f.*, b.name as building_name, b.lon as building_lon, b.lat as building_lat, b.rotation as building_rotation, c.name as compound_name
        from floors f join buildings b on b.id = f.building join compounds c on c.id = f.compound where f.id = ${id}`.execute(
        db,
      )
    ).rows[0] ?? null,
  compoundsIn: async (counties) =>
    (
      await sql<CompoundChild>`select ${measuresOf('m')}, c.id, c.name, c.lon, c.lat, c.boundary from compounds c
        join place_measures m on m.id = c.id where c.county = any(${counties}) order by c.id`.execute(db)
    ).rows,
  dotsIn: async (counties) =>
    (
      await sql<CompoundDot>`select ${measuresOf('m')}, c.id, c.name, c.lon, c.lat from compounds c
        join place_measures m on m.id = c.id where m.kind = 'compound' ${counties === null ? sql`` : sql`and c.county = any(${counties})`} order by c.id`.execute(
        db,
      )
    ).rows,
  buildingsOf: async (compound) =>
    (
      await sql<BuildingChild>`select ${measuresOf('m')}, b.id, b.name, b.lon, b.lat, b.rotation, b.height, b.footprint from buildings b
        join place_measures m on m.id = b.id where b.compound = ${compound} order by b.id`.execute(db)
    ).rows,
  floorsOf: async (building) =>
    (
      await sql<FloorChild>`select ${measuresOf('m')}, f.id, f.label, f.level from floors f
        join place_measures m on m.id = f.id where f.building = ${building} order by f.level`.execute(db)
    ).rows,
  floorRows: (building) =>
    db.selectFrom('floors').selectAll().where('building', '=', building).orderBy('level').execute(),
  unitFloors: async (unit) =>
    (
      await sql<UnitFloor>`select r.floor, f.building, f.compound, f.county, ${measuresOf('r')} from
        (select floor, ${sql.raw(ROOM_LIST)} from rooms where unit = ${unit} group by floor) r join floors f on f.id = r.floor`.execute(
        db,
      )
    ).rows,
})
