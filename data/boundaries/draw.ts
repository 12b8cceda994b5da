/** From the borders as the source has them to one topology in WGS-84 of borders that do not cross. */
import { kinks } from '@turf/turf'
import gcoord from 'gcoord'
import { feature, quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'
import type { FeatureCollection, MultiPolygon, Position } from 'geojson'
import type { County } from './counties.ts'
import { mend, paint, trace, uncross } from './raster.ts'

/** Points whose removal changes the border by less than this triangle, square degrees, go (1e-6 is about 0.011 km²). */
const SIMPLIFY_SQUARE_DEGREES = 4e-6
/** Steps over the province's extent: about 7 m each. */
const QUANTIZATION = 1e5
/** Around a crossing that simplifying made, points this near are kept; wider at each further try. */
const KEEP_DEGREES = 0.004
const TRIES = 8

type Counties = FeatureCollection<MultiPolygon, { readonly name: string }>
type Whole = Parameters<typeof simplify>[0]
interface Crossing {
  readonly county: string
  readonly at: Position
}

/** A point is converted by itself, so a vertex that two counties share stays one vertex. */
const toWgs84 = (point: Position): Position =>
  gcoord.transform([point[0]!, point[1]!], gcoord.GCJ02, gcoord.WGS84)

/** Paints, mends and traces the borders in the source's own grid, then converts every point. */
const cleanBorders = (counties: readonly County[]): { borders: MultiPolygon[]; mended: number } => {
  const grid = paint(counties.map((county) => county.geometry))
  const mended = mend(grid)
  uncross(grid)
  const traced = trace(grid, counties.length)
  const lost = counties.filter((_, i) => traced[i]!.coordinates.length === 0)
  if (lost.length > 0)
    throw new Error(`no area left of ${lost.map((county) => county.name).join(' ')}, expected some of each`)
  const borders = traced.map(({ coordinates }): MultiPolygon => ({
    type: 'MultiPolygon',
    coordinates: coordinates.map((polygon) => polygon.map((ring) => ring.map(toWgs84))),
  }))
  return { borders, mended }
}

const crossingsOf = (small: Whole): Crossing[] => {
  const { features } = feature(small as never, small.objects.counties as never) as unknown as Counties
  return features.flatMap((county) =>
    kinks(county).features.map((kink) => ({
      county: county.properties.name,
      at: kink.geometry.coordinates,
    })),
  )
}

/** Simplifies until no border crosses itself, keeping every point near a crossing that the last try made. */
export const simplifyCleanly = (counties: Counties): Whole => {
  const whole = presimplify(topology({ counties }) as unknown as Whole)
  let crossings: Crossing[] = []
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const small = quantize(simplify(whole, SIMPLIFY_SQUARE_DEGREES), QUANTIZATION) as Whole
    crossings = crossingsOf(small)
    if (crossings.length === 0) return small
    const close = (point: Position): boolean =>
      crossings.some(({ at }) => Math.hypot(at[0]! - point[0]!, at[1]! - point[1]!) < KEEP_DEGREES * attempt)
    for (const arc of whole.arcs) for (const point of arc as Position[]) if (close(point)) point[2] = Infinity
  }
  const names = new Set(crossings.map(({ county }) => county))
  throw new Error(`after ${TRIES} tries borders cross in ${[...names].join(' ')}, expected none`)
}

const millionth = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

/** The counties as `guangxi.topo.json` holds them, and how many cells of the grid were gaps or crumbs. */
export const drawCounties = (counties: readonly County[]): { drawn: Whole; mended: number } => {
  const { borders, mended } = cleanBorders(counties)
  const drawn = simplifyCleanly({
    type: 'FeatureCollection',
    features: counties.map(({ code, name, city, seat }, i) => ({
      type: 'Feature',
      id: code,
      properties: { name, city, seat: toWgs84(seat).map(millionth) },
      geometry: borders[i]!,
    })),
  })
  return { drawn, mended }
}
