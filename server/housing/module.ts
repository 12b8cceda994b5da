import type { Making } from '#shared/protocol/http.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import { defaultRules, type Rules } from '#shared/standards/tables.ts'
import { dayOf } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import { defineModule } from '../common/defineModule.ts'
import type { Db } from '../db/open.ts'
import { historyRoutes } from './measures/routes.ts'
import { placeRoutes } from './places/routes.ts'
import { regionRoutes } from '../common/regions/routes.ts'
import { roomRoutes } from './rooms/routes.ts'
import type { RouteDefinition } from '../http/route.ts'
import { searchRoutes } from './search/routes.ts'
import { unitRoutes } from './units/routes.ts'
import { makeLedgerStore } from '../intake/ledger/storeRows.ts'
import { makeMeasureDays } from './measures/measureDayRows.ts'
import { makePlacesRepository } from './places/placeRows.ts'
import { makeRegionsRepository } from '../common/regions/regionRows.ts'
import { makeRoomListsRepository } from './rooms/roomListRows.ts'
import { makeSearchRepository } from './search/searchRows.ts'
import { makeUnitsRepository } from './units/unitRows.ts'
import type { AuditService } from '../access/audit/audit.ts'
import { makeIngest, type Ingest } from '../intake/ledger/ingest.ts'
import { makeInteriors, type Interiors } from './places/interior.ts'
import { makeMeasureDaysService, type MeasureDaysService } from './measures/days.ts'
import { makePlaces, type Places } from './places/places.ts'
import { makeRankings, type RankingsService } from './measures/rankings.ts'
import { makeRegions, type RegionsService } from '../common/regions/regions.ts'
import { makeRegionTree, type RegionTree } from '../common/regions/regionTree.ts'
import { makeEditRoom, type EditRoom } from './rooms/edits.ts'
import { makeListRooms, type ListRooms } from './rooms/lists.ts'
import { makeRooms, type RoomsService } from './rooms/rooms.ts'
import { makeScope, type Scope } from '../common/scope/scope.ts'
import { makeSearch, type Search } from './search/search.ts'
import { makeWatchedSearch } from './search/watch.ts'
import type { RebuildJob } from '../standards/rebuild.ts'
import { makeUnits, type UnitsService } from './units/units.ts'
import type { SourceSink } from '../sources/Source.ts'

export interface LedgerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly publish: (changes: readonly LedgerChange[]) => void
  /** Hears of every room edit before it is committed; without it only the room's own change log is kept. */
  readonly audit?: Pick<AuditService, 'record'>
  readonly log?: (message: string, details: Record<string, unknown>) => void
  /** What the rules are held to, asked at each evaluation. */
  readonly rules?: Rules
  /** Where records go that waited for a parent and can never be written. */
  readonly refuse?: SourceSink['quarantine']
  /** A source is handing over all that it has, and will say when it is done. */
  readonly isPulled?: () => boolean
  /** Hears what is being made after a load; null when it is done. */
  readonly making?: (what: Making) => void
}

/** The ledger's part of the house, composed: what `main.ts` hands to the sources, the realtime side and the HTTP server. */
export interface Ledger {
  readonly ingest: Ingest
  readonly tree: RegionTree
  readonly scope: Scope
  readonly places: Places
  readonly regions: RegionsService
  readonly measureDays: MeasureDaysService
  readonly rooms: RoomsService
  readonly listRooms: ListRooms
  readonly editRoom: EditRoom
  readonly interiors: Interiors
  readonly units: UnitsService
  readonly rankings: RankingsService
  readonly search: Search
  readonly routes: readonly RouteDefinition[]
  /** What of the ledger is kept and depends on parameters. */
  readonly rebuilds: readonly RebuildJob[]
}

const sharedOf = (db: Db, clock: Clock, rules: Rules) => {
  const store = makeLedgerStore(db)
  const tree = makeRegionTree({ regions: makeRegionsRepository(db).all })
  return {
    store,
    shared: {
      places: makePlacesRepository(db),
      measures: store.measures,
      units: makeUnitsRepository(db),
      tree,
      scope: makeScope(tree),
      rules,
      clock,
    },
  }
}

