/** The borders of Guangxi as regions: counties as stored, cities and the province as merges of their counties. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { feature, merge } from 'topojson-client'
import type { MultiPolygon, Polygon } from 'geojson'
import type {
  GeometryCollection,
  MultiPolygon as TopoMultiPolygon,
  Polygon as TopoPolygon,
  Topology,
} from 'topojson-specification'
import { CITIES, PROVINCE } from './cities.ts'

type Rings = [number, number][][][]

export interface Boundary {
  readonly code: string
  readonly parent: string | null
  readonly level: 'province' | 'city' | 'county'
  readonly name: string
  /** WGS-84. */
  readonly geometry: Rings
  /** Where its government sits, WGS-84. */
  readonly seat: readonly [number, number]
}

interface CountyProperties {
  readonly name: string
  readonly city: string
  readonly seat: [number, number]
}
type CountyObject = (TopoPolygon<CountyProperties> | TopoMultiPolygon<CountyProperties>) & { id: string }
type CountyTopology = Topology<{ counties: GeometryCollection<CountyProperties> }>

const ringsOf = (geometry: Polygon | MultiPolygon): Rings =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Rings

const merged = (topology: CountyTopology, counties: CountyObject[]): Rings =>
  ringsOf(merge(topology as never, counties as never))

const readJson = <T>(file: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as T

/** Names of the township-level divisions by county code. */
export const loadTownships = (): Readonly<Record<string, readonly string[]>> => readJson('townships.json')

/** Province, cities and counties, parents first, each level in the order of its codes. */
export const loadBoundaries = (): Boundary[] => {
  const topology = readJson<CountyTopology>('guangxi.topo.json')
  const objects = topology.objects.counties.geometries as CountyObject[]
  const counties = objects.map((object): Boundary => {
    const { name, city, seat } = object.properties!
    const geometry = ringsOf(feature(topology, object as TopoPolygon<CountyProperties>).geometry)
    return { code: object.id, parent: city, level: 'county', name, geometry, seat }
  })
  const cities = CITIES.map((city): Boundary => {
    const mine = objects.filter((object) => object.properties!.city === city.code)
    const seat = counties.find((county) => county.code === city.seat)!.seat
    return {
      code: city.code,
      parent: PROVINCE.code,
      level: 'city',
      name: city.name,
      geometry: merged(topology, mine),
      seat,
    }
  })
  const seat = counties.find((county) => county.code === PROVINCE.seat)!.seat
  return [
    { ...PROVINCE, parent: null, level: 'province', geometry: merged(topology, objects), seat },
    ...cities,
    ...counties,
  ]
}
