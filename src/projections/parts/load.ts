import { isFuture } from '#shared/kernel/time/age.ts'
import { COVERED } from '#shared/energy/coverage.ts'
import type { LoadPoint } from '#shared/protocol/events.ts'
import type { LoadCurve } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** A region's load as every place of the screen shows it. */
export interface LoadFigure {
  /** null where nothing reports. */
  readonly kw: number | null
  readonly todayKwh: number | null
  /** When it was so; null before the first. */
  readonly at: EpochMs | null
  readonly reporting: number
  /** Of those that report, read within the last quarter hour; null while a point says no more than the sum. */
  readonly fresh: number | null
  readonly buildings: number
  /** Too few report for a sum over all: it is shown grey. */
  readonly isThin: boolean
}

/** The newest point that came, unless it claims to be of a time to come; 0: no time is known yet. */
export const notFuture = (point: LoadPoint | null, now: EpochMs): LoadPoint | null =>
  point !== null && (now === 0 || !isFuture(point.at, now)) ? point : null

/** The one selector of the load, live and replayed: the point, else what was read. `live` is null while the past is replayed. */
export const loadFigure = (
  live: LoadPoint | null,
  curve: LoadCurve | null,
  readAt: EpochMs | null,
): LoadFigure => {
  const reporting = live?.buildingsReporting ?? curve?.buildingsReporting ?? 0
  const buildings = curve?.buildings ?? 0
  const kw = live?.kw ?? curve?.nowKw ?? null
  return {
    kw: reporting > 0 ? kw : null,
    todayKwh: live?.todayKwh ?? curve?.todayKwh ?? null,
    at: live?.at ?? readAt,
    reporting,
    fresh: curve?.buildingsFresh ?? null,
    buildings,
    isThin: buildings > 0 && reporting < buildings * COVERED,
  }
}
