import type { EpochMs } from '#shared/kernel/units.ts'
import type { Fix, Fleet } from '../fleet/fleet.ts'
import { makeWheel } from '../fleet/wheel.ts'
import { hashText } from '../hash.ts'
import type { Ring } from './ring.ts'

/** Asks each vehicle for its report when it is due and puts it into the ring. */
export interface FleetDriver {
  readonly tickMs: number
  /** The rows from `first` on have joined; each reports within a few seconds, then at its interval. */
  joined(first: number): void
  tick(now: EpochMs): void
}
export interface DriverOptions {
  readonly fleet: Fleet
  readonly ring: Ring
  /** Whether a report goes another way; the fix is the driver's to write over. */
  readonly take?: (v: number, fix: Fix) => boolean
  /** Between two reports with and without ignition. */
  readonly reportMs: number
  readonly parkedMs: number
  readonly now: EpochMs
}

const FIRST_ROUND_MS = 4000
/** Back from its first round, a parked vehicle waits a share of the interval, so that the rounds spread evenly. */
const spreadMs = (id: string, parkedMs: number): number => (hashText(id) % 4096) * (parkedMs / 4096)

export const makeFleetDriver = ({
  fleet,
  ring,
  take,
  reportMs,
  parkedMs,
  now: start,
}: DriverOptions): FleetDriver => {
  const tickMs = Math.min(250, Math.max(20, reportMs / 4))
  const wheel = makeWheel(tickMs, Math.max(parkedMs, reportMs, FIRST_ROUND_MS), start)
  const fix: Fix = { at: 0, lon: 0, lat: 0, speedKmh: 0, headingDeg: 0, acc: false, alarm: 0 }
  const fresh = new Set<number>()

  const report = (v: number, now: EpochMs): void => {
    if (fleet.report(v, now, fix) && !take?.(v, fix)) ring.add(v, fix)
    const first = fresh.delete(v)
    if (fleet.isAwake(v)) wheel.schedule(v, reportMs)
    else wheel.schedule(v, first ? spreadMs(fleet.id(v), parkedMs) : parkedMs)
  }
  return {
    tickMs,
    joined: (first) => {
      for (let v = first; v < fleet.size(); v++) {
        fresh.add(v)
        wheel.schedule(v, (hashText(fleet.id(v)) % 1000) * (Math.min(FIRST_ROUND_MS, parkedMs) / 1000))
      }
    },
    tick: (now) => {
      wheel.take(now, (v) => report(v, now))
      ring.flush(now)
    },
  }
}
