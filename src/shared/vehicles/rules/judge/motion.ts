import { metresE7 } from '../../../kernel/sphere.ts'
import type { EpochMs } from '../../../kernel/units.ts'
import type { VehicleLimits } from '../parameters/limits.ts'

/** Where vehicles stand and since when, and who is under way, kept as columns by ordinal; a report costs no allocation. */
export interface Motion {
  /**
   * Takes a report that is newer than the vehicle's last. Answers STANDING or MOVING; a parked receiver that drifts, or
   * one stray position, keeps standing; so does one that turns up elsewhere after a silence: what it did is not known yet.
   */
  step(ordinal: number, at: EpochMs, lonE7: number, latE7: number, speedDkmh: number, acc: boolean): number
  /** Of the place where it stands, or last stood: the mean of its reports there. */
  lonE7(ordinal: number): number
  latE7(ordinal: number): number
  /** First report at that place. */
  since(ordinal: number): EpochMs
  /** How many stops it has begun: another number is another stop. */
  stops(ordinal: number): number
  /** Revised limits hold from the next report on. */
  setLimits(limits: VehicleLimits): void
}

const STANDING = 1
export const MOVING = 2
const UNSEEN = 0
/** Reports that make the mean of a place; later ones no longer move it. */
const MEAN_OF = 64
const makeColumns = (n: number) => ({
  mode: new Uint8Array(n),
  away: new Uint8Array(n),
  seen: new Uint8Array(n),
  stops: new Uint32Array(n),
  lon: new Float64Array(n),
  lat: new Float64Array(n),
  since: new Float64Array(n),
  at: new Float64Array(n),
})

/** At least twice as long, with what was there. */
export const growColumns = <C extends object>(
  from: C,
  make: (n: number) => C,
  have: number,
  needed: number,
): C => {
  const into = make(Math.max(needed + 1, have * 2))
  for (const name of Object.keys(from) as (keyof C)[])
    (into[name] as Float64Array).set(from[name] as Float64Array)
  return into
}

export const makeMotion = (first: VehicleLimits): Motion => {
  let c = makeColumns(1024)
  let limits = first

  const begin = (o: number, at: EpochMs, lonE7: number, latE7: number): number => {
    c.mode[o] = STANDING
    c.away[o] = 0
    c.seen[o] = 1
    c.stops[o] = (c.stops[o] as number) + 1
    c.lon[o] = lonE7
    c.lat[o] = latE7
    c.since[o] = at
    c.at[o] = at
    return STANDING
  }
  const settle = (o: number, lonE7: number, latE7: number): void => {
    const n = c.seen[o] as number
    if (n >= MEAN_OF) return
    c.seen[o] = n + 1
    c.lon[o] = (c.lon[o] as number) + (lonE7 - (c.lon[o] as number)) / (n + 1)
    c.lat[o] = (c.lat[o] as number) + (latE7 - (c.lat[o] as number)) / (n + 1)
  }
  return {
    step: (o, at, lonE7, latE7, speedDkmh, acc) => {
      if (o >= c.mode.length) c = growColumns(c, makeColumns, c.mode.length, o)
      const { movedM, driftM, movedPoints, standingKmh, silenceMs } = limits
      const isSlow = !acc || speedDkmh < standingKmh * 10
      const mode = c.mode[o] as number
      const silent = at - (c.at[o] as number) > silenceMs
      c.at[o] = at
      if (mode === UNSEEN) return begin(o, at, lonE7, latE7)
      if (mode === MOVING) return isSlow ? begin(o, at, lonE7, latE7) : MOVING
      const metres = metresE7(c.lon[o] as number, c.lat[o] as number, lonE7, latE7)
      if (metres <= (isSlow ? driftM : movedM)) {
        c.away[o] = 0
        if (metres <= movedM) settle(o, lonE7, latE7)
        return STANDING
      }
      if (silent) return begin(o, at, lonE7, latE7)
      c.away[o] = (c.away[o] as number) + 1
      if ((c.away[o] as number) < movedPoints) return STANDING
      c.mode[o] = MOVING
      return MOVING
    },
    lonE7: (o) => c.lon[o] ?? 0,
    latE7: (o) => c.lat[o] ?? 0,
    since: (o) => c.since[o] ?? 0,
    stops: (o) => c.stops[o] ?? 0,
    setLimits: (next) => {
      limits = next
    },
  }
}
