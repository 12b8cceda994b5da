import type { Register } from '#shared/energy/series/registers.ts'
import type { Rejected } from '../../../common/directory/types.ts'
import type { LateItem } from '../../quarters/days.ts'
import type { Roster, RosterMeter } from '../roster.ts'

/** A register that lies below the newest one. */
export const fallenRegister = (
  source: string,
  meter: RosterMeter,
  newest: Register,
  reading: Register,
): Rejected => ({
  source,
  collection: 'readings',
  recordId: `${meter.id}:${reading.at}`,
  field: 'total',
  reason: `expected a register not below ${newest.total / 1000} of ${new Date(newest.at).toISOString()}, found ${reading.total / 1000}: held until the next reading says whether the meter was changed`,
  body: { meter: meter.id, at: reading.at, total: reading.total / 1000 },
})

/** Late readings whose day could not be written. */
export const lateRefusals = (
  items: readonly LateItem[],
  reason: string,
  roster: Pick<Roster, 'meters'>,
): Rejected[] => {
  const nameOf = (item: LateItem): string => roster.meters[item.meter]?.id ?? String(item.meter)
  return items.map((item) => ({
    source: 'readings',
    collection: 'readings',
    recordId: `${nameOf(item)}:${item.kind === 'reading' ? item.at : item.day}`,
    field: null,
    reason: `the day of a late reading could not be written: ${reason}`,
    body: { ...item, meter: nameOf(item) },
  }))
}
