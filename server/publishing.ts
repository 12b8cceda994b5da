import type { AlertBook } from './supervision/book.ts'
import { isForUnitOnly } from '#shared/supervision/housing.ts'
import { inWords } from './intake/sourceRoutes.ts'
import type { Realtime } from './realtime/gateway.ts'
import { toSent } from './supervision/sent.ts'
import type { StormDeps } from './vehicles/alarms/storms.ts'
import type { Energy } from './energy/live/live.ts'
import type { SourcesRunner } from './intake/runner.ts'

/** Alerts in one batch: a storm reaches screens in pieces that they can take. */
const ALERTS_PER_BATCH = 500
/** No region: what is for one unit only. */
const NOWHERE = ''

interface PublishingDeps {
  readonly runner: Pick<SourcesRunner, 'onChange'>
  readonly energy: Pick<Energy, 'onLoad'>
  readonly book: Pick<AlertBook, 'onChange'>
  /** The socket; null until it is open. */
  readonly realtime: () => Realtime | null
}

/** What changes on the live side goes to the screens. */
export const publishLive = ({ runner, energy, book, realtime }: PublishingDeps): void => {
  runner.onChange((statuses) =>
    realtime()?.publish(
      'sources',
      statuses.map((item) => ({ item: inWords(item), region: null, unit: null })),
    ),
  )
  energy.onLoad((points) =>
    realtime()?.publish(
      'load',
      points.map((item) => ({ item, region: item.region, unit: null })),
    ),
  )
  book.onChange((changed) => {
    const items = changed.map((alert) => ({
      item: toSent(alert),
      region: isForUnitOnly(alert) ? NOWHERE : alert.region,
      unit: alert.unit,
    }))
    for (let i = 0; i < items.length; i += ALERTS_PER_BATCH)
      realtime()?.publish('alerts', items.slice(i, i + ALERTS_PER_BATCH))
  })
}

/** A storm's parts, each for those who see only that part. */
export const publishParts = (realtime: Realtime | null, changes: Parameters<StormDeps['publish']>[0]): void =>
  realtime?.publish(
    'alerts',
    changes.map(({ alert, part }) => ({ item: alert, region: NOWHERE, unit: null, part })),
  )
