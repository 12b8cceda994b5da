import { feature } from 'topojson-client'
import type { LonLat } from '#shared/kernel/units.ts'

type Rings = readonly (readonly (readonly LonLat[])[])[]
type Lines = readonly (readonly LonLat[])[]

interface QuietName {
  readonly zh: string
  readonly en: string
  readonly kind: 'province' | 'sea'
  readonly at: LonLat
}

/** `data/ground/ground.topo.json`. */
export type GroundFile = Parameters<typeof feature>[0] & {
  readonly frame: readonly [west: number, south: number, east: number, north: number]
  readonly names: readonly QuietName[]
}

/** What lies under the map, WGS-84. */
export interface Ground {
  readonly frame: GroundFile['frame']
  readonly names: readonly QuietName[]
  /** Land abroad and under the region, and the neighbouring counties as one. */
  readonly land: Rings
  readonly neighbours: Rings
  /** Between two counties of neighbours. */
  readonly borders: Lines
  readonly coast: Lines
}

interface Decoded {
  readonly type: string
  readonly coordinates?: unknown
  readonly geometry?: Decoded
  readonly features?: readonly Decoded[]
}
const geometriesOf = (one: Decoded): readonly Decoded[] =>
  one.features ? one.features.flatMap(geometriesOf) : one.geometry ? geometriesOf(one.geometry) : [one]

/** The file's areas and lines, taken apart. */
export const groundOf = (file: GroundFile): Ground => {
  const all = (name: string): readonly Decoded[] =>
    geometriesOf(feature(file, file.objects[name]!) as unknown as Decoded)
  const areas = (name: string): Rings =>
    all(name).flatMap(({ type, coordinates }) =>
      type === 'Polygon' ? [coordinates as Rings[number]] : (coordinates as Rings),
    )
  const lines = (name: string): Lines =>
    all(name).flatMap(({ type, coordinates }) =>
      type === 'LineString' ? [coordinates as Lines[number]] : (coordinates as Lines),
    )
  return {
    frame: file.frame,
    names: file.names,
    land: [...areas('abroad'), ...areas('region')],
    neighbours: areas('neighbours'),
    borders: lines('borders'),
    coast: lines('coast'),
  }
}
