import { energyTopic, loadTopic } from '#shared/energy/topics.ts'
import { defineModule, type House } from '../common/defineModule.ts'
import { partOf, type LivePartDeps } from '../common/part.ts'
import type { RouteDefinition } from '../http/route.ts'
import type { ArchiveDoor } from '../common/ports/doors.ts'
import { makeEnergyDoor } from './insight/archiveDoor.ts'
import { makeEnergyArchive, type EnergyArchive } from './insight/archiveRows.ts'
import { makeEnergyFeed } from './live/feed.ts'
import { makeEnergy, type Energy } from './live/live.ts'
import { makeEnergyPlaces } from './live/placeRows.ts'
import { makeEnergyStore } from './quarters/quarterRows.ts'
import { makeEnergyRecords } from './quarters/recordRows.ts'
import { makeEnergyCards } from './series/cardRows.ts'
import { makeEnergyQueries } from './series/cards.ts'
import { makeSeriesQueries } from './series/queries.ts'
import { energyRoutes } from './series/routes.ts'

declare module '../common/plan.ts' {
  interface Afters {
    /** The meters' curves, which rest on the registers. */
    curves: true
  }
}
declare module '../common/defineModule.ts' {
  interface Ports {
    energy: {
      readonly energy: Energy
      readonly archive: EnergyArchive
      /** Where past days of buildings and of the weather come in. */
      readonly door: ArchiveDoor
    }
  }
}

const routesOf = (
  { later }: House,
  part: LivePartDeps,
  energy: Energy,
  archive: EnergyArchive,
): RouteDefinition[] => [
  ...energyRoutes({
    ...makeEnergyQueries({
      ...part,
      energy,
      cards: makeEnergyCards(part.db),
      archive,
      toldYear: (id) => later('energyInsight').building(id) ?? null,
    }),
    ...makeSeriesQueries({ ...part, series: energy.series, roster: energy.book.roster }),
  }),
]

/** Readings as they come, and what is kept of them. */
export default defineModule({
  name: 'energy',
  needs: ['standards', 'housing', 'access', 'directory', 'alertBook', 'realtime'],
  make: (house, ports) => {
    const part = partOf(house, ports)
    const { db, clock, regions, directory } = part
    const energy = makeEnergy({
      ...part,
      store: makeEnergyStore(db),
      places: makeEnergyPlaces(db),
      records: makeEnergyRecords(db),
    })
    const archive = makeEnergyArchive(db)
    energy.onLoad((points) =>
      ports.realtime.publish(
        'load',
        points.map((item) => ({ item, region: item.region, unit: null })),
      ),
    )
    return {
      port: { energy, archive, door: makeEnergyDoor(archive, clock) },
      routes: routesOf(house, part, energy, archive),
      topics: [energyTopic, loadTopic],
      feeds: [makeEnergyFeed({ energy, directory, regions })],
      onRecords: [{ to: 'curves', run: () => ports.directory.reloadSoon(energy.rebuild) }],
      remake: energy.rebuild,
      load: energy.rebuild,
      start: energy.start,
      stop: energy.stop,
    }
  },
})
