import { sql } from 'kysely'
import type { CostKind, OrderRecord } from '#shared/protocol/platform.ts'
import { startOfDay, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { RegisterFacts } from '#shared/vehicles/ledger/register.ts'
import type { Db } from '../../../db/open.ts'

interface RegisterRow extends RegisterFacts {
  readonly unit: string
  readonly region: string
  readonly norm: number | null
  readonly updatedAt: EpochMs
  /** L or kWh bought, and km, of the newest whole month. */
  readonly quantity: number
  readonly kilometres: number | null
}
interface CostRow {
  readonly id: string
  readonly vehicle: string
  readonly unit: string
  readonly kind: CostKind
  readonly at: EpochMs
  readonly day: DayString
  readonly order: string | null
  readonly quantity: number | null
  readonly tankLitres: number | null
  readonly vendorKinds: readonly string[] | null
}
interface QuotaRow {
  readonly unit: string
  readonly has: number
  readonly quota: number | null
}
interface TripRow {
  readonly id: string
  readonly vehicle: string
  readonly unit: string
  readonly reason: string
  readonly to: string
  readonly end: EpochMs
  readonly report: NonNullable<OrderRecord['report']>
}
interface RentalRow {
  readonly id: string
  readonly unit: string
  readonly start: EpochMs
  readonly plate: string | null
  readonly kilometres: number | null
  readonly reason: string
}
interface FindingCount {
  readonly region: string
  readonly rule: string
  readonly severity: 'yellow' | 'red'
  readonly count: number
}
export interface NewFinding {
  readonly id: string
  readonly rule: string
  readonly severity: 'yellow' | 'red'
  readonly vehicle: string | null
  readonly unit: string
  readonly subject: string | null
  readonly at: EpochMs
  readonly text: { readonly zh: string; readonly en: string }
}
export interface FindingRow extends NewFinding {
  readonly region: string
  readonly plate: string | null
  readonly unitName: string | null
}
interface FindingQuery {
  readonly regions: readonly string[]
  readonly unit: string | null
  readonly vehicle?: string
  readonly rule?: string
  readonly limit: number
}

/** The facts that the ledger's rules judge, county by county, and what they found. */
export interface VehicleFindings {
  /** Regions in which vehicles stand, rentals are held, or units with a quota sit. */
  regions(): Promise<string[]>
  register(region: string, month: string | null): Promise<RegisterRow[]>
  /** Of the units that sit in the region: all their vehicles, wherever they stand, and the 编制 of that year or the newest before it. */
  quotas(region: string, year: number): Promise<QuotaRow[]>
  costs(region: string, since: EpochMs): Promise<CostRow[]>
  trips(region: string, since: EpochMs): Promise<TripRow[]>
  rentals(region: string, since: EpochMs): Promise<RentalRow[]>
  replace(region: string, findings: readonly NewFinding[]): Promise<void>
  list(query: FindingQuery): Promise<{ rows: FindingRow[]; total: number }>
  counts(query: {
    readonly regions: readonly string[] | null
    readonly unit: string | null
  }): Promise<FindingCount[]>
  /** Vehicles of each region. */
  fleets(): Promise<ReadonlyMap<string, number>>
}

/** First instant of a month in UTC+8 and of the one after. */
const monthSpan = (month: string): readonly [EpochMs, EpochMs] => {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return [startOfDay(`${month}-01`), startOfDay(`${next}-01`)]
}
const dayOfColumn = (column: string): string =>
  `to_char(to_timestamp(${column} / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`

const regions = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ region: string }>`
    select distinct region from vehicles union select distinct region from vehicle_rentals
    union select distinct u.region from vehicle_quotas q join units u on u.id = q.unit`.execute(db)
  return rows.map(({ region }) => region)
}

const REGISTER = sql.raw(`v.id, v.unit, v.region, v.category, v.energy, v.model, v.seats,
  v.displacement_l as "displacementL", v.price, v.exception_ground as "exceptionGround",
  v.registered_to as "registeredTo", v.origin, v.sticker, v.norm_per_100km as norm, v.updated_at as "updatedAt",
  coalesce(c.quantity, 0) as quantity, m.kilometres`)
const register = async (db: Db, region: string, month: string | null): Promise<RegisterRow[]> => {
  const [from, to] = month === null ? [0, 0] : monthSpan(month)
  const { rows } = await sql<RegisterRow>`select ${REGISTER} from vehicles v
    left join vehicle_months m on m.vehicle = v.id and m.month = ${month}
    left join lateral (select sum(quantity) as quantity from vehicle_costs
      where vehicle = v.id and kind in ('fuel', 'charge') and at >= ${from} and at < ${to}) c on true
    where v.region = ${region}`.execute(db)
  return rows
}

