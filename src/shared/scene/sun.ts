import { DAY_MS } from '../kernel/time/time.ts'
import type { Degrees, EpochMs, LonLat } from '../kernel/units.ts'

/** Where the sun stands for who looks from a place on the ground. */
export interface SunPlace {
  /** Degrees above the horizon, −90 to 90; refraction is left out. */
  readonly elevationDeg: Degrees
  /** Degrees clockwise from north, 0 to 360. */
  readonly azimuthDeg: Degrees
}

const RAD = Math.PI / 180
/** 2000-01-01 12:00 UT. */
const J2000_MS: EpochMs = Date.UTC(2000, 0, 1, 12)

/**
 * The sun at an instant over a place (WGS-84 degrees), by the low-precision formulae of the Astronomical Almanac: within
 * 0.02° from 1950 to 2050. Pure.
 */
export const sunAt = (now: EpochMs, [lon, lat]: LonLat): SunPlace => {
  const days = (now - J2000_MS) / DAY_MS
  const anomaly = (357.528 + 0.9856003 * days) * RAD
  const longitude =
    (280.46 + 0.9856474 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD
  const tilt = (23.439 - 0.0000004 * days) * RAD
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude))
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude))
  const siderealDeg = (18.697374558 + 24.06570982441908 * days) * 15 + lon
  const hour = siderealDeg * RAD - ascension
  const [sinLat, cosLat] = [Math.sin(lat * RAD), Math.cos(lat * RAD)]
  const up = sinLat * Math.sin(declination) + cosLat * Math.cos(declination) * Math.cos(hour)
  const south = Math.cos(hour) * sinLat - Math.tan(declination) * cosLat
  const azimuthDeg = Math.atan2(Math.sin(hour), south) / RAD + 180
  return { elevationDeg: Math.asin(up) / RAD, azimuthDeg: azimuthDeg % 360 }
}
