import { isWorkday } from '../common/clock/calendar.ts'
import { energyRoutes } from './series/routes.ts'
import { energyInsightRoutes } from './insight/routes.ts'
import type { RouteDefinition } from '../http/route.ts'
import type { LivePartDeps } from '../common/part.ts'
import { makeAlertFacts } from '../supervision/factRows.ts'
import { makeEnergyArchive } from './insight/archiveRows.ts'
import { makeEnergyInsightRows } from './insight/insightRows.ts'
import { makeEnergyPlaces } from './live/placeRows.ts'
import { makeEnergyRecords } from './quarters/recordRows.ts'
import { makeEnergyStore } from './quarters/quarterRows.ts'
import { makeEnergyCards } from './series/cardRows.ts'
import { makeEnergy, type Energy } from './live/live.ts'
import { makeEnergyQueries } from './series/cards.ts'
import { makeEnergyInsight, type EnergyInsight } from './insight/insight.ts'
import { makeEnergyGrading } from '../supervision/energy.ts'
import { makeEnergyDoor } from './insight/archiveDoor.ts'
import { makeEnergyInsightQueries } from './insight/queries.ts'
import { makeSeriesQueries } from './series/queries.ts'
import type { SinkDeps } from '../intake/sink.ts'

export interface LiveEnergy {
  readonly energy: Energy
  readonly insight: EnergyInsight
  /** Where past days of buildings and of the weather come in. */
  readonly door: SinkDeps['archive']
  readonly routes: readonly RouteDefinition[]
}

/** The energy part of the live side, composed: readings, what is told of them, and their routes. */
export const makeLiveEnergy = ({
  db,
  dataDir,
  clock,
  log,
  regions,
  scope,
  directory,
  book,
  rules,
  quarantine,
}: LivePartDeps): LiveEnergy => {
  const energy = makeEnergy({
    store: makeEnergyStore(db),
    places: makeEnergyPlaces(db),
    records: makeEnergyRecords(db),
    dataDir,
    directory,
    regions,
    clock,
    log,
    quarantine,
  })
  const archive = makeEnergyArchive(db)
  const rows = makeEnergyInsightRows(db)
  const regionName = (code: string): string => regions.get(code)?.name ?? code
  const childrenOf = (code: string): string[] =>
    regions.subtree(code).filter((below) => regions.path(below).at(-2)?.code === code)
  const insight = makeEnergyInsight({
    rows,
    archive,
    book,
    energy,
    directory,
    regions,
    grading: makeEnergyGrading({ facts: makeAlertFacts(db), rules, regionName, clock }),
    isWorkday,
    rules,
    clock,
    log,
  })
  return {
    energy,
    insight,
    door: makeEnergyDoor(archive, clock),
    routes: [
      ...energyRoutes({
        ...makeEnergyQueries({
          energy,
          cards: makeEnergyCards(db),
          archive,
          directory,
          regions,
          scope,
          toldYear: (id) => insight.building(id) ?? null,
          rules,
          clock,
        }),
        ...makeSeriesQueries({ series: energy.series, directory, scope, roster: energy.book.roster, clock }),
      }),
      ...energyInsightRoutes(
        makeEnergyInsightQueries({
          insight,
          energy,
          rows,
          archive,
          directory,
          regions,
          regionName,
          childrenOf,
          scope,
          isWorkday,
          rules,
          clock,
        }),
      ),
    ],
  }
}
