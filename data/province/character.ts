import type { Boundary } from '../boundaries/index.ts'
import type { Character } from './context.ts'
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

export const characterOf = (seed: number, county: Boundary): Character => {
  const over = level(seed, 'over', county)
  const vacancy = level(seed, 'vacancy', county)
  const care = level(seed, 'care', county)
  return {
    over: 0.022 + 0.15 * over ** 2.2,
    vacancy: 0.03 + 0.36 * vacancy ** 1.9,
    intensity: 6.4 + 7.6 * level(seed, 'intensity', county) ** 1.3,
    useRate: 0.38 + 0.44 * level(seed, 'use', county),
    gaps: 0.004 + 0.06 * (1 - care) ** 2,
    stale: 0.01 + 0.14 * (1 - care) ** 2,
  }
}
