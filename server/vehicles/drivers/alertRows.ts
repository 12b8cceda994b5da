import { DAY_MS } from '#shared/kernel/time/time.ts'
import { maskName } from '#shared/access/masks.ts'
import { DRIVER_MIN_MS } from '#shared/vehicles/drivers.ts'
import type { Words } from '#shared/supervision/answers.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { AlertRowFamily } from '../../common/ports/alertRows.ts'
import { BARE_ROW, pageOfCases } from '../../common/rows/page.ts'
import { vehicleRow } from '../alarms/vehicleRow.ts'
import type { MismatchedOrder, VehicleDrivers } from './driverRows.ts'

interface DriverFamilyDeps {
  readonly drivers: Pick<VehicleDrivers, 'mismatched'>
  readonly directory: Pick<Directory, 'now'>
}

/** Red where a certificate had run out; then the newest. */
const RED_FIRST = 1e14
const detailOf = ({ id, driver, others, expired }: MismatchedOrder, name: (of: string) => string): Words => {
  const cards = others.map(name)
  return {
    zh: `派车单 ${id}:${name(driver)};刷卡 ${cards.join('、')}${expired ? ',证件过期' : ''}`,
    en: `order ${id}: ${name(driver)}; card of ${cards.join(', ')}${expired ? ', certificate expired' : ''}`,
  }
}

/** VD-01. */
export const driverRows = ({ drivers, directory }: DriverFamilyDeps): AlertRowFamily => ({
  rules: ['VD-01'],
  kind: 'vehicle',
  counts: { zh: '单', en: 'orders', one: 'order' },
  amount: () => null,
  grades: () => ({
    red: { zh: '证件过期', en: 'certificate expired' },
    yellow: { zh: '人单不符', en: 'another driver' },
  }),
  formula: () => ({
    zh: '刷卡驾驶员与派车单不同',
    en: 'the card in the reader is not of the driver that the order names',
  }),
  read: async (query) => {
    const found = await drivers.mismatched(query.alert.region, query.now - DAY_MS, query.now, DRIVER_MIN_MS)
    const all = found.map((one) => ({
      ...one,
      severity: one.expired ? ('red' as const) : ('yellow' as const),
      rank: (one.expired ? RED_FIRST : 0) + one.start,
    }))
    const { cases, ...page } = pageOfCases(all, query)
    const name = (of: string): string => (query.masked ? maskName(of) : of)
    return {
      ...page,
      rows: cases.map((one) => ({
        ...BARE_ROW,
        ...vehicleRow(directory, one, query),
        id: one.id,
        severity: one.severity,
        since: one.start,
        detail: query.people ? detailOf(one, name) : null,
      })),
    }
  },
})
