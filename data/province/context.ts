import type { EpochMs } from '#shared/units.ts'
import type { Boundary } from '../boundaries/index.ts'
import type { City } from '../boundaries/cities.ts'
import type { Allotment } from './allot.ts'
import type { Rng } from './rng.ts'

/** How a county differs from its neighbours; smooth over the map with some noise, so that indices show contrast. */
export interface Character {
  /** Share of persons over their limit, 0–0.12. */
  readonly over: number
  /** Share of rooms idle, 0–0.2. */
  readonly vacancy: number
  /** Usual kgce per m² and year. */
  readonly intensity: number
  /** Share of due days on which a vehicle goes out. */
  readonly useRate: number
  /** Share of optional fields left empty. */
  readonly gaps: number
  /** Share of records not touched for over a year. */
  readonly stale: number
}

/** Everything that making one county needs; nothing of it depends on another county. */
export interface CountyContext {
  readonly county: Boundary
  readonly city: City
  readonly provinceCode: string
  readonly now: EpochMs
  readonly allotment: Allotment
  readonly character: Character
  /** First plate serial of this county among its city's. */
  readonly plateStart: number
  /** A generator of its own for each matter. */
  stream(matter: string): Rng
}
