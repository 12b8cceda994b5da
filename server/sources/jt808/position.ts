import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Jt808Location } from '../../codecs/jt808/index.ts'
import { takeFix, type TakenFix } from '../gateway/fix.ts'

/** A terminal's report as a canonical record, or why it is none. */
export const takeLocation = (
  location: Jt808Location,
  vehicle: string,
  config: { readonly crs: PositionRecord['crs']; readonly utcOffsetHours: number },
  now: EpochMs,
  live: boolean,
): TakenFix => {
  if (location.state.encrypted)
    return {
      code: 'encrypted-position',
      reason: 'expected open coordinates; status bit 5 says that they are encrypted',
    }
  const { lon, lat, speedKmh, alarm } = location
  return takeFix(
    {
      at: location.at,
      fixed: location.state.fixed,
      live,
      record: {
        vehicle,
        lon,
        lat,
        speedKmh,
        headingDeg: location.directionDeg,
        acc: location.state.acc,
        alarm,
        crs: config.crs,
      },
    },
    config,
    now,
  )
}
