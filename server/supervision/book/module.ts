import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import { alertsTopic } from '#shared/supervision/topics.ts'
import { isForUnitOnly } from '#shared/supervision/housing.ts'
import { toSent, type KeptAlert } from '#shared/supervision/kept.ts'
import { defineModule, type Ports } from '../../common/defineModule.ts'
import type { AlertBook, EnergyGrading } from '../../common/ports/alerts.ts'
import { makeEnergyGrading } from '../energy.ts'
import { makeAlertFacts, type AlertFacts } from '../factRows.ts'
import { makeAlerts, type Alerts } from './alertRows.ts'
import { makeAlertBook } from './book.ts'

/** Alerts in one batch: a storm reaches screens in pieces that they can take. */
const ALERTS_PER_BATCH = 500
/** No region: what is for one unit only. */
const NOWHERE = ''
const FORGET_MS = HOUR_MS
/** Ended alerts and faults made good. */
const CLEARED_KEPT_MS = 90 * DAY_MS

/** What is open, and what alerts are judged by: for all who raise some. */
export interface KeptAlerts {
  readonly book: AlertBook
  readonly store: Alerts
  readonly facts: AlertFacts
  readonly grading: EnergyGrading
}

declare module '../../common/defineModule.ts' {
  interface Ports {
    alertBook: KeptAlerts
  }
}

const publish = (realtime: Ports['realtime'], changed: readonly KeptAlert[]): void => {
  const items = changed.map((alert) => ({
    item: toSent(alert),
    region: isForUnitOnly(alert) ? NOWHERE : alert.region,
    unit: alert.unit,
  }))
  for (let i = 0; i < items.length; i += ALERTS_PER_BATCH)
    realtime.publish('alerts', items.slice(i, i + ALERTS_PER_BATCH))
}

export default defineModule({
  name: 'alertBook',
  needs: ['standards', 'housing', 'realtime'],
  make: ({ db, clock }, { standards, housing, realtime }) => {
    const store = makeAlerts(db)
    const facts = makeAlertFacts(db)
    const book = makeAlertBook(store, clock)
    book.onChange((changed) => publish(realtime, changed))
    return {
      port: {
        book,
        store,
        facts,
        grading: makeEnergyGrading({
          facts,
          rules: standards.rules,
          regionName: (code) => housing.tree.get(code)?.name ?? code,
          clock,
        }),
      },
      topics: [alertsTopic],
      load: book.load,
      jobs: [
        {
          failed: 'old alerts could not be forgotten',
          everyMs: FORGET_MS,
          run: () => store.forget(clock() - CLEARED_KEPT_MS),
        },
      ],
    }
  },
})
