import type { Making } from '#shared/protocol/http.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import { defaultRules, type Rules } from '#shared/standards/tables.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db/open.ts'
import { depotRoutes } from './http/depots.ts'
import { historyRoutes } from './http/history.ts'
import { placeRoutes } from './http/places.ts'
import { regionRoutes } from './http/regions.ts'
import { roomRoutes } from './http/rooms.ts'
import type { RouteDefinition } from './http/route.ts'
import { searchRoutes } from './http/search.ts'
import { unitRoutes } from './http/units.ts'
import { makeDepotsRepository } from './repositories/depots.ts'
import { makeLedgerStore } from './repositories/ledgerStore.ts'
import { makeMeasureDays } from './repositories/measureDays.ts'
import { makePlacesRepository } from './repositories/places.ts'
import { makeRegionsRepository } from './repositories/regions.ts'
import { makeRoomListsRepository } from './repositories/roomLists.ts'
import { makeSearchRepository } from './repositories/search.ts'
import { makeUnitsRepository } from './repositories/units.ts'
import type { AuditService } from './services/audit.ts'
import { makeListDepots, type ListDepots } from './services/depots.ts'
import { makeIngest, type Ingest } from './services/ingest.ts'
import { makeInteriors, type Interiors } from './services/interior.ts'
import { makeMeasureDaysService, type MeasureDaysService } from './services/measureDays.ts'
import { makePlaces, type Places } from './services/places.ts'
import { makeRankings, type RankingsService } from './services/rankings.ts'
import { makeRegions, type RegionsService } from './services/regions.ts'
import { makeRegionTree, type RegionTree } from './services/regionTree.ts'
import { makeEditRoom, type EditRoom } from './services/roomEdits.ts'
import { makeListRooms, type ListRooms } from './services/roomLists.ts'
import { makeRooms, type RoomsService } from './services/rooms.ts'
import { makeScope, type Scope } from './services/scope.ts'
import { makeSearch, type Search } from './services/search.ts'
import { makeWatchedSearch } from './services/searchWatch.ts'
import type { RebuildJob } from './services/standardsRebuild.ts'
import { makeUnits, type UnitsService } from './services/units.ts'
import type { SourceSink } from './sources/Source.ts'

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
  readonly depots: ListDepots
  readonly units: UnitsService
  readonly rankings: RankingsService
  readonly search: Search
  readonly routes: readonly RouteDefinition[]
  /** What of the ledger is kept and depends on parameters. */
  readonly rebuilds: readonly RebuildJob[]
}

export const makeLedger = ({ db, clock, publish, audit, log, isPulled, making, rules = defaultRules, refuse }: LedgerDeps): Ledger => {
  const store = makeLedgerStore(db)
  const tree = makeRegionTree({ regions: makeRegionsRepository(db).all })
  const shared = { places: makePlacesRepository(db), measures: store.measures, units: makeUnitsRepository(db), tree, scope: makeScope(tree), rules, clock }
  const ingest = makeIngest({ store, tree, clock, publish, rules, ...(log ? { log } : {}), ...(refuse ? { refuse } : {}), ...(isPulled ? { isPulled } : {}), ...(making ? { making } : {}) })
  const rooms = makeRooms({ ...shared, rooms: store.rooms })
  const parts = {
    ingest,
    tree,
    scope: shared.scope,
    rooms,
    places: makePlaces({ ...shared, rooms: store.rooms }),
    regions: makeRegions({ ...shared, window: store.state.window }),
    measureDays: makeMeasureDaysService({ ...shared, days: makeMeasureDays(db) }),
    listRooms: makeListRooms({ ...shared, roomLists: makeRoomListsRepository(db) }),
    editRoom: makeEditRoom({ ...shared, rooms: store.rooms, cards: rooms, ingest, ...(audit ? { audit } : {}) }),
    interiors: makeInteriors({ ...shared, rooms: store.rooms }),
    depots: makeListDepots({ ...shared, depots: makeDepotsRepository(db) }),
    units: makeUnits(shared),
    rankings: makeRankings(shared),
    search: makeSearch({ ...shared, search: makeSearchRepository(db) }),
  }
  const routes = [
    ...regionRoutes(parts.regions),
    ...historyRoutes(parts.measureDays),
    ...placeRoutes(parts.places),
    ...roomRoutes(rooms, parts.listRooms, parts.editRoom, parts.interiors),
    ...depotRoutes(parts.depots),
    ...unitRoutes(parts.units, parts.rankings),
    ...searchRoutes(makeWatchedSearch({ search: parts.search, clock, ...(audit ? { audit } : {}) })),
  ]
  return { ...parts, routes, rebuilds: [{ name: { zh: '数据质量', en: 'the quality of data' }, domains: ['data'], run: ingest.daily }, { name: { zh: '房间核定', en: 'the limits of rooms' }, domains: ['housing'], run: ingest.limitsChosen }] }
}
