import { sql, type RawBuilder } from 'kysely'
import { MEASURES, type Measure } from '#shared/indices/measures.ts'
import type { Window } from '#shared/indices/window.ts'
import type { Db } from '../../db/open.ts'
import { buildingsSeating, countPersons, seatsByBuilding, SEATED } from '../rooms/seatRows.ts'
import { quotaInForce } from '../../db/pieces.ts'

type Sums = Partial<Record<Measure, string>>

/** One sum a measure over rooms; `roomMeasures` of #shared says the same for one room. */
const ROOM_SUMS: Sums = {
  rooms: 'count(*)',
  officeRooms: 'count(*) filter (where office_room)',
  overRooms: 'count(*) filter (where over_room)',
  idleRooms: `count(*) filter (where state = 'idle')`,
  workstations: 'sum(desks)',
  workstationsUsed: 'sum(desks_used)',
  people: 'sum(persons)',
  officeAreaDm2: 'sum(usable_dm2) filter (where office_room)',
  officeLimitDm2: 'sum(limit_dm2)',
  overAreaDm2: 'sum(over_dm2)',
  officeTotalDm2: `sum(usable_dm2) filter (where category = 'office')`,
  serviceDm2: `sum(usable_dm2) filter (where category = 'service')`,
  equipmentDm2: `sum(usable_dm2) filter (where category = 'equipment')`,
  auxiliaryDm2: `sum(usable_dm2) filter (where category = 'auxiliary')`,
  technicalDm2: `sum(usable_dm2) filter (where category = 'technical')`,
  idleDm2: `sum(usable_dm2) filter (where state = 'idle')`,
  usableDm2: 'sum(usable_dm2)',
  fieldsRequired: 'sum(q_required)',
  fieldsFilled: 'sum(q_filled)',
  checks: 'sum(q_checks)',
  checksFailed: 'sum(q_failed)',
  records: 'count(*)',
  recordsFresh: 'count(*) filter (where fresh)',
}
const QUALITY_OF = (alias: string): Sums => ({
  fieldsRequired: `${alias}.q_required`,
  fieldsFilled: `${alias}.q_filled`,
  checks: `${alias}.q_checks`,
  checksFailed: `${alias}.q_failed`,
  records: '1',
  recordsFresh: `${alias}.fresh::int`,
})
const VEHICLE_SUMS: Sums = {
  vehicles: 'count(*)',
  vehicleDaysUsed: 'sum(m.days_used)',
  vehicleDaysDue: 'sum(m.days_due)',
}
const ALL_SUMS: Sums = Object.fromEntries(MEASURES.map((name) => [name, `sum("${name}")`]))

const quoted = (name: string): string => `"${name}"`
const list = (sums: Sums): string =>
  Object.entries(sums)
    .map(([name, expression]) => `coalesce(${expression}, 0) as ${quoted(name)}`)
    .join(', ')

/** `part.measure + other.measure + …` for every measure that one of the parts has. */
const total = (parts: readonly { alias: string; has: Sums }[], own: Sums): string =>
  MEASURES.map((name) => {
    const terms = parts
      .filter((part) => name in part.has)
      .map((part) => `coalesce(${part.alias}.${quoted(name)}, 0)`)
    if (own[name]) terms.push(`coalesce(${own[name]}, 0)`)
    return `${terms.join(' + ') || '0'} as ${quoted(name)}`
  }).join(', ')

/** Every measure of a group of rooms, zero for what rooms do not have. */
export const ROOM_LIST = list({ ...Object.fromEntries(MEASURES.map((name) => [name, '0'])), ...ROOM_SUMS })

const COLUMNS = MEASURES.map(quoted).join(', ')
const OVERWRITE = MEASURES.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')
const raw = sql.raw

/** All of a step's nodes, or only these. */
type Only = readonly string[] | null
const only = (column: string, ids: Only): RawBuilder<unknown> =>
  ids === null ? sql`` : sql`where ${raw(column)} = any(${ids})`

