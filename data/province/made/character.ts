import { PROVINCE } from '../../boundaries/cities.ts'
import type { Boundary } from '../../boundaries/index.ts'
import { LEAVERS, OVER_ROOMS } from '../calibration.ts'
import type { Character } from '../housing/context.ts'
import { streamOf } from './rng.ts'

/** Three slow waves over the map, −1 to 1; their phases come from the seed, so hot corners move with it. */
const wave = (seed: number, matter: string, [lon, lat]: readonly [number, number]): number => {
  const rng = streamOf(seed, 'wave', matter)
  let sum = 0
  for (let i = 0; i < 3; i++)
    sum += Math.sin(lon * rng.between(0.8, 2.6) + lat * rng.between(0.8, 2.6) + rng.between(0, 6.28))
  return sum / 3
}

/** Mixes the wave with the county's own lot into 0–1. */
const level = (seed: number, matter: string, county: Boundary): number => {
  const own = streamOf(seed, county.code, 'character', matter).next()
  return Math.min(1, Math.max(0, 0.5 + wave(seed, matter, county.seat) * 0.42 + (own - 0.5) * 0.45))
}

/** The province's seat holds an eighth of all people: its own share keeps SEAT_LEAVERS. */
const SEAT_LEAVERS_SHARE = 0.0013
/** Below it a county has none of a fault; above the other one it is among the few bad ones. */
const CLEAN = 0.27
const BAD = 0.85
/** None, a little, much: most of what a province has of a fault lies in few counties. */
const uneven = (at: number, usual: number, much: number): number =>
  at < CLEAN
    ? 0
    : usual * (0.5 + (at - CLEAN) / (1 - CLEAN)) + (at < BAD ? 0 : much * (0.6 + (at - BAD) / (1 - BAD)))

/** A small province is there for its tests: each kind of fault is in each of its counties. */
const EACH_FAULT = { over: 0.06, leavers: 0.025, isLax: true, vacancy: 0.16 } as const

export const characterOf = (seed: number, county: Boundary, hasEachFault = false): Character => {
  const leavers = level(seed, 'leavers', county)
  const vacancy = level(seed, 'vacancy', county)
  const care = level(seed, 'care', county)
  const isSeat = county.code === PROVINCE.seat
  const isLax = isSeat || leavers >= BAD
  return {
    over: uneven(level(seed, 'over', county), OVER_ROOMS.aim / 95, 0.06),
    leavers: isSeat ? SEAT_LEAVERS_SHARE : uneven(leavers, LEAVERS.aim / 100, 0.004),
    isLax,
    vacancy: 0.02 + 0.44 * vacancy ** 2,
    crowding: 0.8 * Math.max(0, level(seed, 'crowding', county) - 0.28) ** 1.3,
    intensity: 6.85 + 2.6 * level(seed, 'intensity', county),
    useRate: 0.38 + 0.44 * level(seed, 'use', county),
    gaps: 0.004 + 0.14 * (1 - care) ** 2,
    slips: 0.12 * (1 - care) ** 2,
    stale: 0.01 + 0.36 * (1 - care) ** 2.2,
    ...(hasEachFault ? EACH_FAULT : {}),
  }
}
