import { isAfter } from './intake/ledger/plans.ts'
import type { Fences } from './vehicles/fences/fences.ts'
import type { AlertsService } from './supervision/judges.ts'
import type { Energy } from './energy/live/live.ts'
import type { EnergyInsight } from './energy/insight/insight.ts'
import type { Directory } from './common/directory/directory.ts'
import { makeSink } from './intake/sink.ts'
import type { VehicleLedgerJobs } from './vehicles/ledger/jobs.ts'

const RELOAD_AFTER_MS = 300

interface AfterRecordsDeps {
  readonly directory: Pick<Directory, 'now' | 'reload'>
  readonly energy: Pick<Energy, 'rebuild'>
  readonly insight: Pick<EnergyInsight, 'soon'>
  readonly alerts: AlertsService
  readonly fences: Pick<Fences, 'roadsChanged'>
  readonly vehicleLedger: Pick<VehicleLedgerJobs, 'came' | 'settled'>
  readonly fail: (what: string) => (error: unknown) => void
}
type SinkDeps = Parameters<typeof makeSink>[0]

/** What follows records: the registers are read anew, and what rests on them is judged again. Before the first sync has settled nothing is judged. */
export const makeAfterRecords = ({
  directory,
  energy,
  insight,
  alerts,
  fences,
  vehicleLedger,
  fail,
}: AfterRecordsDeps) => {
  let reload: NodeJS.Timeout | null = null
  let [settled, metered, came] = [false, false, false]

  const refresh = async (curves: boolean): Promise<void> => {
    await directory.reload()
    if (curves) await energy.rebuild()
  }
  const reloadSoon = (curves: boolean): void => {
    metered ||= curves
    reload ??= setTimeout(() => {
      const whole = metered
      reload = null
      metered = false
      refresh(whole).catch(fail('the registers could not be read'))
    }, RELOAD_AFTER_MS)
  }
  const onRecords: SinkDeps['onRecords'] = (collection, batch) => {
    came = true
    const orders = batch.collection === 'orders' ? batch.items.map(({ id }) => id) : []
    vehicleLedger.came(collection, orders, isAfter('vehicle-ledger', collection))
    if (orders.length > 0 && settled) alerts.ordersChanged(orders)
    if (collection === 'road-limits') fences.roadsChanged()
    if (collection === 'working-hours' && settled) alerts.hoursChanged()
    if (isAfter('fences', collection) && settled) alerts.fencesChanged()
    if (batch.collection === 'people' && settled) alerts.peopleChanged(batch.items.map(({ id }) => id))
    if (isAfter('registers', collection) && settled) reloadSoon(isAfter('curves', collection))
  }
  const onSettled: SinkDeps['onSettled'] = async () => {
    vehicleLedger.settled()
    const isKnown = settled && !came
    settled = true
    came = false
    if (isKnown) return
    await refresh(true)
    await alerts.judgeAll()
    insight.soon()
  }

  return {
    onRecords,
    onSettled,
    /** After a restart: what is kept stands for a first sync that has settled. */
    begin: (): void => void (settled = directory.now().vehicleOrdinals.size > 0),
    isSettled: (): boolean => settled,
    stop: (): void => {
      if (reload) clearTimeout(reload)
    },
  }
}
