import type { LedgerChange } from '#shared/protocol/events.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db/open.ts'
import { placeRoutes } from './http/places.ts'
import { regionRoutes } from './http/regions.ts'
import type { RouteDefinition } from './http/route.ts'
import { makeLedgerStore } from './repositories/ledgerStore.ts'
import { makeMeasuresRepository } from './repositories/measures.ts'
import { makePlacesRepository } from './repositories/places.ts'
import { makeRegionsRepository } from './repositories/regions.ts'
import { makeRoomsRepository } from './repositories/rooms.ts'
import { makeIngest, type Ingest } from './services/ingest.ts'
import { makePlaces, type Places } from './services/places.ts'
import { makeRegions, type RegionsService } from './services/regions.ts'
import { makeRegionTree, type RegionTree } from './services/regionTree.ts'
import { makeScope, type Scope } from './services/scope.ts'

export interface LedgerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly publish: (changes: readonly LedgerChange[]) => void
  readonly log?: (message: string, details: Record<string, unknown>) => void
}

/** The ledger's part of the house, composed: what `main.ts` hands to the sources, the realtime side and the HTTP server. */
export interface Ledger {
  readonly ingest: Ingest
  readonly tree: RegionTree
  readonly scope: Scope
  readonly places: Places
  readonly regions: RegionsService
  readonly routes: readonly RouteDefinition[]
}

export const makeLedger = ({ db, clock, publish, log }: LedgerDeps): Ledger => {
  const measures = makeMeasuresRepository(db)
  const placesRepository = makePlacesRepository(db)
  const rooms = makeRoomsRepository(db)
  const tree = makeRegionTree({ regions: makeRegionsRepository(db).all })
  const scope = makeScope(tree)
  const ingest = makeIngest({ store: makeLedgerStore(db), tree, clock, publish, log })
  const places = makePlaces({ places: placesRepository, measures, rooms, tree, scope, clock })
  const regions = makeRegions({ tree, scope, measures, places: placesRepository, clock })
  return { ingest, tree, scope, places, regions, routes: [...regionRoutes(regions), ...placeRoutes(places)] }
}
