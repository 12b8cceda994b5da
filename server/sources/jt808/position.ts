import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/units.ts'
import type { Jt808Location } from '../../codecs/jt808/index.ts'
import { clockFault } from '../gateway/clock.ts'

export type Taken = { readonly item: PositionRecord } | { readonly fault: { readonly code: string; readonly reason: string } } | { readonly skip: 'no-fix' }

/** Hours that the codec took for granted. */
export const GMT8_HOURS = 8
export const HOUR_MS = 3_600_000

/** A terminal's report as a canonical record, or why it is none. A report without a fix is neither kept nor a fault. */
export const takeLocation = (location: Jt808Location, vehicle: string, config: { readonly crs: PositionRecord['crs']; readonly utcOffsetHours: number }, now: EpochMs, live: boolean): Taken => {
  if (location.state.encrypted) return { fault: { code: 'encrypted-position', reason: 'expected open coordinates; status bit 5 says that they are encrypted' } }
  if (location.at === null) return { fault: { code: 'time', reason: 'expected a time in BCD' } }
  if (!location.state.fixed) return { skip: 'no-fix' }
  if (location.lat === 0 && location.lon === 0) return { fault: { code: 'nowhere', reason: 'expected a fix; found 0/0 with the fix bit set' } }
  const at = location.at + (GMT8_HOURS - config.utcOffsetHours) * HOUR_MS
  const wrong = clockFault(at, now, live)
  if (wrong) return { fault: wrong }
  return { item: { vehicle, at, lon: location.lon, lat: location.lat, speedKmh: location.speedKmh, headingDeg: location.directionDeg, acc: location.state.acc, alarm: location.alarm, crs: config.crs } }
}
