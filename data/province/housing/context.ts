import type { EpochMs, LonLat } from '#shared/kernel/units.ts'
import type { Boundary } from '../../boundaries/index.ts'
import type { City } from '../../boundaries/cities.ts'
import type { Allotment } from '../made/allot.ts'
import type { Beyond } from '../energy/beyond.ts'
import type { Rng } from '../made/rng.ts'

/** How a county differs from its neighbours; smooth over the map with some noise, so that indices show contrast. */
export interface Character {
  /** Share of offices that lie above the limit; 0 in several counties. */
  readonly over: number
  /** Share of people who left and still have their room; 0 in several counties. */
  readonly leavers: number
  /** Leavers are not followed up: some have kept their room for years. */
  readonly isLax: boolean
  /** Share of offices in which one more sits than would have to. */
  readonly crowding: number
  /** Usual share of offices not in use; a few buildings hold most of it. */
  readonly vacancy: number
  /** Usual kgce per m² and year. */
  readonly intensity: number
  /** Share of due days on which a vehicle goes out. */
  readonly useRate: number
  /** Share of optional fields left empty. */
  readonly gaps: number
  /** Share of service rooms whose area in the ledger is not that of the drawing. */
  readonly slips: number
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
  /** Places in other counties that its vehicles are sent to. */
  beyond(): readonly Beyond[]
  /** Whether a point lies in the county, on the part of it that holds the seat. */
  inside(point: LonLat): boolean
  /** A generator of its own for each matter. */
  stream(matter: string): Rng
}
