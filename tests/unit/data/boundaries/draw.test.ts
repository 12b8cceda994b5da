import gcoord from 'gcoord'
import { feature, merge } from 'topojson-client'
import { describe, expect, it } from 'vitest'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import type { County } from '../../../../data/boundaries/counties.ts'
import { drawCounties, simplifyCleanly } from '../../../../data/boundaries/draw.ts'
import { at, box, boxRing, ring, shape, type Corner } from './cells.ts'

const county = (code: string, geometry: MultiPolygon): County => ({
  code,
  name: `county ${code}`,
  city: '450100',
  geometry,
  seat: at([1, 1]),
})

const wgs84 = (corner: Corner): Position =>
  gcoord.transform(at(corner) as [number, number], gcoord.GCJ02, gcoord.WGS84)
const around = (...corners: Corner[]): string[] => corners.map(wgs84).map(rounded).sort()
const rounded = (point: Position): string => point.map((degrees) => degrees.toFixed(5)).join()

type Drawn = ReturnType<typeof simplifyCleanly>
const shapesOf = (drawn: Drawn): Feature<MultiPolygon>[] =>
  (feature(drawn as never, drawn.objects.counties as never) as unknown as FeatureCollection<MultiPolygon>)
    .features
const cornersOf = ({ geometry }: Feature<MultiPolygon | Polygon>): string[] =>
  (geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as Position[]).slice(1).map(rounded).sort()
const mergedOf = (drawn: Drawn): Position[][][] =>
  merge(drawn as never, (drawn.objects.counties as unknown as { geometries: never[] }).geometries).coordinates

const west = county('450102', box(0, 0, 40, 40))
const east = county('450103', box(40, 0, 80, 40))

describe('drawCounties', () => {
  it('gives the corners of each county in WGS-84 and none between them', () => {
    const { drawn, mended } = drawCounties([west, east])
    expect(mended).toBe(0)
    expect(shapesOf(drawn).map(cornersOf)).toEqual([
      around([0, 0], [40, 0], [40, 40], [0, 40]),
      around([40, 0], [80, 0], [80, 40], [40, 40]),
    ])
  })

  it('holds the border between two counties once', () => {
    expect(drawCounties([west, east]).drawn.arcs).toHaveLength(3)
  })

  it('keeps code, name, city and seat, the seat in WGS-84 too', () => {
    const [first] = shapesOf(drawCounties([west, east]).drawn)
    expect(first).toMatchObject({ id: '450102', properties: { name: 'county 450102', city: '450100' } })
    expect(rounded(first!.properties!.seat as Position)).toBe(rounded(wgs84([1, 1])))
  })

  it('gives a county within another its place, with the same border', () => {
    const holed = county('450102', shape([boxRing(0, 0, 60, 60), boxRing(20, 20, 40, 40)]))
    const { drawn } = drawCounties([holed, county('450103', box(20, 20, 40, 40))])
    expect(drawn.arcs).toHaveLength(2)
    expect(mergedOf(drawn)[0]).toHaveLength(1)
  })
})

describe('drawCounties, of borders that are not clean,', () => {
  it('leaves no gap that the source has between neighbours', () => {
    const notched = ring([40, 0], [80, 0], [80, 40], [40, 40], [40, 30], [43, 20], [40, 10])
    const plain = ring([0, 0], [40, 0], [40, 40], [0, 40])
    const { drawn, mended } = drawCounties([
      county('450102', shape([plain])),
      county('450103', shape([notched])),
    ])
    expect(mended).toBeGreaterThan(0)
    expect(mergedOf(drawn)).toHaveLength(1)
    expect(mergedOf(drawn)[0]).toHaveLength(1)
  })

  it('takes away a spike of no width', () => {
    const spiked = ring([0, 0], [40, 0], [40, 40], [20, 40], [20, 60], [20, 40], [0, 40])
    const [first] = shapesOf(drawCounties([county('450102', shape([spiked]))]).drawn)
    expect(cornersOf(first!)).toEqual(around([0, 0], [40, 0], [40, 40], [0, 40]))
  })

  it('keeps a border from meeting itself in a point', () => {
    const [hole, notch] = [boxRing(20, 20, 40, 40), boxRing(40, 0, 60, 20)]
    const round = ring([0, 0], [40, 0], [40, 20], [60, 20], [60, 60], [0, 60])
    const { drawn } = drawCounties([
      county('450102', shape([round, hole])),
      county('450103', shape([hole], [notch])),
    ])
    const [first, second] = shapesOf(drawn).map(({ geometry }) => geometry.coordinates)
    expect(first!.map((polygon) => polygon.length)).toEqual([2])
    expect(second!.map((polygon) => polygon.length)).toEqual([1, 1])
    const [outer, inner] = first![0]!.map((points) => new Set(points.map(rounded)))
    expect(outer!.isDisjointFrom(inner!)).toBe(true)
  })

  it('says of which county no area is left', () => {
    const tiny = county('450104', box(10, 10, 15, 15))
    expect(() => drawCounties([west, east, tiny])).toThrow('no area left of county 450104')
  })
})

describe('simplifyCleanly', () => {
  const oneCounty = (...rings: Position[][]): FeatureCollection<MultiPolygon, { name: string }> => ({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { name: '青秀区' }, geometry: shape(rings) }],
  })
  const dip: Position[] = [
    [0.498, 0],
    [0.5, -0.0015],
    [0.502, 0],
  ]
  const square = (...south: Position[]): Position[] => [[0, 0], ...south, [1, 0], [1, 1], [0, 1], [0, 0]]
  const tipDown: Position[] = [
    [0.5, -0.0005],
    [0.4, 0.1],
    [0.6, 0.1],
    [0.5, -0.0005],
  ]

  it('takes away a dip below its least area', () => {
    const [county] = shapesOf(simplifyCleanly(oneCounty(square(...dip))))
    expect(county!.geometry.coordinates[0]![0]).toHaveLength(5)
  })

  it('keeps that dip where the border would else cross one that reaches into it', () => {
    const [county] = shapesOf(simplifyCleanly(oneCounty(square(...dip), tipDown)))
    const [outer] = county!.geometry.coordinates[0]!
    expect(Math.min(...outer!.map((point) => point[1]!))).toBeCloseTo(dip[1]![1]!, 4)
    expect(outer).toHaveLength(8)
  })

  it('says which county’s border crosses itself already in the source', () => {
    const bowTie: Position[] = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]
    expect(() => simplifyCleanly(oneCounty(bowTie))).toThrow('borders cross in 青秀区')
  })
})
