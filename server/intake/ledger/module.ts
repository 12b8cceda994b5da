import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { dayOf } from '#shared/kernel/units.ts'
import type { Making } from '#shared/protocol/http.ts'
import { defineModule } from '../../common/defineModule.ts'
import type { RebuildJob } from '../../common/ports/rebuild.ts'
import type { SummingOver } from '../../common/ports/summing.ts'
import type { Db } from '../../db/open.ts'
import { makeIngest, type Ingest } from './ingest.ts'
import type { IngestDeps } from './rebuild.ts'
import { makeLedgerStore } from './store.ts'

export interface LedgerDeps extends Omit<IngestDeps, 'store'> {
  readonly db: Db
  readonly summing: SummingOver
}

/** The ledger over a database, summed by whoever gives `summing`. */
export const makeLedgerIngest = ({ db, summing, ...deps }: LedgerDeps): Ingest =>
  makeIngest({ ...deps, store: makeLedgerStore(db, summing) })

/** What of the ledger is kept and depends on parameters. */
const rebuildsOf = (ingest: Ingest): RebuildJob[] => [
  { name: { zh: '数据质量', en: 'the quality of data' }, domains: ['data'], run: ingest.daily },
  { name: { zh: '房间核定', en: 'the limits of rooms' }, domains: ['housing'], run: ingest.limitsChosen },
]

declare module '../../common/defineModule.ts' {
  interface Ports {
    ledger: {
      readonly ingest: Ingest
      /** What is being made after a load; null when it is done. */
      making(): Making
    }
  }
}

/** All collections but the series: how their records become rows, and when what rests on them is made anew. */
export default defineModule({
  name: 'ledger',
  needs: ['standards', 'housing'],
  make: ({ db, clock, log, later, tell }, { standards, housing }) => {
    let made: Making = null
    let day = dayOf(clock())
    const ingest = makeLedgerIngest({
      db,
      clock,
      summing: housing.summing,
      tree: housing.tree,
      rules: standards.rules,
      publish: tell.ledger,
      isPulled: () => later('intake').isPulled(),
      making: (what) => (made = what),
      refuse: (rejected) => later('intake').sink.quarantine(rejected),
      log: (message, details) => log.info(details, message),
    })
    const daily = async (): Promise<void> => {
      const today = dayOf(clock())
      if (today === day) return
      await ingest.daily()
      day = today
    }
    return {
      port: { ingest, making: () => made },
      rebuilds: rebuildsOf(ingest),
      jobs: [{ failed: 'the daily work was not done', everyMs: MINUTE_MS, run: daily }],
      ready: async () => {
        await ingest.ready()
        /* A choice may have come into force while nothing ran. */
        await ingest.limitsChosen()
      },
      open: () => {
        day = dayOf(clock())
      },
    }
  },
})