const intoPlaces = (select: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`insert into place_measures (id, kind, parent, ${raw(COLUMNS)}) ${select} on conflict (id) do update set parent = excluded.parent, ${raw(OVERWRITE)}`

const floorsStep = (ids: Only): RawBuilder<unknown> =>
  intoPlaces(sql`select f.id, 'floor', f.building, ${raw(total([{ alias: 'r', has: ROOM_SUMS }], { floors: '1', plans: `(f.plan = 'drawing')::int` }))}
    from floors f left join (select floor, ${raw(list(ROOM_SUMS))} from rooms ${only('floor', ids)} group by floor) r on r.floor = f.id ${only('f.id', ids)}`)

/** Rounded once, at the building, and half up: a float rounds half to even. */
const halfUp = (amount: string): string => `round((${amount})::numeric)::int8`
const ENERGY_SUMS: Sums = {
  electricityKwh: halfUp('sum(electricity_kwh)'),
  gasM3: halfUp('sum(gas_m3)'),
  waterM3: halfUp('sum(water_m3)'),
  heatMj: halfUp('sum(heat_gj) * 1000'),
  coolMj: halfUp('sum(cool_gj) * 1000'),
  pvKwh: halfUp('sum(pv_kwh)'),
  coalKg: halfUp('sum(coal_kg)'),
  oilKg: halfUp('sum(oil_kg)'),
  lpgKg: halfUp('sum(lpg_kg)'),
}
const children = (kind: string, ids: Only): RawBuilder<unknown> =>
  sql`(select parent, ${raw(list(ALL_SUMS))} from place_measures where kind = ${raw(`'${kind}'`)} ${ids === null ? sql`` : sql`and parent = any(${ids})`} group by parent)`

/** What units have, by the building where their people sit. */
const SEAT_SUMS: Sums = { establishment: '', energyUsers: '' }
const buildingsStep = (ids: Only, window: Window): RawBuilder<unknown> => {
  const own: Sums = {
    buildings: '1',
    grossDm2: 'b.gross_dm2',
    certifiedDm2: 'case when b.certified then b.gross_dm2 else 0 end',
    quotaKwh: halfUp('q.electricity_kwh'),
    ...QUALITY_OF('b'),
  }
  return intoPlaces(sql`select b.id, 'building', b.compound, ${raw(
    total(
      [
        { alias: 'c', has: ALL_SUMS },
        { alias: 'e', has: ENERGY_SUMS },
        { alias: 's', has: SEAT_SUMS },
      ],
      own,
    ),
  )}
    from buildings b left join ${children('floor', ids)} c on c.parent = b.id
    left join (select building, ${raw(list(ENERGY_SUMS))} from energy_months where month = any(${window.energyMonths}) group by building) e on e.building = b.id
    left join ${seatsByBuilding(ids)} s on s.building = b.id
    left join lateral ${quotaInForce('b.id', window.year)} q on true ${only('b.id', ids)}`)
}

const compoundsStep = (ids: Only): RawBuilder<unknown> =>
  intoPlaces(sql`select k.id, 'compound', k.county, ${raw(total([{ alias: 'c', has: ALL_SUMS }], { compounds: '1', ...QUALITY_OF('k') }))}
    from compounds k left join ${children('building', ids)} c on c.parent = k.id ${only('k.id', ids)}`)

/** A unit whose people sit nowhere that is known counts where it is registered. */
const UNIT_OWN: Sums = {
  establishment: 'sum(establishment_total) filter (where not seated)',
  energyUsers: 'sum(energy_users) filter (where not seated)',
  fieldsRequired: 'sum(q_required)',
  fieldsFilled: 'sum(q_filled)',
  checks: 'sum(q_checks)',
  checksFailed: 'sum(q_failed)',
  records: 'count(*)',
  recordsFresh: 'count(*) filter (where fresh)',
}
const vehiclesBy = (column: string, ids: Only, window: Window): RawBuilder<unknown> =>
  sql`(select v.${raw(column)} as owner, ${raw(list(VEHICLE_SUMS))} from vehicles v
    left join vehicle_months m on m.vehicle = v.id and m.month = ${window.vehicleMonth} ${only(`v.${column}`, ids)} group by v.${raw(column)})`

/** A region is its children (regions or compounds), its units and its vehicles. */
const regionsStep = (level: string, ids: Only, window: Window): RawBuilder<unknown> => {
  const parts = [
    { alias: 'c', has: ALL_SUMS },
    { alias: 'u', has: UNIT_OWN },
    { alias: 'v', has: VEHICLE_SUMS },
  ]
  return intoPlaces(sql`select g.code, g.level, g.parent, ${raw(total(parts, {}))} from regions g
    left join (select parent, ${raw(list(ALL_SUMS))} from place_measures where kind in ('compound', 'county', 'city') ${ids === null ? sql`` : sql`and parent = any(${ids})`} group by parent) c on c.parent = g.code
    left join (select region, ${raw(list(UNIT_OWN))} from (
        select *, id in (select unit from rooms where ${raw(SEATED)} ${ids === null ? sql`` : sql`and unit in (select id from units where region = any(${ids}))`}) as seated from units ${only('region', ids)}) s group by region) u on u.region = g.code
    left join ${vehiclesBy('region', ids, window)} v on v.owner = g.code
    where g.level = ${level} ${ids === null ? sql`` : sql`and g.code = any(${ids})`}`)
}

const UNIT_ROOM_SUMS: Sums = {
  ...ROOM_SUMS,
  floors: 'count(distinct floor)',
  buildings: 'count(distinct building)',
}
const unitsStep = (ids: Only, window: Window): RawBuilder<unknown> => {
  const own: Sums = {
    establishment: 'u.establishment_total',
    energyUsers: 'u.energy_users',
    ...QUALITY_OF('u'),
  }
  const parts = [
    { alias: 'r', has: UNIT_ROOM_SUMS },
    { alias: 'v', has: VEHICLE_SUMS },
  ]
  return sql`insert into unit_measures (id, region, ${raw(COLUMNS)}) select u.id, u.region, ${raw(total(parts, own))} from units u
    left join (select unit, ${raw(list(UNIT_ROOM_SUMS))} from rooms where ${ids === null ? sql`unit is not null` : sql`unit = any(${ids})`} group by unit) r on r.unit = u.id
    left join ${vehiclesBy('unit', ids, window)} v on v.owner = u.id ${only('u.id', ids)}
    on conflict (id) do update set region = excluded.region, ${raw(OVERWRITE)}`
}

/** Nodes whose sums must be made again; parents are found by the statement. */
export interface Touched {
  readonly floors: ReadonlySet<string>
  readonly buildings: ReadonlySet<string>
  readonly compounds: ReadonlySet<string>
  readonly regions: ReadonlySet<string>
  readonly units: ReadonlySet<string>
  /** Units whose people may sit elsewhere now, so that what they have is spread anew. */
  readonly seats: ReadonlySet<string>
}

export interface Rollups {
  /** Every node, bottom up. Runs inside the caller's transaction. */
  rebuild(window: Window): Promise<void>
  /** The touched nodes and all above them, bottom up, by the same sums; the closed set of what was made again. */
  refresh(touched: Touched, window: Window): Promise<Touched>
}

const LEVELS = ['county', 'city', 'province'] as const

const parentsOf = async (
  db: Db,
  table: 'floors' | 'buildings' | 'compounds',
  column: string,
  ids: Iterable<string>,
): Promise<string[]> => {
  const found = await sql<{
    parent: string
  }>`select distinct ${raw(column)} as parent from ${raw(table)} where id = any(${[...ids]})`.execute(db)
  return found.rows.map((row) => row.parent)
}

const regionsAbove = async (db: Db, codes: Iterable<string>): Promise<Set<string>> => {
  const found = await sql<{
    code: string
  }>`with recursive up as (select code, parent from regions where code = any(${[...codes]})
      union select r.code, r.parent from regions r join up on up.parent = r.code) select code from up`.execute(
    db,
  )
  return new Set(found.rows.map((row) => row.code))
}

const close = async (db: Db, touched: Touched): Promise<Touched> => {
  const seating = touched.seats.size > 0 ? await buildingsSeating(db, touched.seats) : []
  const buildings = new Set([
    ...touched.buildings,
    ...seating,
    ...(await parentsOf(db, 'floors', 'building', touched.floors)),
  ])
  const compounds = new Set([
    ...touched.compounds,
    ...(await parentsOf(db, 'buildings', 'compound', buildings)),
  ])
  const unitRegions = await sql<{
    region: string
  }>`select distinct region from units where id = any(${[...touched.units]})`.execute(db)
  const seats = [
    ...touched.regions,
    ...(await parentsOf(db, 'compounds', 'county', compounds)),
    ...unitRegions.rows.map((row) => row.region),
  ]
  return { ...touched, buildings, compounds, regions: await regionsAbove(db, seats) }
}

const run = async (
  db: Db,
  all: { floors: Only; buildings: Only; compounds: Only; regions: Only; units: Only },
  window: Window,
): Promise<void> => {
  await floorsStep(all.floors).execute(db)
  await buildingsStep(all.buildings, window).execute(db)
  await compoundsStep(all.compounds).execute(db)
  for (const level of LEVELS) await regionsStep(level, all.regions, window).execute(db)
  await unitsStep(all.units, window).execute(db)
}

export const makeRollups = (db: Db): Rollups => ({
  rebuild: async (window) => {
    await countPersons(db, null)
    await sql`delete from place_measures`.execute(db)
    await sql`delete from unit_measures`.execute(db)
    await run(db, { floors: null, buildings: null, compounds: null, regions: null, units: null }, window)
  },
  refresh: async (touched, window) => {
    const closed = await close(db, touched)
    await run(
      db,
      {
        floors: [...closed.floors],
        buildings: [...closed.buildings],
        compounds: [...closed.compounds],
        regions: [...closed.regions],
        units: [...closed.units],
      },
      window,
    )
    return closed
  },
})
