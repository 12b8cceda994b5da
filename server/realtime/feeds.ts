import type { Energy } from '../services/energy.ts'
import type { Directory } from '../services/liveDirectory.ts'
import type { Regions } from '../services/liveTypes.ts'
import type { Vehicles } from '../services/vehicles.ts'
import type { HubDeps } from './hub.ts'
import type { Group } from './latest.ts'

export interface FeedDeps {
  readonly vehicles: Pick<Vehicles, 'fleet'>
  readonly energy: Pick<Energy, 'buildings'>
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Pick<Regions, 'subtree'>
}

const below = (regions: FeedDeps['regions'], group: Group): ReadonlySet<string> => new Set(regions.subtree(group.region))

/** The rows of the `latest` topics and whom they belong to: a vehicle to its region and its unit, a building to its county and the units with rooms in it. */
export const makeFeeds = ({ vehicles, energy, directory, regions }: FeedDeps): HubDeps['feeds'] => ({
  vehicles: {
    topic: 'vehicles',
    takeChanged: vehicles.fleet.takeChanged,
    *all() {
      for (let ordinal = 1; ordinal <= vehicles.fleet.size(); ordinal++) if (vehicles.fleet.stands(ordinal)) yield ordinal
    },
    member: (group) => {
      const register = directory.now().vehicles
      if (group.unit !== null) return (ordinal) => register[ordinal]?.unit === group.unit
      const codes = below(regions, group)
      return (ordinal) => codes.has(register[ordinal]?.region ?? '')
    },
    write: vehicles.fleet.write,
  },
  energy: {
    topic: 'energy',
    takeChanged: energy.buildings.takeChanged,
    all: energy.buildings.all,
    member: (group) => {
      const { buildings, buildingsOfUnit } = directory.now()
      if (group.unit !== null) {
        const mine = buildingsOfUnit.get(group.unit)
        return (ordinal) => mine?.has(ordinal) ?? false
      }
      const codes = below(regions, group)
      return (ordinal) => codes.has(buildings[ordinal]?.county ?? '')
    },
    write: energy.buildings.write,
  },
})
