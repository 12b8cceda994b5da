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
    const ground = makeSiteGround({
      setting: config.ground,
      approval: config.mapNote,
      now: clock,
      warn: (message) => log.warn({}, message),
    })
    return {
      port: ground,
      routes: groundRoutes(ground),
      jobs: [{ failed: 'the site’s ground was not opened', everyMs: MINUTE_MS, run: ground.tend }],
      ready: ground.tend,
      stop: ground.close,
    }
  },
})
