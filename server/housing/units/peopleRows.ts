import { sql } from 'kysely'
import type { HeldOffice, HousingPeople, LeaverRow, StaffRow } from '#shared/supervision/housingPeople.ts'
import type { HousingDays } from '#shared/supervision/housing.ts'
import type { HousingPeopleOf } from '../../common/ports/people.ts'
import type { Db } from '../../db/open.ts'

const UNIT = sql.raw(`u.id as unit, u.name as "unitName", u.region, u.level`)

const whose = (of: HousingPeopleOf) =>
  of === null ? sql`true` : 'unit' in of ? sql`u.id = ${of.unit}` : sql`u.region = any(${[...of.regions]})`

/** People with more than one room; of some units through their people, so that no other's rooms are read. */
const several = (of: HousingPeopleOf) =>
  of === null
    ? sql`select person from occupants group by person having count(*) > 1`
    : sql`select o.person from units u join people p on p.unit = u.id join occupants o on o.person = p.id where ${whose(of)} group by o.person having count(*) > 1`
const staffed = (of: HousingPeopleOf) =>
  of === null
    ? sql`select unit, count(*) as people from people group by unit`
    : sql`select p.unit, count(*) as people from units u join people p on p.unit = u.id where ${whose(of)} group by p.unit`

/** Who left before a day and still sits somewhere; each once, where the room was held longest. */
export const goneStillSitting = (days: Pick<HousingDays, 'leavers'>, of: HousingPeopleOf) =>
  sql`select distinct on (p.id) p.id, p.name, p.grade, p.unit, p.status_since, r.building, r.id as room
      from people p join units u on u.id = p.unit join occupants o on o.person = p.id join rooms r on r.id = o.room
      where ${whose(of)} and p.status in ('transferred', 'retired') and p.status_since < ${days.leavers} order by p.id, o.since, o.room`

/** The room in which somebody sits, with its house and compound. */
export interface RoomOf {
  readonly room: string
  readonly number: string
  readonly floor: string
  readonly county: string
  readonly buildingName: string
  readonly compoundName: string
}
export const PLACE_COLUMNS = sql.raw(
  `r.id as room, r.number, r.floor, r.county, b.name as "buildingName", c.name as "compoundName"`,
)
export const PLACE_TABLES = sql.raw(
  `rooms r join buildings b on b.id = r.building join compounds c on c.id = b.compound`,
)

interface Named extends RoomOf {
  readonly person: string
  readonly name: string
}
/** Names and places of some people in some rooms. */
export const readNames = async (
  db: Db,
  found: readonly { readonly person: string; readonly room: string }[],
): Promise<readonly Named[]> =>
  (
    await sql<Named>`select p.id as person, p.name, ${PLACE_COLUMNS}
    from unnest(${found.map(({ person }) => person)}::text[], ${found.map(({ room }) => room)}::text[]) as f(person, room)
    join people p on p.id = f.person join ${PLACE_TABLES} on r.id = f.room`.execute(db)
  ).rows

/** Every office of each person of these units who holds more than one. */
export const heldOffices = async (db: Db, of: HousingPeopleOf): Promise<HeldOffice[]> =>
  (
    await sql<HeldOffice>`with several as (${several(of)})
    select ${UNIT}, p.id as person, p.grade, u.limit_level as "limitLevel", b.id as building, b.name as "buildingName", r.id as room, r.unit as "roomUnit", round(r.usable_dm2 * o.share)::int as "partDm2", o.since
    from several s join occupants o on o.person = s.person join people p on p.id = s.person join units u on u.id = p.unit join rooms r on r.id = o.room join buildings b on b.id = r.building
    where r.category = 'office' and r.state = 'in-use'`.execute(db)
  ).rows

/** A person has one unit, so what is asked of a unit or of counties is read through their people alone, whatever rooms they hold. */
export const readHousingPeople = async (
  db: Db,
  days: Pick<HousingDays, 'leavers' | 'leaversRed'>,
  of: HousingPeopleOf = null,
): Promise<HousingPeople> => {
  const leavers = await sql<LeaverRow>`with gone as (${goneStillSitting(days, of)})
    select ${UNIT}, b.id as building, b.name as "buildingName", count(*)::int as people, count(*) filter (where g.status_since < ${days.leaversRed})::int as overdue, min(g.status_since) as since
    from gone g join buildings b on b.id = g.building join units u on u.id = g.unit group by u.id, b.id`.execute(
    db,
  )
  const offices = await heldOffices(db, of)
  const staff =
    await sql<StaffRow>`select u.region, u.level, sum(c.people)::int as people from units u join (${staffed(of)}) c on c.unit = u.id group by u.region, u.level`.execute(
      db,
    )
  return { leavers: leavers.rows, offices, staff: staff.rows }
}
