import type { LonLat } from '#shared/units.ts'
import type { CountyContext } from './context.ts'
import { boundsOf, metresBetween, shift, turn } from './geo.ts'
import type { Rng } from './rng.ts'

/** Finds free ground for compounds: in the county, clear of each other. */
export interface Placer {
  /** Centre for a rectangle of metres turned by degrees. Throws when no place is found. */
  place(where: 'urban' | 'rural', width: number, height: number, rotation: number, name: string): LonLat
}

interface Taken {
  readonly at: LonLat
  readonly radius: number
}
const STREET_METRES = 24
const TRIES = 4000

/** A point of the county to grow the town from: the seat, or, where the source puts it outside, the nearest inside point of a fine grid. */
export const anchorOf = (context: CountyContext): LonLat => {
  const { seat } = context.county
  if (context.inside(seat)) return seat
  for (let radius = 200; radius < 200_000; radius += 200) {
    for (let k = 0; k < 24; k++) {
      const [east, north] = turn([radius + 600, 0], k * 15)
      const point = shift(seat, east, north)
      if (context.inside(point)) return point
    }
  }
  throw new Error(`county ${context.county.code}: no point inside its border near the seat, expected a polygon around ${seat.join()}`)
}

export const makePlacer = (context: CountyContext, rng: Rng): Placer => {
  const { geometry, code } = context.county
  const anchor = anchorOf(context)
  const [west, south, east, north] = boundsOf(geometry)
  const taken: Taken[] = []
  const count = Object.values(context.allotment.buildings).reduce((sum, n) => sum + n, 0)
  const town = 350 + 95 * Math.sqrt(count) * 2

  const urban = (spreadOut: number): LonLat => shift(anchor, rng.normal() * town * spreadOut, rng.normal() * town * spreadOut)
  const rural = (): LonLat => [rng.between(west, east), rng.between(south, north)]
  const inside = (at: LonLat, width: number, height: number, rotation: number): boolean =>
    [[-1, -1], [1, -1], [1, 1], [-1, 1], [0, 0]].every(([x, y]) => {
      const [dx, dy] = turn([(x! * width) / 2 + x! * 30, (y! * height) / 2 + y! * 30], rotation)
      return context.inside(shift(at, dx, dy))
    })
  const clear = (at: LonLat, radius: number): boolean => taken.every((other) => metresBetween(at, other.at) > radius + other.radius + STREET_METRES)
  const roominess = (at: LonLat): number => taken.reduce((least, other) => Math.min(least, metresBetween(at, other.at)), Infinity)

  /** Of a few free points the loneliest: townships keep their distance from each other. */
  const ruralPlace = (width: number, height: number, rotation: number, radius: number): LonLat | null => {
    const free: LonLat[] = []
    for (let i = 0; i < TRIES && free.length < 6; i++) {
      const at = rural()
      if (context.inside(at) && clear(at, radius) && inside(at, width, height, rotation)) free.push(at)
    }
    return free.sort((a, b) => roominess(b) - roominess(a))[0] ?? null
  }
  const urbanPlace = (width: number, height: number, rotation: number, radius: number): LonLat | null => {
    for (let i = 0; i < TRIES; i++) {
      const at = urban(1 + i / 60)
      if (clear(at, radius) && inside(at, width, height, rotation)) return at
    }
    return null
  }
  return {
    place: (where, width, height, rotation, name) => {
      const radius = Math.hypot(width, height) / 2
      const at = where === 'urban' ? urbanPlace(width, height, rotation, radius) : ruralPlace(width, height, rotation, radius)
      if (!at) throw new Error(`compound ${name} in ${code}: no free ground of ${Math.round(width)} × ${Math.round(height)} m after ${TRIES} tries`)
      taken.push({ at, radius })
      return at
    },
  }
}
