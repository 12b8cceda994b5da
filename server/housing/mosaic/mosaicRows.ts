import { sql, type RawBuilder } from 'kysely'
import { ROOM_STATES, ROOM_USES, type RoomCategory } from '#shared/housing/rooms.ts'
import { BUILDING_MEASURES, FLOOR_MEASURES } from '#shared/housing/mosaic/measures.ts'
import type { Measure } from '#shared/indices/measures.ts'
import type { Db } from '../../db/open.ts'
import { ROOM_LIST } from '../measures/rollupRows.ts'

export const CATEGORIES = Object.keys(ROOM_USES) as RoomCategory[]
/** Every use that the standards name; a room of another use is told by its category. */
export const USES: readonly string[] = Object.values(ROOM_USES).flat()

/** Of one room as the database writes it, big-endian: category, state, use (from 1), figure, area, limit and unit, see RECORD. */
export const RECORD = {
  category: 0,
  state: 2,
  use: 4,
  figure: 6,
  area: 8,
  limit: 12,
  unit: 16,
  bytes: 18,
} as const

type Sums = Readonly<Record<string, number>>
export interface MosaicFloorRow {
  readonly building: string
  readonly label: string
  readonly rooms: number
  /** `rooms` records of RECORD.bytes. */
  readonly records: Buffer
  readonly sums: Sums
}
export interface MosaicBuildingRow {
  readonly id: string
  readonly name: string
  readonly sums: Sums
}
export interface MosaicRepository {
  /** How many rooms there are below each county; of one unit where one is named. */
  counts(counties: readonly string[], unit: string | null): Promise<Map<string, number>>
  units(counties: readonly string[], unit: string | null): Promise<{ id: string; name: string }[]>
  /** Buildings of a county that have rooms, in the order of the mosaic. */
  buildings(county: string, unit: string | null): Promise<MosaicBuildingRow[]>
  /** Floors of a county that have rooms, in that order; `units` is what the rooms' units are counted in. */
  floors(county: string, unit: string | null, units: readonly string[]): Promise<MosaicFloorRow[]>
  county(building: string): Promise<string | null>
  rooms(building: string, unit: string | null): Promise<{ id: string; number: string; floor: string }[]>
}

const raw = sql.raw
const ofUnit = (unit: string | null): RawBuilder<unknown> =>
  unit === null ? sql`` : sql`and r.unit = ${unit}`
const sums = (alias: string, names: readonly Measure[]): string =>
  `jsonb_build_object(${names.map((name) => `'${name}', coalesce(${alias}."${name}", 0)`).join(', ')})`
const placeIn = (list: readonly string[], column: string): string =>
  `coalesce(array_position(array[${list.map((one) => `'${one}'`).join(', ')}], ${column}), 0)`
/** Two bytes without a sign out of PostgreSQL's two with one. */
const two = (amount: string): string =>
  `int2send((case when ${amount} > 32767 then ${amount} - 65536 else ${amount} end)::int2)`
/** Rounded up, so that a share stands above a line in it exactly where it does in truth. */
const FIGURE = `case when r.state = 'idle' then least(greatest(r.state_since::date - date '1970-01-01', 0), 65535)
  else least(coalesce(ceil((r.limit_use * 10000)::numeric), 0), 65535)::int end`
const RECORD_OF = [
  `int2send((${placeIn(CATEGORIES, 'r.category')} - 1)::int2)`,
  `int2send((${placeIn(ROOM_STATES, 'r.state')} - 1)::int2)`,
  `int2send((${placeIn(USES, 'r.use')})::int2)`,
  two('r.figure'),
  'int4send(r.usable_dm2)',
  'int4send(coalesce(r.limit_dm2, 0))',
  two('coalesce(r.nth, 0)'),
].join(' || ')

const floorsOf = (db: Db, county: string, unit: string | null, units: readonly string[]) =>
  sql<MosaicFloorRow>`with found as materialized (
      select r.floor, r.number, r.id, r.category, r.state, r.use, r.usable_dm2, r.limit_dm2, ${raw(FIGURE)} as figure, u.nth::int as nth
      from floors f join rooms r on r.floor = f.id left join unnest(${units}::text[]) with ordinality u(id, nth) on u.id = r.unit
      where f.county = ${county} ${ofUnit(unit)}),
    drawn as (select r.floor, count(*)::int as rooms, string_agg(${raw(RECORD_OF)}, ''::bytea order by r.number, r.id) as records from found r group by r.floor)
    select f.building, f.label, d.rooms, d.records, ${raw(sums('m', FLOOR_MEASURES))} as sums
    from drawn d join floors f on f.id = d.floor left join ${
      unit === null
        ? sql`place_measures m on m.id = f.id`
        : sql`lateral (select ${raw(ROOM_LIST)} from rooms r where r.floor = f.id ${ofUnit(unit)}) m on true`
    } order by f.compound, f.building, f.level, f.id`.execute(db)

export const makeMosaicRepository = (db: Db): MosaicRepository => ({
  counts: async (counties, unit) => {
    const found = await (
      unit === null
        ? sql<{
            county: string
            rooms: number
          }>`select id as county, rooms from place_measures where id = any(${counties})`
        : sql<{
            county: string
            rooms: number
          }>`select r.county, count(*)::int as rooms from rooms r where r.county = any(${counties}) ${ofUnit(unit)} group by r.county`
    ).execute(db)
    return new Map(found.rows.map(({ county, rooms }) => [county, rooms]))
  },
  units: async (counties, unit) =>
    (
      await sql<{ id: string; name: string }>`select id, name from units where ${
        unit === null
          ? sql`id in (select distinct r.unit from floors f join rooms r on r.floor = f.id where f.county = any(${counties}))`
          : sql`id = ${unit}`
      } order by id`.execute(db)
    ).rows,
  buildings: async (county, unit) =>
    (
      await sql<MosaicBuildingRow>`select b.id, concat_ws(' ', k.name, b.name) as name, ${raw(sums('m', BUILDING_MEASURES))} as sums
      from buildings b left join compounds k on k.id = b.compound left join place_measures m on m.id = b.id ${unit === null ? sql`` : sql`and false`}
      where b.county = ${county} and exists (select from floors f join rooms r on r.floor = f.id where f.building = b.id ${ofUnit(unit)})
      order by b.compound, b.id`.execute(db)
    ).rows,
  floors: async (county, unit, units) => (await floorsOf(db, county, unit, units)).rows,
  county: async (building) =>
    (await sql<{ county: string }>`select county from buildings where id = ${building}`.execute(db)).rows[0]
      ?.county ?? null,
  rooms: async (building, unit) =>
    (
      await sql<{
        id: string
        number: string
        floor: string
      }>`select r.id, r.number, r.floor from floors f join rooms r on r.floor = f.id
      where f.building = ${building} ${ofUnit(unit)} order by f.level, f.id, r.number, r.id`.execute(db)
    ).rows,
})
