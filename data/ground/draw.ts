/**
 * From counties and the world's land to one topology of areas and the lines between them. All is painted on one grid, so
 * that each place is of exactly one: the sea, land abroad, a neighbour's county, or the region.
 */
import gcoord from 'gcoord'
import { meshArcs, mergeArcs, quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import { filter, presimplify, simplify } from 'topojson-simplify'
import type { FeatureCollection, MultiPolygon, Position } from 'geojson'
import { mend, paintPolygon, trace, uncross, type Grid } from '../boundaries/raster.ts'
import { clipRing, type Box } from './clip.ts'
import { FRAME } from './frame.ts'

type Polygons = readonly (readonly (readonly Position[])[])[]
type Whole = Parameters<typeof simplify>[0]
type Geometry = Whole['objects'][string]
type Arcs = Geometry & { readonly arcs?: unknown; readonly properties: { readonly is: Paint } }

/** Cells per degree: about 310 m each. */
const CELLS = 360
/** Loose parts and islands of fewer cells (about 2 km²) go to what is around them. */
const SMALLEST_PART = 20
/** So many cells neighbours reach under the region, whose own border lies over them: between the two nothing shows. */
const UNDER = 6
/** Points whose removal changes a line by less than this triangle, square degrees, go; finer near the region. */
const SIMPLIFY = { near: 1e-5, far: 1.8e-4 } as const
/** Cells per degree of the grid that tells what is near. */
const NEAR_CELLS = 2
/** Steps over the frame: about 200 m each. */
const QUANTIZATION = 1e4

/** What a cell is; counties of neighbours follow. */
const PAINT = { sea: 1, abroad: 2, region: 3, county: 4 } as const
type Paint = keyof typeof PAINT

const [WEST, SOUTH, EAST, NORTH] = FRAME
/**
 * Where the world's land is taken: west of the mouth of the 北仑河, and south of 海南. What else lies in the frame is
 * China's, whose coast the counties draw.
 */
const ABROAD: readonly Box[] = [
  [WEST, SOUTH, 108.05, NORTH],
  [108.05, SOUTH, EAST, 17.8],
]

const toWgs84 = (point: Position): Position =>
  gcoord.transform([point[0]!, point[1]!], gcoord.GCJ02, gcoord.WGS84)

const emptyGrid = (): Grid => {
  const [columns, rows] = [(EAST - WEST) * CELLS, (NORTH - SOUTH) * CELLS]
  return {
    perDegree: CELLS,
    west: WEST * CELLS,
    south: SOUTH * CELLS,
    columns,
    rows,
    cells: new Uint16Array(columns * rows).fill(PAINT.sea),
  }
}

const paintAll = (counties: readonly Polygons[], land: Polygons, region: Polygons): Grid => {
  const grid = emptyGrid()
  const paint = (polygons: Polygons, box: Box, value: number): void => {
    for (const polygon of polygons) {
      const rings = polygon.map((ring) => clipRing(ring, box)).filter((ring) => ring.length > 3)
      if (rings.length > 0) paintPolygon(grid, rings, value)
    }
  }
  for (const box of ABROAD) paint(land, box, PAINT.abroad)
  counties.forEach((county, i) =>
    paint(
      county.map((polygon) => polygon.map((ring) => ring.map(toWgs84))),
      FRAME,
      PAINT.county + i,
    ),
  )
  paint(region, FRAME, PAINT.region)
  return grid
}

/** Cells of the region beside a value that `from` takes become that value, `times` over. */
const spread = ({ cells, columns }: Grid, from: (value: number) => boolean, times: number): void => {
  for (let round = 0; round < times; round++) {
    const changes: [number, number][] = []
    cells.forEach((value, cell) => {
      if (value !== PAINT.region) return
      for (const step of [1, -1, columns, -columns]) {
        const beside = cells[cell + step]
        if (beside === undefined || !from(beside)) continue
        changes.push([cell, beside])
        return
      }
    })
    for (const [cell, value] of changes) cells[cell] = value
  }
}

/** Weights become 1 where a point is just kept: finer near the region. */
const weigh = (whole: Whole, region: Polygons): void => {
  const cellOf = ([lon, lat]: readonly number[], east = 0, north = 0): string =>
    `${Math.floor(lon! * NEAR_CELLS) + east},${Math.floor(lat! * NEAR_CELLS) + north}`
  const near = new Set<string>()
  for (const point of region.flat(2))
    for (const east of [-1, 0, 1]) for (const north of [-1, 0, 1]) near.add(cellOf(point, east, north))
  for (const arc of whole.arcs as unknown as [number, number, number][][])
    for (const point of arc) point[2] /= near.has(cellOf(point)) ? SIMPLIFY.near : SIMPLIFY.far
}

const featuresOf = (
  grid: Grid,
  counties: number,
): FeatureCollection<MultiPolygon, { readonly is: Paint }> => {
  const kinds: readonly Paint[] = ['sea', 'abroad', 'region']
  return {
    type: 'FeatureCollection',
    features: trace(grid, PAINT.county - 1 + counties)
      .map((geometry, i) => ({
        type: 'Feature' as const,
        properties: { is: kinds[i] ?? 'county' },
        geometry,
      }))
      .filter(({ geometry }) => geometry.coordinates.length > 0),
  }
}

/**
 * `neighbours`, `abroad` and `region` are areas, `borders` lie between two counties of neighbours, `coast` between land
 * and sea. Nothing stands between China and a country beside it, nor between two others.
 */
export const drawGround = (counties: readonly Polygons[], land: Polygons, region: Polygons): Whole => {
  const grid = paintAll(counties, land, region)
  mend(grid, SMALLEST_PART)
  spread(grid, (value) => value === PAINT.sea, 1)
  spread(grid, (value) => value >= PAINT.county, UNDER)
  uncross(grid)
  const whole = presimplify(topology({ all: featuresOf(grid, counties.length) }) as unknown as Whole)
  weigh(whole, region)
  const small = simplify(whole, 1)
  const all = (small.objects['all'] as unknown as { geometries: Arcs[] }).geometries
  const mesh = (wanted: (a: Paint, b: Paint) => boolean): Geometry =>
    meshArcs(
      small as never,
      small.objects['all'] as never,
      ((a: Arcs, b: Arcs) => a !== b && wanted(a.properties.is, b.properties.is)) as never,
    ) as never
  const merged = (paint: Paint): Geometry =>
    mergeArcs(small as never, all.filter(({ properties }) => properties.is === paint) as never) as never
  const objects = {
    neighbours: merged('county'),
    region: merged('region'),
    abroad: merged('abroad'),
    borders: mesh((a, b) => a === 'county' && b === 'county'),
    coast: mesh((a, b) => (a === 'sea') !== (b === 'sea')),
  }
  return quantize(
    filter({ ...small, objects }, () => true),
    QUANTIZATION,
  ) as Whole
}
