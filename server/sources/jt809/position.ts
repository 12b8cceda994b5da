import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { Jt809Position } from '../../codecs/jt809/index.ts'
import { statusOf } from '../../codecs/jt808/bits.ts'
import { takeFix, type TakenFix } from '../gateway/fix.ts'
import type { Jt809Config } from '../gateway/config.ts'

/** A position of the platform as a canonical record. State and alarm words are those of JT/T 808. */
export const takePosition = (
  position: Jt809Position,
  vehicle: string,
  config: Jt809Config,
  now: number,
  live: boolean,
): TakenFix => {
  if (position.encrypted)
    return {
      code: 'encrypted-position',
      reason: 'expected open coordinates; the position says that they are encrypted',
    }
  const { fixed, acc } = statusOf(position.status)
  const { lon, lat, speedKmh, alarm } = position
  return takeFix(
    {
      at: position.at,
      fixed,
      live,
      record: {
        vehicle,
        lon,
        lat,
        speedKmh,
        headingDeg: position.directionDeg,
        acc,
        alarm,
        crs: config.crs as PositionRecord['crs'],
      },
    },
    config,
    now,
  )
}
