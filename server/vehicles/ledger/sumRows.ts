import { sql, type RawBuilder } from 'kysely'
import { VEHICLE_SUMS, type VehicleSum, type VehicleSums } from '#shared/vehicles/sums.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { Db } from '../../db/open.ts'
import { newestVehicleMonth } from './newestMonthRows.ts'
import { behind, type OrderPlace } from './orders/orderRows.ts'

export interface SumsRow {
  readonly id: string
  readonly region: string
  readonly month: string
  readonly sums: VehicleSums
}

/** What one order says of service: when it was asked for, approved, given a vehicle, set out. */
export interface ServiceRow {
  readonly id: string
  readonly unit: string
  /** Where its vehicle stands. */
  readonly region: string
  readonly month: string
  readonly start: EpochMs
  readonly end: EpochMs
  readonly applied: EpochMs | null
  readonly approved: EpochMs | null
  readonly assigned: boolean
  readonly departed: EpochMs | null
  readonly rating: number | null
  /** Compared with its track, and found at fault. */
  readonly judged: boolean
  readonly fault: boolean
}
export interface ServiceSums extends Partial<Record<VehicleSum, number>> {
  readonly unit: string
  readonly region: string
  readonly month: string
}

export interface VehicleSumsRepository {
  /** The newest month that is over and known as a whole by `today`; null when none is. */
  newestMonth(today: DayString): Promise<string | null>
  /** Orders that began since then, a page after the last of the one before; none are left once a page is empty. */
  service(since: EpochMs, after: OrderPlace): Promise<ServiceRow[]>
  /**
   * Makes every unit's and region's months anew, in one transaction. `service` is of the months from `from` on (`YYYY-MM`):
   * that of older ones stays as it was counted.
   */
  remake(service: readonly ServiceSums[], from: string, now: EpochMs): Promise<void>
  regions(months: readonly string[], codes: readonly string[] | null): Promise<SumsRow[]>
  /** Units by id, or all that sit in these regions. */
  units(
    months: readonly string[],
    where: { readonly ids: readonly string[] } | { readonly regions: readonly string[] },
  ): Promise<SumsRow[]>
  /** The region that the unit sits in. */
  seat(unit: string): Promise<string | null>
  unitNames(ids: readonly string[]): Promise<Map<string, string>>
  /** 机构规格 and nature of units: their class. */
  unitClasses(ids: readonly string[]): Promise<Map<string, string>>
  madeAt(): Promise<EpochMs | null>
}

const NAMES = VEHICLE_SUMS.map((name) => `"${name}"`).join(', ')
const raw = sql.raw

/** Orders read at once. */
const PAGE = 5000
/** 服务 that a platform may count itself over a whole month. */
const COUNTED = [
  'orders',
  'dispatched',
  'onTime',
  'approvalMinutes',
  'approved',
  'ratings',
  'ratingSum',
] as const satisfies readonly VehicleSum[]
/** 按期: neither had run out at the end of the month, or by today in the running one. */
const KEPT_UNTIL = `least($today, to_char((m.month || '-01')::date + interval '1 month' - interval '1 day', 'YYYY-MM-DD'))`
const FROM_MONTHS = `
  select v.unit, v.region, m.month, count(*) as "vehicles", count(*) filter (where v.energy in ('bev', 'phev')) as "newEnergy",
    count(*) filter (where least(coalesce(v.inspection_due, '9'), coalesce(v.insurance_due, '9')) >= ${KEPT_UNTIL}) as "dueKept",
    count(distinct (v.driver_name, v.driver_phone)) filter (where v.driver_name is not null) as "drivers", sum(m.days_used) as "daysUsed", sum(m.days_due) as "daysDue", sum(m.hours_used) as "hoursUsed", sum(m.hours_due) as "hoursDue", sum(m.trips) as "trips",
    sum(m.kilometres) as "kilometres", sum(m.c_fuel) as "fuel", sum(m.c_maintenance) as "maintenance", sum(m.c_insurance) as "insurance", sum(m.c_toll) as "toll", sum(m.c_parking) as "parking",
    ${COUNTED.map((name) => `sum((m.service ->> '${name}')::float8) as "${name}"`).join(', ')},
    sum(m.cost - coalesce(m.c_fuel, 0) - coalesce(m.c_maintenance, 0) - coalesce(m.c_insurance, 0) - coalesce(m.c_toll, 0) - coalesce(m.c_parking, 0)) as "other"
  from vehicle_months m join vehicles v on v.id = m.vehicle group by v.unit, v.region, m.month`
