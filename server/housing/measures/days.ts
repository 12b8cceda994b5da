import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { CountyMonths, MeasureMonths } from '#shared/housing/answers/places.ts'
import type { CoalBasis, IndexId } from '#shared/indices/indices.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { MeasureDay } from '#shared/protocol/http.ts'
import { dayOf, type DurationMs, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeasureDays } from './measureDayRows.ts'
import { countiesIn, type MonthEnds } from './monthEnds.ts'
import type { PlacesRepository } from '../places/placeRows.ts'
import { momentOf, notKept } from '../../common/clock/pastMoment.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'

export interface MeasureDaysDeps {
  readonly days: MeasureDays
  readonly monthEnds: MonthEnds
  readonly places: Pick<PlacesRepository, 'compound' | 'building' | 'floor'>
  readonly tree: RegionTree
  readonly scope: Scope
  readonly rules: Rules
  readonly clock: Clock
}

interface CountyMonthsAsked {
  readonly place: string
  readonly index: IndexId
  readonly basis: CoalBasis
  readonly at?: EpochMs | undefined
}

export interface MeasureDaysService {
  /** Keeps today's roll-ups; call it again and again, so that a day ends with what it ended with. */
  keep(): Promise<void>
  /** The roll-ups of an instant's day: the regions in scope, and what lies below the open place. A unit's viewer gets its unit's on its regions, and nothing below. */
  of(viewer: Viewer, at: EpochMs, place: string): Promise<MeasureDay>
  /** A place at the end of each of the twelve months before an instant's month, kept here or handed over; a unit's viewer gets its unit on its region, and no rows below. */
  months(viewer: Viewer, place: string, at?: EpochMs): Promise<MeasureMonths>
  /** An index of the counties of a region at the same ends; a unit's viewer gets no county. */
  counties(viewer: Viewer, asked: CountyMonthsAsked): Promise<CountyMonths>
}

const makeCounties =
  ({ days, monthEnds, tree, scope, rules, clock }: MeasureDaysDeps): MeasureDaysService['counties'] =>
  async (viewer, { place, index, basis, at: asked }) => {
    const now = clock()
    const at = momentOf(asked, now) ?? now
    if (!tree.get(place)) throw notFound(`region ${place}`)
    scope.requireRegion(viewer, place, `region ${place}`)
    const counties = scope.unit(viewer) === null ? countiesIn(tree, place) : []
    return {
      place,
      index,
      basis,
      since: await days.firstDay(),
      counties,
      rows: await monthEnds.ofCounties(counties, { index, basis, coal: rules().coal }, at),
    }
  }

/** Two years and some days. */
const KEPT_MS: DurationMs = 740 * DAY_MS
export const makeMeasureDaysService = (deps: MeasureDaysDeps): MeasureDaysService => {
  const { days, monthEnds, places, tree, scope, clock } = deps
  /** The region that a place lies in, and the compound where it is one or stands in one. */
  const stepsOf = async (place: string): Promise<{ region: string; compound: string | null }> => {
    if (tree.get(place)) return { region: place, compound: null }
    const compound = await places.compound(place)
    if (compound) return { region: compound.county, compound: place }
    const building = (await places.building(place)) ?? (await places.floor(place))
    if (!building) throw notFound(`place ${place}`)
    return { region: building.county, compound: building.compound }
  }
  return {
    keep: async () => {
      const now = clock()
      await days.keep(dayOf(now), now)
      await days.forget(dayOf(now - KEPT_MS))
    },
    of: async (viewer, asked, place) => {
      const at = momentOf(asked, clock()) as EpochMs
      const { region, compound } = await stepsOf(place)
      scope.requireRegion(viewer, region, `place ${place}`)
      const day = dayOf(at)
      const seenAt = await days.seenAt(day)
      if (seenAt === null) throw notKept(at)
      const home = tree.subtree(viewer.scope.region)
      const unit = scope.unit(viewer)
      if (unit === null)
        return {
          day,
          rows: await days.places(day, { regions: home, compoundsOf: tree.subtree(region), compound }),
          asOf: seenAt,
        }
      const own = await days.unit(day, unit)
      return {
        day,
        unit,
        rows: own ? [{ id: viewer.scope.region, measures: own.measures }] : [],
        asOf: seenAt,
      }
    },
    months: async (viewer, place, asked) => {
      const now = clock()
      const at = momentOf(asked, now) ?? now
      const { region } = await stepsOf(place)
      scope.requireRegion(viewer, region, `place ${place}`)
      const unit = scope.unit(viewer)
      const id = unit === null ? place : place === viewer.scope.region ? unit : null
      const rows = id === null ? [] : await monthEnds.of(id, at)
      return { place, ...(unit === null ? {} : { unit }), since: await days.firstDay(), rows }
    },
    counties: makeCounties(deps),
  }
}