const partsOf = (
  db: Db,
  { store, shared }: ReturnType<typeof sharedOf>,
  ingest: Ingest,
  audit: LedgerDeps['audit'],
) => {
  const rooms = makeRooms({ ...shared, rooms: store.rooms })
  return {
    ingest,
    tree: shared.tree,
    scope: shared.scope,
    rooms,
    places: makePlaces({ ...shared, rooms: store.rooms }),
    regions: makeRegions({ ...shared, window: store.state.window }),
    measureDays: makeMeasureDaysService({ ...shared, days: makeMeasureDays(db) }),
    listRooms: makeListRooms({ ...shared, roomLists: makeRoomListsRepository(db) }),
    editRoom: makeEditRoom({
      ...shared,
      rooms: store.rooms,
      cards: rooms,
      ingest,
      ...(audit ? { audit } : {}),
    }),
    interiors: makeInteriors({ ...shared, rooms: store.rooms }),
    units: makeUnits(shared),
    rankings: makeRankings(shared),
    search: makeSearch({ ...shared, search: makeSearchRepository(db) }),
  }
}

export const makeLedger = ({
  db,
  clock,
  publish,
  audit,
  log,
  isPulled,
  making,
  rules = defaultRules,
  refuse,
}: LedgerDeps): Ledger => {
  const over = sharedOf(db, clock, rules)
  const ingest = makeIngest({
    store: over.store,
    tree: over.shared.tree,
    clock,
    publish,
    rules,
    ...(log ? { log } : {}),
    ...(refuse ? { refuse } : {}),
    ...(isPulled ? { isPulled } : {}),
    ...(making ? { making } : {}),
  })
  const parts = partsOf(db, over, ingest, audit)
  const routes = [
    ...regionRoutes(parts.regions),
    ...historyRoutes(parts.measureDays),
    ...placeRoutes(parts.places),
    ...roomRoutes(parts.rooms, parts.listRooms, parts.editRoom, parts.interiors),
    ...unitRoutes(parts.units, parts.rankings),
    ...searchRoutes(makeWatchedSearch({ search: parts.search, clock, ...(audit ? { audit } : {}) })),
  ]
  return {
    ...parts,
    routes,
    rebuilds: [
      { name: { zh: '数据质量', en: 'the quality of data' }, domains: ['data'], run: ingest.daily },
      { name: { zh: '房间核定', en: 'the limits of rooms' }, domains: ['housing'], run: ingest.limitsChosen },
    ],
  }
}

const DAY_CHECK_MS = 60_000
/** A day's roll-ups end up as they were so long before its end at most. */
const KEEP_DAY_MS = 5 * 60_000
/** After a start the platform's first records are awaited. */
const FIRST_DAY_MS = 60_000

declare module '../common/defineModule.ts' {
  interface Ports {
    housing: Ledger & {
      /** What is being made after a load; null when it is done. */
      making?(): Making
    }
  }
}

export default defineModule({
  name: 'housing',
  needs: ['standards'],
  make: ({ db, clock, log, later, tell }, { standards }) => {
    let made: Making = null
    let day = dayOf(clock())
    const ledger = makeLedger({
      db,
      clock,
      rules: standards.rules,
      publish: tell.ledger,
      isPulled: () => later('intake').isPulled(),
      making: (what) => (made = what),
      audit: { record: (event) => later('access').audit.record(event) },
      refuse: (rejected) => later('intake').sink.quarantine(rejected),
      log: (message, details) => log.info(details, message),
    })
    const daily = async (): Promise<void> => {
      const today = dayOf(clock())
      if (today === day) return
      await ledger.ingest.daily()
      day = today
    }
    return {
      port: { ...ledger, making: () => made },
      routes: ledger.routes,
      rebuilds: ledger.rebuilds,
      jobs: [
        {
          failed: "the day's roll-ups were not kept",
          firstMs: FIRST_DAY_MS,
          everyMs: KEEP_DAY_MS,
          run: ledger.measureDays.keep,
        },
        { failed: 'the daily work was not done', everyMs: DAY_CHECK_MS, run: daily },
      ],
      ready: async () => {
        await ledger.tree.load()
        await ledger.ingest.ready()
        /* A choice may have come into force while nothing ran. */
        await ledger.ingest.limitsChosen()
      },
      open: () => {
        day = dayOf(clock())
      },
    }
  },
})