const FROM_RENTALS = `
  select unit, region, to_char(to_timestamp(start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') as month, sum(amount) as "rental", count(*) as "rentals" from vehicle_rentals group by 1, 2, 3`
/** 车改前基期 is one for all years: the newest record that names it. 编制 and budget are those of the month's own year. */
const FROM_BASES = `select distinct on (unit) unit, base_per_vehicle from vehicle_quotas where base_per_vehicle is not null order by unit, year desc`
/** Of a unit's rows of a month the one that its quota and budget stand in: where it sits, or where most of its vehicles are. */
const IS_PRIME = `row_number() over (partition by coalesce(m.unit, r.unit), coalesce(m.month, r.month)
  order by (coalesce(m.region, r.region) = u.region) desc nulls last, m."vehicles" desc nulls last, coalesce(m.region, r.region)) = 1`

/** Names of `VEHICLE_SUMS` that the statement below gives; the others are 0 until the orders' share is added. */
const GIVEN: Partial<Record<VehicleSum, string>> = {
  ...Object.fromEntries(
    (
      [
        'vehicles',
        'newEnergy',
        'dueKept',
        'drivers',
        'daysUsed',
        'daysDue',
        'hoursUsed',
        'hoursDue',
        'trips',
        'kilometres',
        'fuel',
        'maintenance',
        'insurance',
        'toll',
        'parking',
        'other',
        ...COUNTED,
      ] as const
    ).map((name) => [name, `m."${name}"`]),
  ),
  rental: 'r."rental"',
  rentals: 'r."rentals"',
  quota: `case when ${IS_PRIME} then q.vehicles end`,
  budget: `case when ${IS_PRIME} then q.budget / 12.0 end`,
  baseCost: 'b.base_per_vehicle / 12.0 * m."vehicles"',
  baseVehicles: 'case when b.base_per_vehicle is null then 0 else m."vehicles" end',
}
const SERVICE: readonly VehicleSum[] = [...COUNTED, 'judged', 'faults']
/** Of a month that a platform counted itself the orders at hand may be a part: its count goes first. */
const SERVED = SERVICE.map((name) =>
  (COUNTED as readonly VehicleSum[]).includes(name)
    ? `"${name}" = case when vehicle_sums."orders" > 0 then vehicle_sums."${name}" else excluded."${name}" end`
    : `"${name}" = excluded."${name}"`,
).join(', ')
const stepAt = (step: string): string =>
  `(jsonb_path_query_first(o.steps, '$[*] ? (@.step == "${step}").at'))::text::int8`

type Stored = VehicleSums & { id: string; region: string; month: string }
const toRow = ({ id, region, month, ...sums }: Stored): SumsRow => ({ id, region, month, sums })

const SERVICE_ROW = raw(`o.id, o.unit, v.region,
  to_char(to_timestamp(o.start_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM') as month, o.start_at as start,
  o.end_at as "end", ${stepAt('apply')} as applied, ${stepAt('review')} as approved,
  ${stepAt('assign')} is not null as assigned, ${stepAt('depart')} as departed, o.rating,
  coalesce(t.verdict <> 'unknown', false) as judged, coalesce(t.verdict in ('yellow', 'red'), false) as fault`)
const service = async (db: Db, since: EpochMs, after: OrderPlace): Promise<ServiceRow[]> => {
  const { rows } = await sql<ServiceRow>`select ${SERVICE_ROW}
    from orders o join vehicles v on v.id = o.vehicle left join order_verdicts t on t.order_id = o.id
    where ${behind(after, since)} and o.start_at >= ${since} and o.steps is not null
    order by o.end_at, o.id limit ${PAGE}`.execute(db)
  return rows
}

