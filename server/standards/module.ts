import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { standardsTopic } from '#shared/standards/topics.ts'
import { calendarYears } from '../common/clock/calendar.ts'
import { defineModule } from '../common/defineModule.ts'
import { makeParametersRepository } from './parameterRows.ts'
import { standardRoutes } from './routes.ts'
import { makeStandards, type Standards } from './standards.ts'

const DAY_CHECK_MS = MINUTE_MS

declare module '../common/defineModule.ts' {
  interface Ports {
    standards: Standards
  }
}

export default defineModule({
  name: 'standards',
  needs: ['realtime'],
  make: ({ db, durable, clock, log, later, all, tell }, { realtime }) => {
    const standards = makeStandards({
      parameters: makeParametersRepository(db),
      province: () => later('housing').tree.province(),
      audit: { record: (event) => later('access').audit.record(event) },
      jobs: durable,
      calendarYears,
      clock,
      log: (message, details) => log.info(details, message),
    })
    standards.onChange(tell.rules)
    standards.onNews((keys, rebuild) =>
      realtime.publish('standards', [{ item: { keys, rebuild }, region: null, unit: null }]),
    )
    return {
      port: standards,
      routes: standardRoutes(standards),
      topics: [standardsTopic],
      jobs: [{ failed: 'the daily work was not done', everyMs: DAY_CHECK_MS, run: standards.newDay }],
      ready: async () => {
        for (const job of all('rebuilds')) standards.onRebuild(job)
        await standards.load()
        tell.rules(standards.rules())
      },
    }
  },
})
