import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import type { RuleTables } from '#shared/standards/tables.ts'
import type { DayString } from '#shared/kernel/units.ts'
import { scorePeers, type Peer, type PeerScore, type ServiceTimes } from '#shared/vehicles/indices.ts'
import { workingBetween } from '#shared/vehicles/orders/orders.ts'
import { addSums, type VehicleSums } from '#shared/vehicles/sums.ts'
import type { ServiceRow, SumsRow } from './sumRows.ts'
import { shift, daysOf } from './months.ts'

export type ServiceSum = Record<string, number> & { unit: string; region: string; month: string }
const NO_SERVICE = {
  orders: 0,
  dispatched: 0,
  onTime: 0,
  approvalMinutes: 0,
  approved: 0,
  ratings: 0,
  ratingSum: 0,
  judged: 0,
  faults: 0,
}

/** Orders as sums of service by unit, region and the month in which they began. */
export const addService = (
  found: Map<string, ServiceSum>,
  rows: readonly ServiceRow[],
  isWorkday: (day: DayString) => boolean,
  { onTimeMs, office }: ServiceTimes,
): void => {
  for (const row of rows) {
    const { unit, region, month } = row
    const key = `${unit}\n${region}\n${month}`
    const into = found.get(key) ?? ({ unit, region, month, ...NO_SERVICE } as unknown as ServiceSum)
    found.set(key, into)
    into.orders! += 1
    into.dispatched! += Number(row.assigned)
    into.onTime! += Number(row.departed !== null && row.departed <= row.start + onTimeMs)
    into.judged! += Number(row.judged)
    into.faults! += Number(row.fault)
    if (row.applied !== null && row.approved !== null) {
      into.approved! += 1
      into.approvalMinutes! += workingBetween(row.applied, row.approved, office, isWorkday) / MINUTE_MS
    }
    if (row.rating !== null) {
      into.ratings! += 1
      into.ratingSum! += row.rating
    }
  }
}

/** Peers of the newest month and the one before; null where a peer was not there. */
export const scored = (
  groups: readonly (readonly { id: string; rows: readonly SumsRow[] }[])[],
  month: string,
  { weights, anchors }: Pick<RuleTables, 'weights' | 'anchors'>,
  isWorkday: (day: DayString) => boolean,
): Map<string, { now: PeerScore; before: PeerScore | undefined; peers: number; vehicles: number }> => {
  const found = new Map<
    string,
    { now: PeerScore; before: PeerScore | undefined; peers: number; vehicles: number }
  >()
  for (const group of groups) {
    const sumsOf = (rows: readonly SumsRow[], when: string): VehicleSums | null => {
      const mine = rows.filter((row) => row.month === when)
      return mine.length === 0 ? null : addSums(mine.map((row) => row.sums))
    }
    const peersOf = (when: string): Peer[] =>
      group.flatMap(({ id, rows }) => {
        const own = sumsOf(rows, when)
        return own === null ? [] : [{ id, sums: own }]
      })
    const workdays = (when: string): number => daysOf(when).filter(isWorkday).length
    const now = peersOf(month)
    const scores = scorePeers(now, workdays(month), weights, anchors)
    const past = new Map(
      scorePeers(peersOf(shift(month, -1)), workdays(shift(month, -1)), weights, anchors).map((peer) => [
        peer.id,
        peer,
      ]),
    )
    scores.forEach((peer, i) =>
      found.set(peer.id, {
        now: peer,
        before: past.get(peer.id),
        peers: now.length,
        vehicles: now[i]?.sums.vehicles ?? 0,
      }),
    )
  }
  return found
}
