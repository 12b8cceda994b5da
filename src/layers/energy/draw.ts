import type { PointLayer } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { openDepth } from '../../projections/regions.ts'
import { rampHex, rgba } from '../../theme/ramps.ts'

/** A building that sends readings: where it stands and its ordinal in the energy table. */
export interface EnergySite {
  readonly id: string
  readonly ordinal: number
  readonly name: string
  readonly lon: number
  readonly lat: number
}

/** Dots of a whole province stay small enough to leave its colours to be seen; below a county none are drawn. */
const SITE_SHARE = [0.4, 0.65, 1] as const
/** kW that open each class of the teal ramp, and the radius of the largest, in units of the text size. */
const LOAD = { breaksKw: [5, 20, 50, 150], smallest: 0.2, largest: 0.9, atKw: 400 } as const

const kwOf = (site: EnergySite, input: SceneInput): number => input.energy.read(site.ordinal)?.kw ?? 0
const classOfLoad = (kw: number): number => LOAD.breaksKw.filter((limit) => kw >= limit).length

export const energyDots = (input: SceneInput, sites: readonly EnergySite[]): PointLayer => {
  const share = SITE_SHARE[openDepth(input)] ?? 1
  const positions = Float64Array.from(sites.flatMap((site) => [site.lon, site.lat]))
  return {
    id: 'energy',
    kind: 'points',
    visible: true,
    pickable: true,
    ids: sites.map((site) => site.id),
    positions: { values: positions, version: hashText(sites.map((site) => site.id).join()) },
    fill: fillColumn(sites, (site) =>
      typeof input.energy.read(site.ordinal)?.kw === 'number'
        ? rgba(rampHex('energy')[classOfLoad(kwOf(site, input))] ?? '#ffffff', 220)
        : [120, 130, 140, 60],
    ),
    radii: floatColumn(
      sites,
      (site) =>
        input.textPx *
        share *
        (LOAD.smallest +
          (LOAD.largest - LOAD.smallest) * Math.min(Math.sqrt(kwOf(site, input) / LOAD.atKw), 1)),
    ),
    selected: null,
  }
}

export const NO_SITES: readonly EnergySite[] = []
export const isDrawn = (input: Pick<SceneInput, 'view'>): boolean => openDepth(input) < SITE_SHARE.length