const quotas = async (db: Db, region: string, year: number): Promise<QuotaRow[]> => {
  const { rows } = await sql<QuotaRow>`select v.unit, count(*)::int as has,
      (select q.vehicles from vehicle_quotas q where q.unit = v.unit and q.year <= ${year}
        order by q.year desc limit 1) as quota
    from units u join vehicles v on v.unit = u.id where u.region = ${region} group by v.unit`.execute(db)
  return rows
}

const COST_DAY = dayOfColumn('c.at')
const COST =
  sql.raw(`c.id, c.vehicle, v.unit, c.kind, c.at, ${COST_DAY} as day, c.order_id as "order", c.quantity,
  v.tank_litres as "tankLitres",
  case when d.valid_from <= ${COST_DAY} and coalesce(d.valid_until, '9') >= ${COST_DAY} then d.kinds end
    as "vendorKinds"`)
const costs = async (db: Db, region: string, since: EpochMs): Promise<CostRow[]> => {
  const { rows } = await sql<CostRow>`select ${COST} from vehicle_costs c join vehicles v on v.id = c.vehicle
    left join vehicle_vendors d on d.id = c.vendor where v.region = ${region} and c.at >= ${since}`.execute(
    db,
  )
  return rows
}

const trips = async (db: Db, region: string, since: EpochMs): Promise<TripRow[]> => {
  const { rows } = await sql<TripRow>`
    select o.id, o.vehicle, o.unit, o.reason, o.to_place as "to", o.end_at as "end", o.report
    from orders o join vehicles v on v.id = o.vehicle
    where v.region = ${region} and o.end_at >= ${since} and o.report is not null`.execute(db)
  return rows
}

const rentals = async (db: Db, region: string, since: EpochMs): Promise<RentalRow[]> => {
  const { rows } = await sql<RentalRow>`
    select id, unit, start_at as "start", plate, kilometres, reason from vehicle_rentals
    where region = ${region} and start_at >= ${since}`.execute(db)
  return rows
}

const replace = async (trx: Db, region: string, findings: readonly NewFinding[]): Promise<void> => {
  await sql`delete from vehicle_findings where region = ${region}`.execute(trx)
  if (findings.length === 0) return
  await sql`insert into vehicle_findings
      (id, rule, severity, vehicle, unit, region, subject, at, text_zh, text_en)
    select id, rule, severity, vehicle, unit, ${region}, subject, at, text ->> 'zh', text ->> 'en'
    from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as t(id text, rule text, severity text,
      vehicle text, unit text, subject text, at int8, text jsonb) on conflict (id) do nothing`.execute(trx)
}

const FINDING = sql.raw(`f.id, f.rule, f.severity, f.vehicle, f.unit, f.region, f.subject, f.at,
  jsonb_build_object('zh', f.text_zh, 'en', f.text_en) as text, v.plate, u.name as "unitName"`)
const list = async (
  db: Db,
  { regions: within, unit, vehicle, rule, limit }: FindingQuery,
): Promise<{ rows: FindingRow[]; total: number }> => {
  const where = sql.join(
    [
      sql`f.region = any(${[...within]})`,
      ...(unit === null ? [] : [sql`f.unit = ${unit}`]),
      ...(vehicle === undefined ? [] : [sql`f.vehicle = ${vehicle}`]),
      ...(rule === undefined ? [] : [sql`f.rule = ${rule}`]),
    ],
    sql` and `,
  )
  const { rows } = await sql<FindingRow>`select ${FINDING} from vehicle_findings f
    left join vehicles v on v.id = f.vehicle left join units u on u.id = f.unit
    where ${where} order by f.severity, f.at desc, f.id limit ${limit}`.execute(db)
  const counted = await sql<{
    n: number
  }>`select count(*)::int as n from vehicle_findings f where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.n ?? 0 }
}

const counts = async (
  db: Db,
  within: readonly string[] | null,
  unit: string | null,
): Promise<FindingCount[]> => {
  const codes = within === null ? null : [...within]
  const { rows } = await sql<FindingCount>`
    select region, rule, case when bool_or(severity = 'red') then 'red' else 'yellow' end as severity,
      count(*)::int as count
    from vehicle_findings
    where (${codes}::text[] is null or region = any(${codes})) and (${unit}::text is null or unit = ${unit})
    group by region, rule`.execute(db)
  return rows
}

export const makeVehicleFindings = (db: Db): VehicleFindings => ({
  regions: () => regions(db),
  register: (region, month) => register(db, region, month),
  quotas: (region, year) => quotas(db, region, year),
  costs: (region, since) => costs(db, region, since),
  trips: (region, since) => trips(db, region, since),
  rentals: (region, since) => rentals(db, region, since),
  replace: (region, findings) => db.transaction().execute((trx) => replace(trx, region, findings)),
  list: (query) => list(db, query),
  counts: ({ regions: within, unit }) => counts(db, within, unit),
  fleets: async () => {
    const { rows } = await sql<{ region: string; n: number }>`
      select region, count(*)::int as n from vehicles group by region`.execute(db)
    return new Map(rows.map(({ region, n }) => [region, n]))
  },
})
