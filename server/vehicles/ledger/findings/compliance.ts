import { DAY_MS } from '#shared/kernel/time/time.ts'
import { lastDayOf, wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { VehicleCompliance } from '#shared/vehicles/answers/account.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import { momentOf, notKept, pastOf } from '../../../common/clock/pastMoment.ts'
import type { LiveScope } from '../../../common/scope/liveScope.ts'
import type { LedgerRegions } from '../sums.ts'
import type { CleanRow, ComplianceRows } from './complianceRows.ts'

export interface ComplianceDeps {
  readonly rows: ComplianceRows
  readonly regions: LedgerRegions
  readonly scope: LiveScope
  readonly clock: Clock
}
export interface Compliance {
  /** Keeps today; call it again and again, so that a day ends with what it ended with. */
  keep(): Promise<void>
  /** A region and its parts, now or at the end of the day of an instant, with its twelve months. Of a unit nothing is kept. */
  of(
    viewer: Viewer,
    query: { region?: string | undefined; at?: EpochMs | undefined },
  ): Promise<VehicleCompliance>
}

/** Two years and some days. */
const KEPT_MS: DurationMs = 740 * DAY_MS
const MONTHS = 12

const sumOf = (rows: readonly CleanRow[]): { readonly vehicles: number; readonly clean: number } => ({
  vehicles: rows.reduce((sum, { vehicles }) => sum + vehicles, 0),
  clean: rows.reduce((sum, { clean }) => sum + clean, 0),
})

/** The ends of the twelve months before an instant's month: as they were kept here, else as a platform handed them over. */
const monthEndsOf = async (
  rows: ComplianceRows,
  codes: readonly string[],
  until: EpochMs,
): Promise<VehicleCompliance['months']> => {
  const [from, before] = [wholeMonthsBefore(until, MONTHS).at(-1) as string, dayOf(until).slice(0, 7)]
  const own = await rows.monthEnds(codes, `${from}-01`, `${before}-01`)
  const handed = await rows.handedMonths(codes, from, before)
  const kept = new Set(own.map(({ month }) => month))
  return [
    ...own.map((row) => ({ ...row, by: 'here' as const })),
    ...handed
      .filter(({ month }) => !kept.has(month))
      .map((row) => ({ ...row, day: dayOf(lastDayOf(row.month)), by: 'platform' as const })),
  ].toSorted((a, b) => a.month.localeCompare(b.month))
}

export const makeCompliance = ({ rows, regions, scope, clock }: ComplianceDeps): Compliance => {
  const partsOf = (region: string, found: readonly CleanRow[]): VehicleCompliance['parts'] =>
    regions
      .subtree(region)
      .filter((code) => regions.path(code).at(-2)?.code === region)
      .map((code) => {
        const below = new Set(regions.subtree(code))
        const own = found.filter((row) => below.has(row.region))
        return { id: code, name: regions.get(code)?.name ?? code, ...sumOf(own) }
      })
  return {
    keep: async () => {
      const now = clock()
      await rows.keep(dayOf(now))
      await rows.forget(dayOf(now - KEPT_MS))
    },
    of: async (viewer, { region: asked, at: instant }) => {
      const region = scope.region(viewer, asked)
      const unit = scope.unit(viewer)
      const now = clock()
      const at = pastOf(momentOf(instant, now), now)
      const codes = regions.subtree(region)
      if (at !== undefined && unit !== null) throw notKept(at)
      const found = at === undefined ? await rows.now(codes, unit) : await rows.day(dayOf(at), codes)
      if (at !== undefined && found.length === 0) throw notKept(at)
      const until = at ?? now
      return {
        region,
        name: regions.get(region)?.name ?? region,
        ...(unit === null ? {} : { unit }),
        ...sumOf(found),
        parts: unit === null ? partsOf(region, found) : [],
        since: unit === null ? await rows.firstDay() : null,
        months: unit === null ? await monthEndsOf(rows, codes, until) : [],
        asOf: until,
      }
    },
  }
}
