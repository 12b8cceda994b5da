import { sql } from 'kysely'
import type { CostKind } from '#shared/protocol/platform.ts'
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
export interface NewFinding {
  readonly id: string
  readonly rule: string
  readonly severity: 'yellow' | 'red'
  readonly vehicle: string | null
  readonly unit: string
  readonly subject: string | null
  readonly at: EpochMs
  readonly text_zh: string
  readonly text_en: string
}
export interface FindingRow extends NewFinding {
  readonly region: string
  readonly plate: string | null
  readonly unit_name: string | null
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
  quotas(region: string, year: number): Promise<{ unit: string; has: number; quota: number | null }[]>
  costs(region: string, since: EpochMs): Promise<CostRow[]>
  trips(
    region: string,
    since: EpochMs,
  ): Promise<
    {
      id: string
      vehicle: string
      unit: string
      reason: string
      to: string
      end: EpochMs
      report: {
        returnedAt: number | null
        kilometres: number | null
        energy: number | null
        cost: number | null
      }
    }[]
  >
  rentals(
    region: string,
    since: EpochMs,
  ): Promise<
    {
      id: string
      unit: string
      start: EpochMs
      plate: string | null
      kilometres: number | null
      reason: string
    }[]
  >
  replace(region: string, findings: readonly NewFinding[]): Promise<void>
  list(query: FindingQuery): Promise<{ rows: FindingRow[]; total: number }>
  counts(query: {
    readonly regions: readonly string[] | null
    readonly unit: string | null
  }): Promise<{ region: string; rule: string; severity: 'yellow' | 'red'; count: number }[]>
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

export const makeVehicleFindings = (db: Db): VehicleFindings => ({
  regions: async () =>
    (
      await sql<{
        region: string
      }>`select distinct region from vehicles union select distinct region from vehicle_rentals union select distinct u.region from vehicle_quotas q join units u on u.id = q.unit`.execute(
        db,
      )
    ).rows.map(({ region }) => region),
  register: async (region, month) => {
    const [from, to] = month === null ? [0, 0] : monthSpan(month)
    const { rows } =
      await sql<RegisterRow>`select v.id, v.unit, v.region, v.category, v.energy, v.model, v.seats, v.displacement_l as "displacementL", v.price, v.exception_ground as "exceptionGround", v.registered_to as "registeredTo", v.origin, v.sticker,
        v.norm_per_100km as norm, v.updated_at as "updatedAt", coalesce(c.quantity, 0) as quantity, m.kilometres
      from vehicles v left join vehicle_months m on m.vehicle = v.id and m.month = ${month}
      left join lateral (select sum(quantity) as quantity from vehicle_costs where vehicle = v.id and kind in ('fuel', 'charge') and at >= ${from} and at < ${to}) c on true where v.region = ${region}`.execute(
        db,
      )
    return rows
  },
  quotas: async (region, year) => {
    const { rows } = await sql<{
      unit: string
      has: string
      quota: number | null
    }>`select v.unit, count(*) as has, (select q.vehicles from vehicle_quotas q where q.unit = v.unit and q.year <= ${year} order by q.year desc limit 1) as quota
      from units u join vehicles v on v.unit = u.id where u.region = ${region} group by v.unit`.execute(db)
    return rows.map((row) => ({ ...row, has: Number(row.has) }))
  },
  costs: async (region, since) => {
    const { rows } =
      await sql<CostRow>`select c.id, c.vehicle, v.unit, c.kind, c.at, ${sql.raw(dayOfColumn('c.at'))} as day, c.order_id as "order", c.quantity, v.tank_litres as "tankLitres",
        case when d.valid_from <= ${sql.raw(dayOfColumn('c.at'))} and coalesce(d.valid_until, '9') >= ${sql.raw(dayOfColumn('c.at'))} then d.kinds end as "vendorKinds"
      from vehicle_costs c join vehicles v on v.id = c.vehicle left join vehicle_vendors d on d.id = c.vendor where v.region = ${region} and c.at >= ${since}`.execute(
        db,
      )
    return rows
  },
  trips: async (region, since) => {
    const { rows } = await sql<
      Awaited<ReturnType<VehicleFindings['trips']>>[number]
    >`select o.id, o.vehicle, o.unit, o.reason, o.to_place as "to", o.end_at as "end", o.report from orders o join vehicles v on v.id = o.vehicle
      where v.region = ${region} and o.end_at >= ${since} and o.report is not null`.execute(db)
    return rows
  },
  rentals: async (region, since) => {
    const { rows } = await sql<
      Awaited<ReturnType<VehicleFindings['rentals']>>[number]
    >`select id, unit, start_at as "start", plate, kilometres, reason from vehicle_rentals where region = ${region} and start_at >= ${since}`.execute(
      db,
    )
    return rows
  },
  replace: (region, findings) =>
    db.transaction().execute(async (trx) => {
      await sql`delete from vehicle_findings where region = ${region}`.execute(trx)
      if (findings.length === 0) return
      await sql`insert into vehicle_findings (id, rule, severity, vehicle, unit, region, subject, at, text_zh, text_en) select id, rule, severity, vehicle, unit, ${region}, subject, at, text_zh, text_en
        from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as t(id text, rule text, severity text, vehicle text, unit text, subject text, at int8, text_zh text, text_en text) on conflict (id) do nothing`.execute(
        trx,
      )
    }),
  list: async ({ regions, unit, vehicle, rule, limit }) => {
    const where = sql`f.region = any(${[...regions]}) ${unit === null ? sql`` : sql`and f.unit = ${unit}`} ${vehicle === undefined ? sql`` : sql`and f.vehicle = ${vehicle}`} ${rule === undefined ? sql`` : sql`and f.rule = ${rule}`}`
    const { rows } =
      await sql<FindingRow>`select f.*, v.plate, u.name as unit_name from vehicle_findings f left join vehicles v on v.id = f.vehicle left join units u on u.id = f.unit where ${where} order by f.severity, f.at desc, f.id limit ${limit}`.execute(
        db,
      )
    const counted = await sql<{
      n: string
    }>`select count(*) as n from vehicle_findings f where ${where}`.execute(db)
    return { rows, total: Number(counted.rows[0]?.n ?? 0) }
  },
  counts: async ({ regions, unit }) => {
    const { rows } = await sql<{
      region: string
      rule: string
      severity: 'yellow' | 'red'
      count: string
    }>`select region, rule, case when bool_or(severity = 'red') then 'red' else 'yellow' end as severity, count(*) as count
      from vehicle_findings where ${regions === null ? sql`true` : sql`region = any(${[...regions]})`} ${unit === null ? sql`` : sql`and unit = ${unit}`} group by region, rule`.execute(
      db,
    )
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  },
  fleets: async () =>
    new Map(
      (
        await sql<{
          region: string
          n: number
        }>`select region, count(*)::int as n from vehicles group by region`.execute(db)
      ).rows.map(({ region, n }) => [region, n]),
    ),
})
