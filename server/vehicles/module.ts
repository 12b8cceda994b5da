import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import { vehiclesTopic } from '#shared/vehicles/topics.ts'
import { join } from 'node:path'
import { isHoliday, isWorkday } from '../common/clock/calendar.ts'
import { defineModule, type Ports } from '../common/defineModule.ts'
import { partOf, type LivePartDeps } from '../common/part.ts'
import type { PartOf, VehicleWatch } from '../common/ports/alerts.ts'
import type { RouteDefinition } from '../http/route.ts'
import type { HistoryDoor } from '../common/ports/doors.ts'
import { openSpool } from '../spool/spool.ts'
import { liveRows } from './alarms/alertRows.ts'
import { makeVehicleFacts, type VehicleFacts } from './alarms/factRows.ts'
import { makeOrderRuns } from './alarms/runRows.ts'
import { makePartOf } from './alarms/stormPart.ts'
import { makeStormParts } from './alarms/storms.ts'
import { makeVehicleWatch } from './alarms/watch.ts'
import { driverRows } from './drivers/alertRows.ts'
import { makeVehicleDrivers } from './drivers/driverRows.ts'
import { makeDrivers, type Drivers } from './drivers/drivers.ts'
import { makeFenceCards } from './fences/cards.ts'
import { depotRoutes } from './fences/depotRoutes.ts'
import { makeDepotsRepository } from './fences/depotRows.ts'
import { makeListDepots } from './fences/depots.ts'
import { makeFencesRepository, type FencesRepository } from './fences/fenceRows.ts'
import { makeFences, type Fences } from './fences/fences.ts'
import { fenceRoutes } from './fences/routes.ts'
import { makeVehicleRulesRepository } from './fences/ruleRows.ts'
import { makeVehicleHistoryDoor } from './ledger/historyDoor.ts'
import { makeVehicleHistory } from './ledger/historyRows.ts'
import { makeVehicleCards } from './live/cardRows.ts'
import { makeVehicleFeed } from './live/feed.ts'
import { makeVehicles, type Vehicles } from './live/live.ts'
import { makeVehicleQueries } from './live/queries.ts'
import { vehicleRoutes } from './live/routes.ts'
import { makeRoadsRepository } from './roads/roadRows.ts'
import { makeDrawnRoads, type DrawnRoads } from './roads/roads.ts'
import { roadRoutes } from './roads/routes.ts'
import { makeReplay } from './replay/frames.ts'
import { replayRoutes } from './replay/routes.ts'
import { makeReplayTotals } from './replay/totals.ts'
import { makeTrackStore } from './tracks/store.ts'
import type { TrackStore } from './tracks/types.ts'

/** 谁何时驾驶 is kept as long as tracks are. */
const DRIVERS_KEPT_DAYS = 30
const FORGET_MS = HOUR_MS
/** Facts of alerts that ended. */
const CLEARED_KEPT_MS = 90 * DAY_MS
/** No region: what only those hear of who have a part in it. */
const NOWHERE = ''

interface LiveVehicles {
  readonly vehicles: Vehicles
  readonly tracks: TrackStore
  readonly drivers: Drivers
  readonly fences: Fences
  readonly facts: VehicleFacts
  readonly watch: VehicleWatch
  readonly partOf: PartOf
  /** Where past tracks and what platforms counted of them come in. */
  readonly door: HistoryDoor
}

declare module '../common/defineModule.ts' {
  interface Ports {
    vehicles: LiveVehicles
  }
}

const driversOf = (part: LivePartDeps): Drivers =>
  makeDrivers({
    ...part,
    drivers: makeVehicleDrivers(part.db),
    open: () => openSpool({ file: join(part.dataDir, 'spool', 'drivers.sqlite'), log: part.log }),
    regionName: (code) => part.regions.get(code)?.name ?? code,
    retentionDays: DRIVERS_KEPT_DAYS,
  })

