import type { Rules } from '#shared/standards/tables.ts'
import type { AlertRowFamily } from '../../common/ports/alertRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import type { Db } from '../../db/open.ts'
import type { RoomsRepository } from '../rooms/roomRows.ts'
import { uncertified } from './buildingRows.ts'
import { leavers, severalOffices } from './peopleRows.ts'
import { idleRooms, overRooms } from './roomRows.ts'

export interface HousingFamilyDeps {
  readonly db: Db
  readonly rooms: Pick<RoomsRepository, 'occupants'>
  readonly tree: Pick<RegionTree, 'path' | 'subtree'>
  readonly rules: Rules
}

/** What stands behind the alerts of rooms, people in rooms, and buildings. */
export const housingFamilies = (deps: HousingFamilyDeps): readonly AlertRowFamily[] => [
  overRooms(deps),
  idleRooms(deps),
  leavers(deps),
  severalOffices(deps),
  uncertified(deps),
]
