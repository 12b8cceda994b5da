import type { Viewer } from '#shared/kernel/roles.ts'
import { daysSince, idleWarning, warningOf, type Warning } from '#shared/housing/verdict.ts'
import { MEASURES, type Measure } from '#shared/indices/measures.ts'
import type { RoomList } from '#shared/housing/answers/lists.ts'
import type { Rules, RuleTables } from '#shared/standards/tables.ts'
import { toSquareMetres, type EpochMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeasuresRepository } from '../measures/measureRows.ts'
import type { PlacesRepository } from '../places/placeRows.ts'
import type { RoomListName, RoomListRow, RoomListsRepository } from './roomListRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'
import { unitMeasures } from '../units/unitMeasures.ts'

export interface RoomListsDeps {
  readonly roomLists: RoomListsRepository
  readonly places: Pick<PlacesRepository, 'unitFloors'>
  readonly measures: MeasuresRepository
  readonly tree: RegionTree
  readonly scope: Scope
  readonly rules: Rules
  readonly clock: Clock
}
interface RoomListQuery {
  readonly region: string
  readonly list: RoomListName
  readonly offset: number
  readonly limit: number
}
/** 超标预警, 闲置, or the whole 台账 of a region, by pages; the total comes from the roll-up, so it equals the panels' figure. */
export type ListRooms = (viewer: Viewer, query: RoomListQuery) => Promise<RoomList>

const TOTAL: Record<RoomListName, Measure> = { over: 'overRooms', idle: 'idleRooms', all: 'rooms' }

const levelOf = (row: RoomListRow, { over, idle }: RuleTables, now: EpochMs): Warning | null => {
  if (row.state === 'idle') return idleWarning(daysSince(row.state_since, now), idle)
  return row.limit_use === null ? null : warningOf(row.limit_use, over)
}

const listed = (
  row: RoomListRow,
  regionName: string,
  rules: RuleTables,
  now: EpochMs,
): RoomList['rooms'][number] => ({
  id: row.id,
  number: row.number,
  floor: row.floor,
  building: row.building,
  buildingName: row.building_name,
  compoundName: row.compound_name,
  region: row.county,
  regionName,
  category: row.category,
  use: row.use,
  state: row.state,
  stateSince: row.state_since,
  idleDays: row.state === 'idle' ? daysSince(row.state_since, now) : null,
  unit: row.unit,
  unitName: row.unit_name,
  occupants: row.occupants,
  usableArea: toSquareMetres(row.usable_dm2),
  limit: row.limit_dm2 === null ? null : toSquareMetres(row.limit_dm2),
  over: row.limit_dm2 === null ? null : toSquareMetres(row.over_dm2),
  level: levelOf(row, rules, now),
})

export const makeListRooms =
  ({ roomLists, places, measures, tree, scope, rules, clock }: RoomListsDeps): ListRooms =>
  async (viewer, { region, list, offset, limit }) => {
    if (!tree.get(region)) throw notFound(`region ${region}`)
    scope.requireRegion(viewer, region, `region ${region}`)
    const unit = scope.unit(viewer)
    const whole = region === tree.province()?.code
    const [rows, sums] = await Promise.all([
      roomLists.page({ regions: whole ? null : tree.subtree(region), unit, list }, offset, limit),
      unit === null
        ? measures.places([region]).then(([one]) => one?.measures)
        : unitMeasures({ measures, places, tree }, unit, region),
    ])
    const now = clock()
    const total = sums?.[MEASURES.indexOf(TOTAL[list])] ?? 0
    return {
      rooms: rows.map((row) => listed(row, tree.get(row.county)?.name ?? row.county, rules(), now)),
      total,
      offset,
      asOf: now,
    }
  }