/** The live rules over vehicles; of a storm each screen hears the part that it sees. */
const watchOf = (
  part: LivePartDeps,
  live: Pick<LiveVehicles, 'vehicles' | 'facts' | 'fences' | 'partOf'>,
  realtime: Ports['realtime'],
): VehicleWatch => {
  const storms = makeStormParts({
    ...part,
    partOf: live.partOf,
    publish: (changes) =>
      realtime.publish(
        'alerts',
        changes.map((change) => ({ item: change.alert, region: NOWHERE, unit: null, part: change.part })),
      ),
  })
  const { regions } = part
  return makeVehicleWatch({
    ...part,
    ...live,
    storms,
    runs: makeOrderRuns(part.db),
    regions: { path: regions.path, name: (code) => regions.get(code)?.name ?? code },
    calendar: { isWorkday, isHoliday },
  })
}

const liveOf = (
  part: LivePartDeps,
  fenceRows: FencesRepository,
  databaseUrl: string,
  realtime: Ports['realtime'],
): LiveVehicles => {
  const { db } = part
  const tracks = makeTrackStore({ ...part, databaseUrl })
  const vehicles = makeVehicles({ ...part, tracks })
  const live = {
    vehicles,
    facts: makeVehicleFacts(db),
    fences: makeFences({ ...part, fences: fenceRows, rules: makeVehicleRulesRepository(db) }),
    partOf: makePartOf(part),
  }
  return {
    ...live,
    tracks,
    drivers: driversOf(part),
    watch: watchOf(part, live, realtime),
    door: makeVehicleHistoryDoor({
      ...part,
      history: makeVehicleHistory(db),
      keep: vehicles.acceptPast,
    }),
  }
}

const routesOf = (
  part: LivePartDeps,
  fenceRows: FencesRepository,
  live: LiveVehicles,
  roads: DrawnRoads,
  housing: Ports['housing'],
): RouteDefinition[] => {
  const { tracks, vehicles, drivers, facts, fences } = live
  const past = { ...part, tracks }
  return [
    ...vehicleRoutes(makeVehicleQueries({ ...past, vehicles, cards: makeVehicleCards(part.db), drivers })),
    ...replayRoutes(makeReplay(past), makeReplayTotals(past)),
    ...fenceRoutes(
      fences,
      makeFenceCards({ ...part, fences: fenceRows, facts, fleet: vehicles.fleet, isWorkday }),
    ),
    ...depotRoutes(makeListDepots({ ...housing, depots: makeDepotsRepository(part.db) })),
    ...roadRoutes(roads),
  ]
}

/** Positions as they come, their tracks and fences, and who drives. */
export default defineModule({
  name: 'vehicles',
  needs: ['standards', 'housing', 'access', 'directory', 'alertBook', 'realtime'],
  make: (house, ports) => {
    const part = partOf(house, ports)
    const fenceRows = makeFencesRepository(house.db)
    const live = liveOf(part, fenceRows, house.config.databaseUrl, ports.realtime)
    const { vehicles, drivers, facts, fences } = live
    const roads = makeDrawnRoads({ ...ports.housing, roads: makeRoadsRepository(house.db) })
    const roadsChanged = (): void => {
      fences.roadsChanged()
      roads.changed()
    }
    return {
      port: live,
      routes: routesOf(part, fenceRows, live, roads, ports.housing),
      alertRows: [
        liveRows({ ...part, facts }),
        driverRows({ ...part, drivers: makeVehicleDrivers(part.db) }),
      ],
      topics: [vehiclesTopic],
      feeds: [makeVehicleFeed({ ...part, vehicles })],
      jobs: [
        {
          failed: 'old facts of vehicles could not be forgotten',
          everyMs: FORGET_MS,
          run: async () => {
            await facts.forget(house.clock() - CLEARED_KEPT_MS)
            await drivers.forget()
          },
        },
      ],
      onRecords: [{ to: ['road-limits'], early: true, run: roadsChanged }],
      load: vehicles.load,
      start: () => {
        vehicles.start()
        drivers.start()
      },
      stop: async () => {
        await drivers.stop()
        await vehicles.stop()
      },
    }
  },
})
