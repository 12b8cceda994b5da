import type { AlertDraft } from '#shared/supervision/alert.ts'
import { foldFacts, type FoldRegions, type VehicleFact } from '#shared/vehicles/rules/vehiclesFold.ts'
import { makeVehicleJudge, type Ground } from '#shared/vehicles/rules/judge/judge.ts'
import { gradeLive } from '#shared/vehicles/rules/vehiclesGrade.ts'
import type { Calendar } from '#shared/vehicles/rules/vehicles.ts'
import type { HoursTable } from '#shared/vehicles/rules/workingHours.ts'
import { makeFenceIndex } from '#shared/vehicles/fences/locate.ts'
import { POINT_MARK, type PointColumns } from '#shared/vehicles/track/points.ts'
import { DEFAULT_TABLES, type RuleTables } from '#shared/standards/tables.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { KeptFact } from '../../common/ports/vehicleFacts.ts'
import type { Fleet } from '../live/fleet.ts'
import { makeFactBook, type FactBook, type FactChanges } from './factBook.ts'
import { countByRegion } from './facts.ts'
import type { OrderRow } from './runRows.ts'
import { makeSubjects } from './subjects.ts'

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
  restore(rows: readonly KeptFact[], now: EpochMs): void
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

/** Grades are looked at so often while no fact comes or goes. */
const REGRADE_MS: DurationMs = 30_000

export interface MonitorDeps {
  readonly fleet: Pick<Fleet, 'row'>
  readonly directory: Pick<Directory, 'now'>
  readonly calendar: Calendar
  readonly regions: FoldRegions
}

/** When each vehicle was heard last: by its reports, before the first of them by its newest state. */
const makeHeard = (fleet: MonitorDeps['fleet']) => {
  let lastAt = new Float64Array(1024)
  /** 0 while it was never heard. */
  const at = (ordinal: number): EpochMs => {
    if (ordinal >= lastAt.length) {
      const longer = new Float64Array(Math.max(ordinal + 1, lastAt.length * 2))
      longer.set(lastAt)
      lastAt = longer
    }
    return (lastAt[ordinal] ||= fleet.row(ordinal)?.at ?? 0)
  }
  return {
    at,
    observe: (points: PointColumns): void => {
      for (let i = 0; i < points.count; i++) {
        if (points.mark[i] !== POINT_MARK.newest) continue
        at(points.ordinal[i] as number)
        lastAt[points.ordinal[i] as number] = points.at[i] as number
      }
    },
  }
}

/** Who is silent now, and who no longer is. */
const lookForSilence = (
  { fleet, directory }: Pick<MonitorDeps, 'fleet' | 'directory'>,
  book: FactBook,
  heardAt: (ordinal: number) => EpochMs,
  now: EpochMs,
  silentMs: DurationMs,
): void => {
  for (const vehicle of directory.now().vehicles) {
    if (!vehicle) continue
    const { ordinal } = vehicle
    const at = heardAt(ordinal)
    const fact = book.of('VH-12', ordinal)
    if (at === 0 || now - at <= silentMs) {
      if (fact && !fact.tampered) book.forget(fact)
      continue
    }
    const row = fact ? null : fleet.row(ordinal)
    if (row) book.silent({ ordinal, lonE7: row.lonE6 * 10, latE7: row.latE6 * 10 }, at, silentMs)
  }
}

/** Alerts of the facts: folded anew when these changed, graded anew then and twice a minute. */
const makeGrading = (book: FactBook, regions: FoldRegions) => {
  let kept: readonly AlertDraft[] = []
  let folded: readonly AlertDraft[] = []
  let gradedAt = 0
  let edition = 0
  return {
    /** Tables were revised. */
    forget: (): void => void (edition = 0),
    drafts: (
      now: EpochMs,
      tables: RuleTables,
      fleets: ReadonlyMap<string, number>,
    ): readonly AlertDraft[] => {
      const all = [...book.all()]
      const isStale = edition !== book.edition()
      if (isStale) folded = foldFacts(all, regions, tables.storm)
      if (isStale || Math.abs(now - gradedAt) >= REGRADE_MS) {
        kept = gradeLive(folded, all, {
          fleets,
          now,
          calls: tables.liveCalls,
          limits: tables.housingAlerts,
        })
        gradedAt = now
      }
      edition = book.edition()
      return kept
    },
  }
}

export const makeVehicleMonitor = (deps: MonitorDeps): VehicleMonitor => {
  const { directory, calendar, regions } = deps
  const path = (code: string): string[] => regions.path(code).map((region) => region.code)
  const subjects = makeSubjects({ directory, calendar, path })
  const book = makeFactBook(directory)
  const heard = makeHeard(deps.fleet)
  const grading = makeGrading(book, regions)
  const judge = makeVehicleJudge(
    { calendar, subject: subjects.of, orders: subjects.orders, breach: book.breach, mended: book.mended },
    { fences: [], index: makeFenceIndex([]) },
  )
  let day = ''
  let fleets: ReadonlyMap<string, number> | null = null
  let tables = DEFAULT_TABLES
  const turnDay = (now: EpochMs): void => {
    if (day === dayOf(now)) return
    day = dayOf(now)
    judge.newDay()
    book.newDay()
  }

  return {
    observe: (points) => {
      heard.observe(points)
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
      grading.forget()
    },
    restore: (rows, now) => {
      day = dayOf(now)
      for (const row of rows) book.restore(row, day, now)
    },
    drafts: (now) => {
      turnDay(now)
      lookForSilence(deps, book, heard.at, now, tables.vehicle.silentMs)
      return grading.drafts(now, tables, (fleets ??= countByRegion(directory.now().vehicles)))
    },
    changes: () => book.changes(day),
    facts: book.all,
    saved: book.saved,
  }
}
