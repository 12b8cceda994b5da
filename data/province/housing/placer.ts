import type { LonLat } from '#shared/kernel/units.ts'
import type { CountyContext } from './context.ts'
import { boundsOf, metresBetween, shift, turn } from '../ground/geo.ts'
import type { Rng } from '../made/rng.ts'
import { townOf, type Town } from '../ground/town.ts'

/** Finds free ground for compounds: in the county, clear of each other, in town within a block. */
export interface Placer {
  /** How compounds in town are turned. */
  readonly turned: number
  /** Centre for a rectangle of metres turned by degrees. Throws when no place is found. */
  place(where: 'urban' | 'rural', width: number, height: number, rotation: number, name: string): LonLat
}

interface Taken {
  readonly at: LonLat
  readonly radius: number
}
/** Between two compounds, and from a compound to the middle of the street beside its block. */
const GAP_METRES = 20
const KERB_METRES = 26
const TRIES = 4000

/** The ground of a county, and what of it is taken. */
interface Ground {
  readonly context: CountyContext
  readonly rng: Rng
  readonly town: Town
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
  readonly taken: Taken[]
  /** How far from its middle the town goes, blocks. */
  readonly reach: number
}

/** A place in a block so that the rectangle stays off the streets round it. */
const inBlock = ({ town, rng, reach }: Ground, width: number, height: number, wider: number): LonLat => {
  const slack = (size: number): number =>
    Math.max(0, (town.blockMetres - size) / 2 - KERB_METRES) / town.blockMetres
  const middle = (): number => Math.floor(rng.normal() * reach * wider) + 0.5
  return town.at(middle() + rng.between(-1, 1) * slack(width), middle() + rng.between(-1, 1) * slack(height))
}

const rural = ({ rng, west, east, south, north }: Ground): LonLat => [
  rng.between(west, east),
  rng.between(south, north),
]

const inside = ({ context }: Ground, at: LonLat, width: number, height: number, rotation: number): boolean =>
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [0, 0],
  ].every(([x, y]) => {
    const [dx, dy] = turn([x! * (width / 2 + 30), y! * (height / 2 + 30)], rotation)
    return context.inside(shift(at, dx, dy))
  })

const clear = ({ taken }: Ground, at: LonLat, radius: number): boolean =>
  taken.every((other) => metresBetween(at, other.at) > radius + other.radius + GAP_METRES)

const roominess = ({ taken }: Ground, at: LonLat): number =>
  taken.reduce((least, other) => Math.min(least, metresBetween(at, other.at)), Infinity)

/** Of a few free points the loneliest: townships keep their distance from each other. */
const ruralPlace = (
  ground: Ground,
  width: number,
  height: number,
  rotation: number,
  radius: number,
): LonLat | null => {
  const { context } = ground
  const free: { at: LonLat; room: number }[] = []
  for (let i = 0; i < TRIES && free.length < 6; i++) {
    const at = rural(ground)
    if (context.inside(at) && clear(ground, at, radius) && inside(ground, at, width, height, rotation))
      free.push({ at, room: roominess(ground, at) })
  }
  return free.sort((a, b) => b.room - a.room)[0]?.at ?? null
}

const urbanPlace = (
  ground: Ground,
  width: number,
  height: number,
  rotation: number,
  radius: number,
): LonLat | null => {
  for (let i = 0; i < TRIES; i++) {
    const at = inBlock(ground, width, height, 1 + i / 60)
    if (clear(ground, at, radius) && inside(ground, at, width, height, rotation)) return at
  }
  return null
}

export const makePlacer = (context: CountyContext, rng: Rng): Placer => {
  const { geometry, code } = context.county
  const town = townOf(context)
  const [west, south, east, north] = boundsOf(geometry)
  const taken: Taken[] = []
  const { province, city, county } = context.allotment.buildings
  const reach = (300 + 120 * Math.sqrt(province + city + county)) / town.blockMetres
  const ground: Ground = { context, rng, town, west, south, east, north, taken, reach }
  return {
    turned: town.turned,
    place: (where, width, height, rotation, name) => {
      const radius = Math.hypot(width, height) / 2
      const at =
        where === 'urban'
          ? urbanPlace(ground, width, height, rotation, radius)
          : ruralPlace(ground, width, height, rotation, radius)
      if (!at)
        throw new Error(
          `compound ${name} in ${code}: no free ground of ${Math.round(width)} × ${Math.round(height)} m after ${TRIES} tries`,
        )
      taken.push({ at, radius })
      return at
    },
  }
}
