import { isWorkday } from './calendar.ts'
import { energyRoutes } from './http/energy.ts'
import { energyInsightRoutes } from './http/energyInsight.ts'
import type { RouteDefinition } from './http/route.ts'
import type { LivePartDeps } from './livePart.ts'
import { makeAlertFacts } from './repositories/alertsFacts.ts'
import { makeEnergyArchive } from './repositories/energyArchive.ts'
import { makeEnergyInsightRows } from './repositories/energyInsight.ts'
import { makeEnergyPlaces } from './repositories/energyPlaces.ts'
import { makeEnergyRecords } from './repositories/energyRecords.ts'
import { makeEnergyStore } from './repositories/energyStore.ts'
import { makeEnergyCards } from './repositories/readingsCards.ts'
import { makeEnergy, type Energy } from './services/energy.ts'
import { makeEnergyQueries } from './services/energyCards.ts'
import { makeEnergyInsight, type EnergyInsight } from './services/energyInsight.ts'
import { makeEnergyGrading } from './services/alertsEnergy.ts'
import { makeEnergyDoor } from './services/energyInsightDoor.ts'
import { makeEnergyInsightQueries } from './services/energyInsightQueries.ts'
import { makeSeriesQueries } from './services/energySeriesCards.ts'
import type { SinkDeps } from './services/sink.ts'

export interface LiveEnergy {
  readonly energy: Energy
  readonly insight: EnergyInsight
  /** Where past days of buildings and of the weather come in. */
  readonly door: SinkDeps['archive']
  readonly routes: readonly RouteDefinition[]
}

/** The energy part of the live side, composed: readings, what is told of them, and their routes. */
export const makeLiveEnergy = ({ db, dataDir, clock, log, regions, scope, directory, book, rules, quarantine }: LivePartDeps): LiveEnergy => {
  const energy = makeEnergy({ store: makeEnergyStore(db), places: makeEnergyPlaces(db), records: makeEnergyRecords(db), dataDir, directory, regions, clock, log, quarantine })
  const archive = makeEnergyArchive(db)
  const rows = makeEnergyInsightRows(db)
  const regionName = (code: string): string => regions.get(code)?.name ?? code
  const childrenOf = (code: string): string[] => regions.subtree(code).filter((below) => regions.path(below).at(-2)?.code === code)
  const insight = makeEnergyInsight({ rows, archive, book, energy, directory, regions, grading: makeEnergyGrading({ facts: makeAlertFacts(db), rules, regionName, clock }), isWorkday, rules, clock, log })
  return {
    energy,
    insight,
    door: makeEnergyDoor(archive, clock),
    routes: [
      ...energyRoutes({ ...makeEnergyQueries({ energy, cards: makeEnergyCards(db), archive, directory, regions, scope, toldYear: (id) => insight.building(id) ?? null, rules, clock }), ...makeSeriesQueries({ series: energy.series, directory, scope, roster: energy.book.roster, clock }) }),
      ...energyInsightRoutes(makeEnergyInsightQueries({ insight, energy, rows, archive, directory, regions, regionName, childrenOf, scope, isWorkday, rules, clock })),
    ],
  }
}
