import type { LonLat } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import { shift, turn } from '../ground/geo.ts'
import { ERRAND_PLACES } from '../made/names.ts'
import type { Site } from '../ground/sites.ts'
import { anchorOf } from '../ground/town.ts'

export interface Stop {
  readonly lonLat: LonLat
  readonly name: string
}

/** Where vehicles go: the forecourt of every compound, and the county's errand places within and around its town. */
export const makeStops = (context: CountyContext, sites: readonly Site[]): Stop[] => {
  const rng = context.stream('stops')
  const anchor = anchorOf(context)
  const errands = ERRAND_PLACES.map((place): Stop => {
    for (let i = 0; i < 200; i++) {
      const [east, north] = turn(
        [rng.between(300, 700 + rng.next() ** 2 * 9000 * Math.exp(-i / 40)), 0],
        rng.between(0, 360),
      )
      const lonLat = shift(anchor, east, north)
      if (context.inside(lonLat)) return { lonLat, name: context.county.name + place }
    }
    return { lonLat: anchor, name: context.county.name + place }
  })
  return [...sites.map((site): Stop => ({ lonLat: site.yardCenter, name: site.record.name })), ...errands]
}
