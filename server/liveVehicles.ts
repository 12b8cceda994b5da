import { join } from 'node:path'
import { isWorkday } from './calendar.ts'
import { fenceRoutes } from './http/fences.ts'
import { replayRoutes } from './http/replay.ts'
import type { RouteDefinition } from './http/route.ts'
import { vehicleRoutes } from './http/vehicles.ts'
import type { LivePartDeps } from './livePart.ts'
import { makeFencesRepository } from './repositories/fences.ts'
import { makeVehicleCards } from './repositories/positionsCards.ts'
import { makeVehicleDrivers } from './repositories/vehicleDrivers.ts'
import { makeVehicleFacts } from './repositories/vehicleFacts.ts'
import { makeVehicleHistory } from './repositories/vehicleHistory.ts'
import { makeVehicleRulesRepository } from './repositories/vehicleRules.ts'
import { makeFenceCards } from './services/fenceCards.ts'
import { makeFences } from './services/fences.ts'
import { makeReplay } from './services/replay.ts'
import { makeReplayTotals } from './services/replayTotals.ts'
import type { SinkDeps } from './services/sink.ts'
import { makeDrivers, type Drivers } from './services/vehicleDrivers.ts'
import { makeVehicleHistoryDoor } from './services/vehicleHistory.ts'
import type { VehicleLedgerJobs } from './services/vehicleLedger.ts'
import { makeVehicles, type Vehicles } from './services/vehicles.ts'
import { makeVehicleQueries } from './services/vehiclesCards.ts'
import { openSpool } from './spool/spool.ts'
import { makeTrackStore } from './tracks/store.ts'
import type { TrackStore } from './tracks/types.ts'
import { makeRoadSide } from './services/vehiclesRoadSide.ts'
import { makeVehicleLedger } from './vehicleLedger.ts'

/** 谁何时驾驶 is kept as long as tracks are, unless the configuration says. */
const DRIVERS_KEPT_DAYS = 30

export interface LiveVehicles {
  readonly vehicles: Vehicles
  readonly tracks: TrackStore
  readonly drivers: Drivers
  readonly fences: ReturnType<typeof makeFences>
  readonly facts: ReturnType<typeof makeVehicleFacts>
  readonly ledger: VehicleLedgerJobs
  /** Where past tracks and what platforms counted of them come in. */
  readonly door: SinkDeps['history']
  readonly routes: readonly RouteDefinition[]
}

/** The vehicles' part of the live side, composed: positions and tracks, drivers, fences, the ledger of their use, and the routes of these. */
export const makeLiveVehicles = ({ db, dataDir, clock, log, regions, scope, directory, book, audit, rules, quarantine }: LivePartDeps, { databaseUrl, retentionDays }: { readonly databaseUrl: string; readonly retentionDays?: number }): LiveVehicles => {
  const tracks = makeTrackStore({ databaseUrl, dataDir, clock, log })
  const vehicles = makeVehicles({ tracks, directory, clock, log, quarantine, ...(retentionDays === undefined ? {} : { retentionDays }) })
  const facts = makeVehicleFacts(db)
  const fenceRows = makeFencesRepository(db)
  const fences = makeFences({ fences: fenceRows, rules: makeVehicleRulesRepository(db), directory, regions, scope, log })
  const drivers = makeDrivers({ drivers: makeVehicleDrivers(db), open: () => openSpool({ file: join(dataDir, 'spool', 'drivers.sqlite'), log }), book, regionName: (code) => regions.get(code)?.name ?? code, audit, clock, log, retentionDays: retentionDays ?? DRIVERS_KEPT_DAYS })
  const readTrack = async (vehicle: string, from: number, to: number) => {
    const ordinal = directory.now().vehicleOrdinals.get(vehicle)
    return ordinal === undefined ? null : tracks.track(ordinal, from, to)
  }
  const ledger = makeVehicleLedger({ db, clock, log, regions, scope, book, readTrack, road: makeRoadSide(vehicles.fleet, directory), isWorkday, rules })
  return {
    vehicles,
    tracks,
    drivers,
    fences,
    facts,
    ledger: ledger.jobs,
    door: makeVehicleHistoryDoor({ history: makeVehicleHistory(db), directory, keep: vehicles.acceptPast, quarantine, clock }),
    routes: [
      ...vehicleRoutes(makeVehicleQueries({ vehicles, tracks, cards: makeVehicleCards(db), drivers, directory, regions, scope, audit, clock })),
      ...replayRoutes(makeReplay({ tracks, directory, regions, scope, audit, clock }), makeReplayTotals({ tracks, directory, scope, audit, clock })),
      ...fenceRoutes(fences, makeFenceCards({ fences: fenceRows, facts, fleet: vehicles.fleet, directory, regions, scope, audit, isWorkday, rules, clock })),
      ...ledger.routes,
    ],
  }
}
