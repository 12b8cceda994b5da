import type { Directory, DirectoryState } from '../../common/directory/directory.ts'
import type { Regions } from '../../common/directory/types.ts'
import type { Feed, Group } from '../../common/feed.ts'
import type { Vehicles } from './live.ts'

export interface VehicleFeedDeps {
  readonly vehicles: Pick<Vehicles, 'fleet'>
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Pick<Regions, 'subtree'>
}

/** Which vehicles belong to a region, one byte an ordinal; made once for each reading of the register. There are some hundred regions; of the thousands of units none is kept. */
const makeMasks = (directory: VehicleFeedDeps['directory'], regions: VehicleFeedDeps['regions']) => {
  let made: { of: DirectoryState | null; masks: Map<string, Uint8Array> } = { of: null, masks: new Map() }
  return (group: Pick<Group, 'region'>): Uint8Array => {
    const state = directory.now()
    if (made.of !== state) made = { of: state, masks: new Map() }
    const known = made.masks.get(group.region)
    if (known) return known
    const codes = new Set(regions.subtree(group.region))
    const mask = Uint8Array.from(state.vehicles, (entry) => (entry && codes.has(entry.region) ? 1 : 0))
    made.masks.set(group.region, mask)
    return mask
  }
}

/** The rows of the topic `vehicles`; a vehicle belongs to its region and its unit. */
export const makeVehicleFeed = ({ vehicles, directory, regions }: VehicleFeedDeps): Feed<'vehicles'> => {
  const maskOf = makeMasks(directory, regions)
  return {
    topic: 'vehicles',
    places: vehicles.fleet,
    takeChanged: () => [...Uint32Array.from(vehicles.fleet.takeChanged()).sort()],
    *all() {
      for (let ordinal = 1; ordinal <= vehicles.fleet.size(); ordinal++)
        if (vehicles.fleet.stands(ordinal)) yield ordinal
    },
    member: (group) => {
      if (group.unit !== null) {
        const { vehicles: entries } = directory.now()
        return (ordinal) => entries[ordinal]?.unit === group.unit
      }
      const mask = maskOf(group)
      return (ordinal) => mask[ordinal] === 1
    },
    write: vehicles.fleet.write,
  }
}
