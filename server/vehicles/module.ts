import { join } from 'node:path'
import { isWorkday } from '../common/clock/calendar.ts'
import { fenceRoutes } from './fences/routes.ts'
import { replayRoutes } from './replay/routes.ts'
import type { RouteDefinition } from '../http/route.ts'
import { vehicleRoutes } from './live/routes.ts'
import type { LivePartDeps } from '../common/part.ts'
import { makeFencesRepository } from './fences/fenceRows.ts'
import { makeVehicleCards } from './live/cardRows.ts'
import { makeVehicleDrivers } from './drivers/driverRows.ts'
import { makeVehicleFacts } from './alarms/factRows.ts'
import { makeVehicleHistory } from './ledger/historyRows.ts'
import { makeVehicleRulesRepository } from './fences/ruleRows.ts'
import { makeFenceCards } from './fences/cards.ts'
import { makeFences } from './fences/fences.ts'
import { makeReplay } from './replay/frames.ts'
import { makeReplayTotals } from './replay/totals.ts'
import type { SinkDeps } from '../intake/sink.ts'
import { makeDrivers, type Drivers } from './drivers/drivers.ts'
import { makeVehicleHistoryDoor } from './ledger/historyDoor.ts'
import type { VehicleLedgerJobs } from './ledger/jobs.ts'
import { makeVehicles, type Vehicles } from './live/live.ts'
import { makeVehicleQueries } from './live/queries.ts'
import { openSpool } from '../spool/spool.ts'
import { makeTrackStore } from './tracks/store.ts'
import type { TrackStore } from './tracks/types.ts'
import { makeRoadSide } from './live/roadSide.ts'
import { makeVehicleLedger } from './ledger/module.ts'

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
export const makeLiveVehicles = (
  { db, dataDir, clock, log, regions, scope, directory, book, audit, rules, quarantine }: LivePartDeps,
  { databaseUrl, retentionDays }: { readonly databaseUrl: string; readonly retentionDays?: number },
): LiveVehicles => {
  const tracks = makeTrackStore({ databaseUrl, dataDir, clock, log })
  const vehicles = makeVehicles({
    tracks,
    directory,
    clock,
    log,
    quarantine,
    ...(retentionDays === undefined ? {} : { retentionDays }),
  })
  const facts = makeVehicleFacts(db)
  const fenceRows = makeFencesRepository(db)
  const fences = makeFences({
    fences: fenceRows,
    rules: makeVehicleRulesRepository(db),
    directory,
    regions,
    scope,
    log,
  })
  const drivers = makeDrivers({
    drivers: makeVehicleDrivers(db),
    open: () => openSpool({ file: join(dataDir, 'spool', 'drivers.sqlite'), log }),
    book,
    regionName: (code) => regions.get(code)?.name ?? code,
    audit,
    clock,
    log,
    retentionDays: retentionDays ?? DRIVERS_KEPT_DAYS,
  })
  const readTrack = async (vehicle: string, from: number, to: number) => {
    const ordinal = directory.now().vehicleOrdinals.get(vehicle)
    return ordinal === undefined ? null : tracks.track(ordinal, from, to)
  }
  const ledger = makeVehicleLedger({
    db,
    clock,
    log,
    regions,
    scope,
    book,
    readTrack,
    road: makeRoadSide(vehicles.fleet, directory),
    isWorkday,
    rules,
  })
  return {
    vehicles,
    tracks,
    drivers,
    fences,
    facts,
    ledger: ledger.jobs,
    door: makeVehicleHistoryDoor({
      history: makeVehicleHistory(db),
      directory,
      keep: vehicles.acceptPast,
      quarantine,
      clock,
    }),
    routes: [
      ...vehicleRoutes(
        makeVehicleQueries({
          vehicles,
          tracks,
          cards: makeVehicleCards(db),
          drivers,
          directory,
          regions,
          scope,
          audit,
          clock,
        }),
      ),
      ...replayRoutes(
        makeReplay({ tracks, directory, regions, scope, audit, clock }),
        makeReplayTotals({ tracks, directory, scope, audit, clock }),
      ),
      ...fenceRoutes(
        fences,
        makeFenceCards({
          fences: fenceRows,
          facts,
          fleet: vehicles.fleet,
          directory,
          regions,
          scope,
          audit,
          isWorkday,
          rules,
          clock,
        }),
      ),
      ...ledger.routes,
    ],
  }
}
