import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { defaultRules, type Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../common/clock/clock.ts'
import { defineModule } from '../common/defineModule.ts'
import type { AlertRowFamily } from '../common/ports/alertRows.ts'
import type { AccessLog } from '../common/ports/audit.ts'
import type { ReadHousingPeople } from '../common/ports/people.ts'
import type { LedgerDoor, SummingOver } from '../common/ports/summing.ts'
import { makeRegionsRepository } from '../common/regions/regionRows.ts'
import { makeRegionTree, type RegionTree } from '../common/regions/regionTree.ts'
import { makeScope, type Scope } from '../common/scope/scope.ts'
import type { Db } from '../db/open.ts'
import type { RouteDefinition } from '../http/route.ts'
import { housingFamilies } from './alerts/families.ts'
import { makeMeasureDaysService, type MeasureDaysService } from './measures/days.ts'
import { makeHandedMonths } from './measures/handedMonthRows.ts'
import { makeMeasureDays } from './measures/measureDayRows.ts'
import { makeMeasuresRepository } from './measures/measureRows.ts'
import { makeMonthEnds } from './measures/monthEnds.ts'
import { makeRankings, type RankingsService } from './measures/rankings.ts'
import { historyRoutes } from './measures/routes.ts'
import { makeWorst, type Worst } from './measures/worst.ts'
import { summingOver } from './measures/summing.ts'
import { makeInteriors, type Interiors } from './places/interior.ts'
import { makeMosaic, type Mosaic } from './mosaic/mosaic.ts'
import { makeMosaicRepository } from './mosaic/mosaicRows.ts'
import { mosaicRoutes } from './mosaic/routes.ts'
import { makePlacesRepository } from './places/placeRows.ts'
import { makePlaces, type Places } from './places/places.ts'
import { regionRoutes } from './places/regionRoutes.ts'
import { makeRegions, type RegionsService } from './places/regions.ts'
import { placeRoutes } from './places/routes.ts'
import { makeEditRoom, type EditRoom } from './rooms/edits.ts'
import { makeListRooms, type ListRooms } from './rooms/lists.ts'
import { makeRoomListsRepository } from './rooms/roomListRows.ts'
import { makeRoomsRepository } from './rooms/roomRows.ts'
import { makeRooms, type RoomsService } from './rooms/rooms.ts'
import { roomRoutes } from './rooms/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { makeSearch, type Search } from './search/search.ts'
import { makeSearchRepository } from './search/searchRows.ts'
import { makeWatchedSearch } from './search/watch.ts'
import { readHousingPeople } from './units/peopleRows.ts'
import { unitRoutes } from './units/routes.ts'
import { makeUnitsRepository } from './units/unitRows.ts'
import { makeUnits, type UnitsService } from './units/units.ts'

export interface HousingDeps {
  readonly db: Db
  readonly clock: Clock
  /** Writes edits and says what was counted; asked once it is there. */
  readonly ledger: () => LedgerDoor
  /** Hears of every room edit before it is committed; without it only the room's own change log is kept. */
  readonly audit?: AccessLog
  /** What the rules are held to, asked at each evaluation. */
  readonly rules?: Rules
}

/** Places, rooms, units and what they sum up to. */
export interface Housing {
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
  readonly mosaic: Mosaic
  readonly worst: Worst
  /** What the ledger has done in its transactions. */
  readonly summing: SummingOver
  readonly people: ReadHousingPeople
  /** What stands behind the alerts of rooms, people in rooms, and buildings. */
  readonly alertRows: readonly AlertRowFamily[]
  readonly routes: readonly RouteDefinition[]
}

const servicesOf = ({ db, clock, ledger, audit, rules = defaultRules }: HousingDeps) => {
  const tree = makeRegionTree({ regions: makeRegionsRepository(db).all })
  const rooms = makeRoomsRepository(db)
  const days = makeMeasureDays(db)
  const shared = {
    places: makePlacesRepository(db),
    measures: makeMeasuresRepository(db),
    units: makeUnitsRepository(db),
    tree,
    scope: makeScope(tree),
    rules,
    clock,
    ...(audit ? { audit } : {}),
  }
  const cards = makeRooms({ ...shared, rooms })
  return {
    tree,
    scope: shared.scope,
    rooms: cards,
    places: makePlaces({ ...shared, rooms }),
    regions: makeRegions({ ...shared, window: () => ledger().window() }),
    measureDays: makeMeasureDaysService({
      ...shared,
      days,
      monthEnds: makeMonthEnds({ days, handed: makeHandedMonths(db), tree }),
    }),
    listRooms: makeListRooms({ ...shared, roomLists: makeRoomListsRepository(db) }),
    editRoom: makeEditRoom({ ...shared, rooms, cards, ledger }),
    interiors: makeInteriors({ ...shared, rooms }),
    units: makeUnits(shared),
    rankings: makeRankings(shared),
    worst: makeWorst(shared),
    mosaic: makeMosaic({ ...shared, mosaic: makeMosaicRepository(db) }),
    search: makeSearch({ ...shared, search: makeSearchRepository(db) }),
    alertRows: housingFamilies({ db, rooms, tree, rules }),
  }
}

export const makeHousing = (deps: HousingDeps): Housing => {
  const { db, clock, audit } = deps
  const services = servicesOf(deps)
  return {
    ...services,
    summing: summingOver,
    people: (days, of = null) => readHousingPeople(db, days, of),
    routes: [
      ...regionRoutes(services.regions),
      ...historyRoutes(services.measureDays),
      ...placeRoutes(services.places),
      ...roomRoutes(services.rooms, services.listRooms, services.editRoom, services.interiors),
      ...unitRoutes(services.units, services.rankings, services.worst.find),
      ...mosaicRoutes(services.mosaic),
      ...searchRoutes(makeWatchedSearch({ search: services.search, clock, ...(audit ? { audit } : {}) })),
    ],
  }
}

/** A day's roll-ups end up as they were so long before its end at most. */
const KEEP_DAY_MS = 5 * MINUTE_MS
/** After a start the platform's first records are awaited. */
const FIRST_DAY_MS = MINUTE_MS

declare module '../common/defineModule.ts' {
  interface Ports {
    housing: Housing
  }
}

export default defineModule({
  name: 'housing',
  needs: ['standards'],
  make: ({ db, clock, later }, { standards }) => {
    const housing = makeHousing({
      db,
      clock,
      rules: standards.rules,
      ledger: () => later('ledger').ingest,
      audit: { record: (event) => later('access').audit.record(event) },
    })
    return {
      port: housing,
      routes: housing.routes,
      jobs: [
        {
          failed: "the day's roll-ups were not kept",
          firstMs: FIRST_DAY_MS,
          everyMs: KEEP_DAY_MS,
          run: housing.measureDays.keep,
        },
      ],
      onLedger: (changes) => {
        housing.worst.ledgerChanged(changes)
        housing.mosaic.ledgerChanged(changes)
      },
      onRules: housing.worst.forget,
      ready: housing.tree.load,
    }
  },
})