/** 服务 of the orders: as it was counted before `from`, as it is given since. */
const keepService = async (trx: Db, given: readonly ServiceSums[], from: string): Promise<void> => {
  await sql`create temp table service_kept on commit drop as
    select id as unit, region, month, ${raw(SERVICE.map((name) => `"${name}"`).join(', '))} from vehicle_sums
    where kind = 'unit' and month < ${from} and "orders" > 0`.execute(trx)
  await sql`insert into service_kept
    select unit, region, month, ${raw(SERVICE.map((name) => `coalesce("${name}", 0)`).join(', '))}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as t(unit text, region text, month text,
      ${raw(SERVICE.map((name) => `"${name}" float8`).join(', '))}) where month >= ${from}`.execute(trx)
}

const sumUnits = async (trx: Db, now: EpochMs): Promise<void> => {
  const values = VEHICLE_SUMS.map((name) => `coalesce(${GIVEN[name] ?? '0'}, 0)`).join(', ')
  await sql`insert into vehicle_sums (kind, id, region, month, ${raw(NAMES)}, made_at)
    select 'unit', coalesce(m.unit, r.unit), coalesce(m.region, r.region), coalesce(m.month, r.month),
      ${raw(values)}, ${now}
    from (${raw(FROM_MONTHS.replace('$today', `'${dayOf(now)}'`))}) m
      full join (${raw(FROM_RENTALS)}) r on r.unit = m.unit and r.region = m.region and r.month = m.month
      left join vehicle_quotas q on q.unit = coalesce(m.unit, r.unit)
        and q.year = substr(coalesce(m.month, r.month), 1, 4)::int
      left join (${raw(FROM_BASES)}) b on b.unit = coalesce(m.unit, r.unit)
      left join units u on u.id = coalesce(m.unit, r.unit)`.execute(trx)
  const served = VEHICLE_SUMS.map((name) => (SERVICE.includes(name) ? `"${name}"` : '0')).join(', ')
  await sql`insert into vehicle_sums (kind, id, region, month, ${raw(NAMES)}, made_at)
    select 'unit', unit, region, month, ${raw(served)}, ${now} from service_kept
    on conflict (kind, id, month, region) do update set ${raw(SERVED)}`.execute(trx)
}

const remake = async (trx: Db, given: readonly ServiceSums[], from: string, now: EpochMs): Promise<void> => {
  await keepService(trx, given, from)
  await sql`delete from vehicle_sums`.execute(trx)
  await sumUnits(trx, now)
  await sql`insert into vehicle_sums (kind, id, region, month, ${raw(NAMES)}, made_at)
    select 'region', region, region, month, ${raw(VEHICLE_SUMS.map((name) => `sum("${name}")`).join(', '))}, ${now}
    from vehicle_sums where kind = 'unit' group by region, month`.execute(trx)
}

const readSums = async (
  db: Db,
  kind: 'unit' | 'region',
  months: readonly string[],
  only: RawBuilder<unknown>,
): Promise<SumsRow[]> => {
  const { rows } = await sql<Stored>`select id, region, month, ${raw(NAMES)} from vehicle_sums
    where kind = ${kind} and month = any(${[...months]}) and ${only}`.execute(db)
  return rows.map(toRow)
}

const unitsOf = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('units')
    .select(['id', 'name', 'level', 'nature'])
    .where(sql<boolean>`id = any(${[...ids]})`)
    .execute()

export const makeVehicleSums = (db: Db): VehicleSumsRepository => ({
  newestMonth: (today) => newestVehicleMonth(db, today),
  service: (since, after) => service(db, since, after),
  remake: (given, from, now) => db.transaction().execute((trx) => remake(trx, given, from, now)),
  regions: (months, codes) =>
    readSums(db, 'region', months, codes === null ? sql`true` : sql`id = any(${[...codes]})`),
  units: (months, where) =>
    readSums(
      db,
      'unit',
      months,
      'ids' in where ? sql`id = any(${[...where.ids]})` : sql`region = any(${[...where.regions]})`,
    ),
  seat: async (unit) =>
    (await db.selectFrom('units').select('region').where('id', '=', unit).executeTakeFirst())?.region ?? null,
  unitNames: async (ids) => new Map((await unitsOf(db, ids)).map(({ id, name }) => [id, name])),
  unitClasses: async (ids) =>
    new Map((await unitsOf(db, ids)).map(({ id, level, nature }) => [id, `${level}/${nature}`])),
  madeAt: async () => {
    const newest = db.selectFrom('vehicle_sums').select((e) => e.fn.max('made_at').as('at'))
    return (await newest.executeTakeFirst())?.at ?? null
  },
})
