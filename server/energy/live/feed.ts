import type { Directory } from '../../common/directory/directory.ts'
import type { Regions } from '../../common/directory/types.ts'
import type { Feed } from '../../common/feed.ts'
import type { Energy } from './live.ts'

export interface EnergyFeedDeps {
  readonly energy: Pick<Energy, 'buildings'>
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Pick<Regions, 'subtree'>
}

/** Readings come every few seconds at best: their frames need not follow the tick of what moves. */
const EVERY_TICKS = 4

/** The rows of the topic `energy`; a building belongs to its county and to the units with rooms in it. */
export const makeEnergyFeed = ({ energy, directory, regions }: EnergyFeedDeps): Feed<'energy'> => ({
  topic: 'energy',
  everyTicks: EVERY_TICKS,
  takeChanged: energy.buildings.takeChanged,
  all: energy.buildings.all,
  member: (group) => {
    const { buildings, buildingsOfUnit } = directory.now()
    if (group.unit !== null) {
      const mine = buildingsOfUnit.get(group.unit)
      return (ordinal) => mine?.has(ordinal) ?? false
    }
    const codes = new Set(regions.subtree(group.region))
    return (ordinal) => codes.has(buildings[ordinal]?.county ?? '')
  },
  write: energy.buildings.write,
})
