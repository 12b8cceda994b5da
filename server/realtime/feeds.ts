import type { Energy } from '../energy/live/live.ts'
import type { Directory, DirectoryState } from '../common/directory/directory.ts'
import type { Regions } from '../common/directory/types.ts'
import type { Vehicles } from '../vehicles/live/live.ts'
import { makeCellIndex } from './cells.ts'
import type { HubDeps } from './hub.ts'
import type { Group } from './latest.ts'

export interface FeedDeps {
  readonly vehicles: Pick<Vehicles, 'fleet'>
  readonly energy: Pick<Energy, 'buildings'>
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Pick<Regions, 'subtree'>
}

/** Readings come every few seconds at best: their frames need not follow the tick of what moves. */
const ENERGY_EVERY_TICKS = 4

const below = (regions: FeedDeps['regions'], group: Pick<Group, 'region'>): ReadonlySet<string> =>
  new Set(regions.subtree(group.region))

/** Which vehicles belong to a region, one byte an ordinal; made once for each reading of the register. There are some hundred regions; of the thousands of units none is kept. */
const makeMasks = (directory: FeedDeps['directory'], regions: FeedDeps['regions']) => {
  let made: { of: DirectoryState | null; masks: Map<string, Uint8Array> } = { of: null, masks: new Map() }
  return (group: Pick<Group, 'region'>): Uint8Array => {
    const state = directory.now()
    if (made.of !== state) made = { of: state, masks: new Map() }
    const known = made.masks.get(group.region)
    if (known) return known
    const codes = below(regions, group)
    const mask = Uint8Array.from(state.vehicles, (entry) => (entry && codes.has(entry.region) ? 1 : 0))
    made.masks.set(group.region, mask)
    return mask
  }
}

/** The rows of the `latest` topics and whom they belong to: a vehicle to its region and its unit, a building to its county and the units with rooms in it. */
export const makeFeeds = ({ vehicles, energy, directory, regions }: FeedDeps): HubDeps['feeds'] => {
  const maskOf = makeMasks(directory, regions)
  return {
    vehicles: {
      topic: 'vehicles',
      cells: makeCellIndex(vehicles.fleet),
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
    },
    energy: {
      topic: 'energy',
      everyTicks: ENERGY_EVERY_TICKS,
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
  }
}
