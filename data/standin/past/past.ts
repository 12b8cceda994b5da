import type { OrderRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { StandinConfig } from '../config.ts'
import type { Overlay } from '../dispatch/overlay.ts'
import type { Graph } from '../fleet/graph.ts'
import type { Archive } from '../request/archive.ts'
import { recordsIn } from '../request/edition.ts'
import { makePastDriver } from './drive.ts'
import { makeOverlapMonths } from './overlaps.ts'
import { makePastTracks } from './tracks.ts'

/** Before the platform began: how far back tracks and months reach is the configuration's matter. */
const HISTORY_MONTHS = 13
const LARGEST_DELIVERY = 500

export interface PastDeps {
  readonly config: StandinConfig
  readonly archive: Archive
  readonly edits: Overlay
  readonly graphs: Map<string, Graph>
  readonly now: () => EpochMs
  readonly announce: (orders: readonly OrderRecord[]) => void
}

/** Past days and months, and what is revised as they are driven. */
export const makePast = ({ config, archive, edits, graphs, now, announce }: PastDeps) => {
  const { province } = archive
  const begun = province.options.now
  const days = config.historyDays ?? 0
  const driver = makePastDriver(province, graphs)
  const revised = (county: string, orders: readonly OrderRecord[]): void => {
    for (const record of orders)
      edits.put({
        collection: 'orders',
        key: record.id,
        county,
        updatedAt: record.updatedAt,
        record: record as unknown as Record<string, unknown>,
      })
    for (let i = 0; i < orders.length; i += LARGEST_DELIVERY) announce(orders.slice(i, i + LARGEST_DELIVERY))
  }
  const orders = async (county: string): Promise<OrderRecord[]> =>
    (await recordsIn(archive.edition('orders'), county, 'orders')).map(
      (order) => (edits.of('orders', order.id)?.record as OrderRecord | undefined) ?? order,
    )
  return {
    tracks: makePastTracks({
      driver,
      counties: province.countyCodes,
      begun,
      days,
      now,
      orders,
      vehicles: driver.vehicles,
      vehicleCount: async (county) => (await archive.base.summary(county, 'vehicles')).count,
      revised,
    }),
    overlaps: makeOverlapMonths({
      driver,
      province,
      units: async (county) => (await recordsIn(archive.base, county, 'units')).map(({ id }) => id),
      unitCount: async (county) => (await archive.base.summary(county, 'units')).count,
      begun,
      months: days > 0 ? HISTORY_MONTHS : 0,
    }),
  }
}
