import { DAY_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { setImmediate as breathe } from 'node:timers/promises'
import { maskPlate } from '#shared/access/masks.ts'
import { masksByDefault, type Viewer } from '#shared/kernel/roles.ts'
import type { UncoveredList } from '#shared/protocol/http.ts'
import type { Rules } from '#shared/standards/tables.ts'
import { ORDER_FREE, outsideHours } from '#shared/vehicles/rules/vehicles.ts'
import { dayOf, startOfDay, type DayString, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import { outingsOf, withoutOrder, type Outing } from '#shared/vehicles/orders/outings.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import type { LookedAt, NewUncovered, UncoveredRow, VehicleUncovered } from './uncoveredRows.ts'
import type { VehicleVerdicts } from './verdictRows.ts'
import type { LiveScope } from '../../../common/scope/liveScope.ts'
import type { ReadTrack } from './judge.ts'
import type { LedgerRegions } from '../sums.ts'

export interface UncoveredDeps {
  readonly uncovered: VehicleUncovered
  readonly verdicts: Pick<VehicleVerdicts, 'since'>
  readonly readTrack: ReadTrack
  readonly regions: LedgerRegions
  readonly scope: LiveScope
  readonly isWorkday: (day: DayString) => boolean
  readonly rules: Rules
  readonly clock: Clock
}
/** 有轨迹无单: each finished day's tracks against its orders. */
export interface Uncovered {
  /** Goes on with the days that were not looked at, newest first, for so long; what was missed while the server was off is caught up. Answers how many counties' days were done. */
  work(budgetMs: DurationMs): Promise<number>
  list(
    viewer: Viewer,
    query: { region?: string | undefined; day?: string | undefined; limit: number },
  ): Promise<UncoveredList>
}

/** Late points of yesterday may still come. */
const SETTLE_MS: DurationMs = 30 * MINUTE_MS
/** Days back that are caught up. */
const BACK_DAYS = 14

type Looked = { drives: number; excused: number; found: NewUncovered[] }
/** One vehicle's day: its drives beside its orders. What is paid for in a workshop that day excuses it. */
const lookAt = async (
  { readTrack, isWorkday, rules }: Pick<UncoveredDeps, 'readTrack' | 'isWorkday' | 'rules'>,
  { vehicle, unit, orders, maintained }: LookedAt,
  from: EpochMs,
): Promise<Looked> => {
  const { vehicle: limits, threeWay } = rules()
  const severityOf = (drive: Outing): 'yellow' | 'red' =>
    [drive.from, drive.to].some((at) => outsideHours(at, isWorkday, limits)) ? 'red' : 'yellow'
  const points = await readTrack(vehicle, from, from + DAY_MS - 1)
  const drives = points === null ? [] : outingsOf(points)
  const bare = withoutOrder(drives, orders, { movedM: limits.movedM, slackMs: threeWay.slackMs })
  const found = bare.map((drive): NewUncovered => ({
    vehicle,
    unit,
    from: drive.from,
    to: drive.to,
    km: drive.km,
    severity: severityOf(drive),
    fromLonE7: drive.begin.lonE7,
    fromLatE7: drive.begin.latE7,
    farLonE7: drive.far.lonE7,
    farLatE7: drive.far.latE7,
  }))
  return { drives: drives.length, excused: maintained ? found.length : 0, found: maintained ? [] : found }
}

const lookAtCounty = async (deps: UncoveredDeps, region: string, day: DayString): Promise<void> => {
  const { uncovered, clock } = deps
  const from = startOfDay(day)
  const seen = { drives: 0, excused: 0 }
  const found: NewUncovered[] = []
  for (const one of await uncovered.vehicles(region, day, from, from + DAY_MS - 1)) {
    if (ORDER_FREE.includes(one.category)) continue
    const looked = await lookAt(deps, one, from)
    seen.drives += looked.drives
    seen.excused += looked.excused
    found.push(...looked.found)
    await breathe()
  }
  await uncovered.save(region, day, seen, found, clock())
}

const work = async (deps: UncoveredDeps, budgetMs: DurationMs): Promise<number> => {
  const until = Date.now() + budgetMs
  const now = deps.clock()
  const since = await deps.verdicts.since(now)
  const yesterday = startOfDay(dayOf(now - SETTLE_MS)) - DAY_MS / 2
  let done = 0
  for (let back = 0; back < BACK_DAYS; back++) {
    const day = dayOf(yesterday - back * DAY_MS)
    for (const region of await deps.uncovered.open(day, since)) {
      await lookAtCounty(deps, region, day)
      done++
      if (Date.now() > until) return done
    }
  }
  return done
}

const shown = (
  row: UncoveredRow,
  masked: boolean,
  regions: LedgerRegions,
): UncoveredList['rows'][number] => ({
  vehicle: row.vehicle,
  plate: masked ? maskPlate(row.plate) : row.plate,
  unit: row.unit,
  unitName: row.unitName ?? row.unit,
  region: row.region,
  regionName: regions.get(row.region)?.name ?? row.region,
  day: row.day,
  from: row.from,
  to: row.to,
  km: row.km,
  severity: row.severity,
  begin: { lon: row.fromLonE7 / 1e7, lat: row.fromLatE7 / 1e7 },
  far: { lon: row.farLonE7 / 1e7, lat: row.farLatE7 / 1e7 },
})

export const makeUncovered = (deps: UncoveredDeps): Uncovered => {
  const { uncovered, regions, scope } = deps
  return {
    work: (budgetMs) => work(deps, budgetMs),
    list: async (viewer, { region: asked, day, limit }) => {
      const region = scope.region(viewer, asked)
      const where = { regions: regions.subtree(region), unit: scope.unit(viewer) }
      const days = await uncovered.days(where.regions, where.unit)
      const { rows, total } = await uncovered.list({ ...where, day: day ?? null, limit })
      const masked = masksByDefault(viewer.role)
      return { days, rows: rows.map((row) => shown(row, masked, regions)), total }
    },
  }
}
