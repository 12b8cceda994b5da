import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { defineModule } from '../common/defineModule.ts'
import { makeSiteGround, type SiteGroundService } from './ground.ts'
import { groundRoutes } from './routes.ts'

declare module '../common/defineModule.ts' {
  interface Ports {
    ground: Pick<SiteGroundService, 'risks'>
  }
}

export default defineModule({
  name: 'ground',
  needs: [],
  make: ({ config, clock, log }) => {
    const common = {
      approval: config.mapNote,
      now: clock,
      warn: (message: string) => log.warn({}, message),
    }
    const ground = makeSiteGround({ ...common, setting: config.ground })
    const labels = makeSiteGround({
      ...common,
      setting: config.groundLabels,
      variable: 'GUANLAN_GROUND_LABELS',
      instead: ['画面不带这层注记', 'these names are left out'],
    })
    const both = [ground, labels]
    const tend = async (): Promise<void> => {
      await Promise.all(both.map((one) => one.tend()))
    }
    return {
      port: { risks: () => both.flatMap((one) => one.risks()) },
      routes: groundRoutes(ground, labels),
      jobs: [{ failed: 'the site’s ground was not opened', everyMs: MINUTE_MS, run: tend }],
      ready: tend,
      stop: () => both.forEach((one) => one.close()),
    }
  },
})
