import { AHEAD_MS } from '#shared/kernel/time/age.ts'
import { isPower, totalFault } from '#shared/energy/series/registers.ts'
import type { ReadingRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { ReadingWriter } from '../../quarters/columns.ts'
import { OLDEST_MS, type Roster } from '../roster.ts'
import type { Rejected } from '../../../common/directory/types.ts'

export interface AdmittedReadings {
  readonly writer: ReadingWriter
  readonly rejected: readonly Rejected[]
  /** Buildings whose power may have changed. */
  readonly touched: ReadonlySet<string>
}

const instant = (at: EpochMs): string => new Date(at).toISOString()

/** Readings as columns, ratios applied; what names another building's meter or an impossible time is turned away with its reason. */
export const admitReadings = (
  roster: Roster,
  source: string,
  items: readonly ReadingRecord[],
  now: EpochMs,
): AdmittedReadings => {
  const rejected: Rejected[] = []
  const touched = new Set<string>()
  const writer = new ReadingWriter(items.reduce((sum, { meters }) => sum + meters.length, 0))
  const turnAway = (body: ReadingRecord, field: string, reason: string): void =>
    void rejected.push({
      source,
      collection: 'readings',
      recordId: `${body.building}:${body.at}`,
      field,
      reason,
      body,
    })
  for (const item of items) {
    if (item.at > now + AHEAD_MS || item.at < now - OLDEST_MS) {
      turnAway(
        item,
        'at',
        `expected a time between ${instant(now - OLDEST_MS)} and ${instant(now + AHEAD_MS)}; found ${instant(item.at)}`,
      )
      continue
    }
    let isStrange = false
    let lacking: string | null = null
    for (const { meter: id, kw, total } of item.meters) {
      const fault = totalFault(total, roster.byId.get(id)?.ratio)
      if (fault) {
        lacking ??= `${fault}; found ${total} of ${roster.byId.has(id) ? id : 'another building’s meter'}`
        continue
      }
      const meter = roster.byId.get(id)
      if (meter?.building !== item.building) {
        isStrange = true
        continue
      }
      writer.add(
        meter.ordinal,
        item.at,
        Math.round(total * meter.ratio * 1000),
        kw === null || !isPower(kw * meter.ratio) ? Number.NaN : kw * meter.ratio,
      )
      if (kw !== null && !isPower(kw * meter.ratio))
        lacking ??= `expected a power that a building can draw; found ${kw} of ${id}`
      if (meter.whole) touched.add(item.building)
    }
    if (lacking !== null) turnAway(item, 'meters', lacking)
    if (isStrange) turnAway(item, 'meters', 'expected meters of that building; found another')
  }
  return { writer, rejected, touched }
}
