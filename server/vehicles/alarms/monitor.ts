import type { AlertDraft } from '#shared/supervision/alert.ts'
import { foldFacts, type FoldRegions, type VehicleFact } from '#shared/vehicles/rules/vehiclesFold.ts'
import {
  makeVehicleJudge,
  type Breach,
  type BreachDetail,
  type Ground,
} from '#shared/vehicles/rules/judge/judge.ts'
import { gradeLive } from '#shared/vehicles/rules/vehiclesGrade.ts'
import { VEHICLE_SEVERITY, type Calendar, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { HoursTable } from '#shared/vehicles/rules/workingHours.ts'
import { makeFenceIndex } from '#shared/vehicles/fences/locate.ts'
import { POINT_MARK, type PointColumns } from '#shared/vehicles/track/points.ts'
import { DEFAULT_TABLES, type RuleTables } from '#shared/standards/tables.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { OrderRow } from '../../supervision/factRows.ts'
import type { FactRow } from './factRows.ts'
import {
  countByRegion,
  factOf,
  keyOf,
  newFact,
  rowOf,
  type Fact,
  type FactChanges,
  type GoneFact,
} from './facts.ts'
import { AHEAD_MS } from '../tracks/types.ts'
import { makeSubjects } from '../../supervision/subjects.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { Fleet } from '../live/fleet.ts'

/** Watches the fleet as it reports, and keeps what broke a rule today. */
export interface VehicleMonitor {
  observe(points: PointColumns): void
  setOrders(orders: readonly OrderRow[]): void
  /** Of these orders only what is in `rows` counts from now on. */
  changeOrders(ids: readonly string[], rows: readonly OrderRow[]): void
  /** Fences, with what lies beside them on the map; what is left out stays as it was. */
  setGround(ground: Ground): void
  setHours(tables: readonly HoursTable[]): void
  /** After a restart: what was known today; of a day that begins anew, by then. */
  restore(rows: readonly FactRow[], now: EpochMs): void
  /** The registers were read anew: what is known of a vehicle is looked up again. */
  registersChanged(): void
  /** Revised parameters hold from the next report and the next look on. */
  setTables(tables: RuleTables): void
  /** One alert for each unit and rule broken today, one for a region in a storm, graded by what goes on now. A silent terminal counts while it is silent. */
  drafts(now: EpochMs): readonly AlertDraft[]
  /** What is to be written now; hand it to `saved` once it is. */
  changes(): FactChanges
  /** All that is known today, with the alerts they stand behind. */
  facts(): Iterable<VehicleFact>
  /** They are in the database. */
  saved(changes: FactChanges): void
}

/** A fact that only goes on is written so often. */
const REWRITE_MS: DurationMs = 60_000
/** Grades are looked at so often while no fact comes or goes. */
const REGRADE_MS: DurationMs = 30_000

export interface MonitorDeps {
  readonly fleet: Pick<Fleet, 'row'>
  readonly directory: Pick<Directory, 'now'>
  readonly calendar: Calendar
  readonly regions: FoldRegions
}

export const makeVehicleMonitor = ({ fleet, directory, calendar, regions }: MonitorDeps): VehicleMonitor => {
  const facts = new Map<number, Fact>()
  const subjects = makeSubjects({
    directory,
    calendar,
    path: (code) => regions.path(code).map((region) => region.code),
  })
  let lastAt = new Float64Array(1024)
  let day = ''
  const gone = new Map<string, GoneFact>()
  let versions = 0
  let kept: readonly AlertDraft[] = []
  let stale = true
  let folded: readonly AlertDraft[] = []
  let gradedAt = 0
  let fleets: ReadonlyMap<string, number> | null = null
  let tables = DEFAULT_TABLES

  const forget = (key: number, fact: Fact): void => {
    facts.delete(key)
    stale = true
    if (fact.given) gone.set(`${fact.rule}:${fact.vehicle}`, { rule: fact.rule, vehicle: fact.vehicle })
  }
  const change = (fact: Fact): void => void (fact.version = ++versions)
  const begin = (breach: Breach, tampered: boolean): void => {
    const vehicle = directory.now().vehicles[breach.ordinal]
    const unit = vehicle && directory.now().units.get(vehicle.unit)
    if (!vehicle || !unit) return
    const { rule, ordinal } = breach
    /** One that went and was not taken out yet still has its row. */
    const given = gone.delete(`${rule}:${vehicle.id}`)
    stale = true
    facts.set(keyOf(rule, ordinal), newFact(breach, vehicle, unit, { tampered, given, version: ++versions }))
  }
  const excess = (speedDkmh: number, detail: BreachDetail | null): number =>
    speedDkmh - (detail?.speed?.limitKmh ?? 0) * 10
  /** The place of a fact is where it was first seen; of overspeed, where it was worst; that there was no order goes before its being early or late. */
  const goOn = (fact: Fact, breach: Breach): void => {
    fact.lastAt = breach.at
    fact.heldMs = Math.max(fact.heldMs, breach.heldMs)
    if (breach.at - fact.savedAt > REWRITE_MS && fact.version === fact.savedVersion) change(fact)
    if (breach.rule === 'VH-12') fact.tampered = true
    if (breach.detail?.cause === 'no-order') fact.detail = breach.detail
    if (
      breach.rule === 'VH-10' &&
      excess(breach.speedDkmh, breach.detail) > excess(fact.speedDkmh, fact.detail)
    ) {
      fact.speedDkmh = breach.speedDkmh
      fact.detail = breach.detail
      fact.fence = breach.fence
      fact.lonE7 = breach.lonE7
      fact.latE7 = breach.latE7
      change(fact)
    }
    const { severity } = breach
    if (severity === fact.severity || severity === 'yellow') return
    fact.severity = severity
    fact.fence = breach.fence
    fact.detail = breach.detail
    change(fact)
    stale = true
  }
  const judge = makeVehicleJudge(
    {
      calendar,
      subject: subjects.of,
      orders: subjects.orders,
      breach: (breach) => {
        const known = facts.get(keyOf(breach.rule, breach.ordinal))
        if (known) goOn(known, breach)
        else begin(breach, breach.rule === 'VH-12')
      },
      mended: (ordinal) => {
        const fact = facts.get(keyOf('VH-12', ordinal))
        if (fact) fact.tampered = false
      },
    },
    { fences: [], index: makeFenceIndex([]) },
  )

  const fleetsNow = (): ReadonlyMap<string, number> => (fleets ??= countByRegion(directory.now().vehicles))
  const seen = (ordinal: number): EpochMs => {
    if (ordinal >= lastAt.length) {
      const longer = new Float64Array(Math.max(ordinal + 1, lastAt.length * 2))
      longer.set(lastAt)
      lastAt = longer
    }
    return (lastAt[ordinal] ||= fleet.row(ordinal)?.at ?? 0)
  }
  /** Who is silent now, and who no longer is. */
  const lookForSilence = (now: EpochMs): void => {
    for (const vehicle of directory.now().vehicles) {
      if (!vehicle) continue
      const at = seen(vehicle.ordinal)
      const fact = facts.get(keyOf('VH-12', vehicle.ordinal))
      if (at === 0 || now - at <= tables.vehicle.silentMs) {
        if (fact && !fact.tampered) forget(keyOf('VH-12', vehicle.ordinal), fact)
        continue
      }
      const row = fact ? null : fleet.row(vehicle.ordinal)
      if (row)
        begin(
          {
            rule: 'VH-12',
            severity: VEHICLE_SEVERITY['VH-12'],
            ordinal: vehicle.ordinal,
            at: at + tables.vehicle.silentMs,
            lonE7: row.lonE6 * 10,
            latE7: row.latE6 * 10,
            speedDkmh: 0,
            heldMs: tables.vehicle.silentMs,
            fence: null,
            detail: null,
          },
          false,
        )
    }
  }
  const turnDay = (now: EpochMs): void => {
    if (day === dayOf(now)) return
    day = dayOf(now)
    judge.newDay()
    for (const [key, fact] of facts) if (fact.rule !== 'VH-12') forget(key, fact)
  }

  return {
    observe: (points) => {
      for (let i = 0; i < points.count; i++) {
        if (points.mark[i] !== POINT_MARK.newest) continue
        seen(points.ordinal[i] as number)
        lastAt[points.ordinal[i] as number] = points.at[i] as number
      }
      judge.observe(points)
    },
    setOrders: subjects.setOrders,
    changeOrders: subjects.changeOrders,
    setGround: (ground) => {
      subjects.setFences(ground.fences)
      judge.setGround(ground)
    },
    setHours: subjects.setHours,
    registersChanged: () => {
      subjects.forget()
      fleets = null
    },
    setTables: (next) => {
      tables = next
      judge.setLimits(next.vehicle)
      subjects.setUsualHours(next.vehicle.hours)
      stale = true
    },
    restore: (rows, now) => {
      day = dayOf(now)
      for (const row of rows) restoreFact(row, now)
    },
    drafts: (now) => {
      turnDay(now)
      lookForSilence(now)
      const all = [...facts.values()]
      if (stale) folded = foldFacts(all, regions, tables.storm)
      if (stale || Math.abs(now - gradedAt) >= REGRADE_MS) {
        kept = gradeLive(folded, all, {
          fleets: fleetsNow(),
          now,
          calls: tables.liveCalls,
          limits: tables.housingAlerts,
        })
        gradedAt = now
      }
      stale = false
      return kept
    },
    changes: () => {
      const changed = [...facts.values()].filter(
        (fact) => fact.version !== fact.savedVersion || fact.alert !== fact.savedAs,
      )
      for (const fact of changed) fact.given = true
      return {
        rows: changed.map((fact) => rowOf(fact, day)),
        versions: changed.map(({ version }) => version),
        gone: [...gone.values()],
      }
    },
    facts: () => facts.values(),
    saved: ({ rows, versions: written, gone: removed }) => {
      for (const one of removed)
        if (gone.get(`${one.rule}:${one.vehicle}`) === one) gone.delete(`${one.rule}:${one.vehicle}`)
      rows.forEach((row, i) => {
        const fact = facts.get(
          keyOf(row.rule as VehicleRule, directory.now().vehicleOrdinals.get(row.vehicle) ?? -1),
        )
        if (!fact) return
        fact.given = true
        fact.savedAs = row.alert
        fact.savedAt = row.last_at
        fact.savedVersion = written[i] as number
      })
    },
  }

  function restoreFact(row: FactRow, now: EpochMs): void {
    const { vehicles, vehicleOrdinals, units } = directory.now()
    const ordinal = vehicleOrdinals.get(row.vehicle) ?? -1
    const unit = units.get(row.unit)
    const isToday = (row.day === day || row.rule === 'VH-12') && row.first_at <= now + AHEAD_MS
    if (!vehicles[ordinal] || !unit || !isToday)
      return void gone.set(`${row.rule}:${row.vehicle}`, { rule: row.rule, vehicle: row.vehicle })
    facts.set(keyOf(row.rule as VehicleRule, ordinal), factOf(row, ordinal, unit))
    stale = true
  }
}
