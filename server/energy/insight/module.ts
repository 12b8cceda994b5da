import { isWorkday } from '../../common/clock/calendar.ts'
import { defineModule } from '../../common/defineModule.ts'
import { partOf } from '../../common/part.ts'
import { anomalyRows } from '../alerts/anomalyRows.ts'
import { makeEnergyInsight, type EnergyInsight } from './insight.ts'
import { makeEnergyInsightRows } from './insightRows.ts'
import { makeEnergyInsightQueries } from './queries.ts'
import { energyInsightRoutes } from './routes.ts'

declare module '../../common/defineModule.ts' {
  interface Ports {
    energyInsight: EnergyInsight
  }
}

/** What is told of energy; it is looked through after all was judged. */
export default defineModule({
  name: 'energyInsight',
  needs: ['standards', 'housing', 'access', 'directory', 'alertBook', 'energy', 'supervision'],
  make: (house, ports) => {
    const part = partOf(house, ports)
    const { regions } = part
    const rows = makeEnergyInsightRows(house.db)
    const { energy, archive } = ports.energy
    const shared = { ...part, rows, archive, energy, isWorkday }
    const insight = makeEnergyInsight({ ...shared, grading: ports.alertBook.grading })
    return {
      port: insight,
      routes: energyInsightRoutes(
        makeEnergyInsightQueries({
          ...shared,
          insight,
          regionName: (code) => regions.get(code)?.name ?? code,
          childrenOf: (code) =>
            regions.subtree(code).filter((below) => regions.path(below).at(-2)?.code === code),
        }),
      ),
      alertRows: [anomalyRows({ ...part, insight })],
      rebuilds: [
        { name: { zh: '用能研判', en: 'what is told of energy' }, domains: ['energy'], run: insight.run },
      ],
      remake: insight.soon,
      start: insight.start,
      stop: insight.stop,
    }
  },
})
