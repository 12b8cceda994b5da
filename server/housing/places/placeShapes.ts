import { boundsOf, toLonLat, type Bounds } from '#shared/housing/geometry.ts'
import type { PlaceView } from '#shared/protocol/http.ts'
import type { PlaceRef } from '#shared/region/place.ts'
import { toSquareMetres, type LonLat } from '#shared/kernel/units.ts'
import type { BuildingRow, CompoundRow, FloorRow } from './placeRows.ts'
import type { RegionNode } from '../../common/regions/regionRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'

/** A place's own row as a view shows it, without its children and sums. */
export interface PlaceRow {
  readonly name: string
  readonly region: string
  readonly path: PlaceRef[]
  readonly lon: number
  readonly lat: number
  readonly bounds: Bounds
  readonly facts: PlaceView['facts']
  readonly provenance: PlaceView['provenance']
}
type Fact = PlaceView['facts'][number]

const fact = (key: string, value: string | number | null): Fact[] =>
  value === null || value === '' ? [] : [{ key, value: String(value) }]
const squareMetres = (dm2: number): string => toSquareMetres(dm2).toFixed(2)
const provenanceOf = (row: {
  source: string
  source_id: string
  updated_at: number
  received_at: number
}): PlaceView['provenance'] => ({
  source: row.source,
  sourceId: row.source_id,
  updatedAt: row.updated_at,
  receivedAt: row.received_at,
})

export const regionRef = (node: RegionNode): PlaceRef => ({
  id: node.code,
  kind: node.level,
  name: node.name,
})
const certificateFacts = (building: BuildingRow): Fact[] => {
  const { kind, number, holder, issued, reason, planned } = building.certificate
  return [
    ...fact('certificate', kind),
    ...fact('certificateNumber', number),
    ...fact('certificateHolder', holder),
    ...fact('certificateIssued', issued),
    ...fact('certificateReason', reason),
    ...fact('certificatePlanned', planned),
  ]
}

/** A building's footprint in WGS-84. */
export const buildingOutline = (row: {
  lon: number
  lat: number
  rotation: number
  footprint: [number, number][]
}): [number, number][] => row.footprint.map((point) => [...toLonLat(row, point)] as [number, number])

export const ofRegion = (tree: RegionTree, node: RegionNode): PlaceRow => ({
  name: node.name,
  region: node.code,
  path: tree.path(node.code).map(regionRef),
  lon: node.lon,
  lat: node.lat,
  bounds: [...node.bounds],
  facts: fact('code', node.code),
  provenance: {
    source: node.source,
    sourceId: node.code,
    updatedAt: node.updatedAt,
    receivedAt: node.receivedAt,
  },
})

export const ofCompound = (tree: RegionTree, row: CompoundRow): PlaceRow => ({
  name: row.name,
  region: row.county,
  path: [...tree.path(row.county).map(regionRef), { id: row.id, kind: 'compound', name: row.name }],
  lon: row.lon,
  lat: row.lat,
  bounds: boundsOf(row.boundary),
  facts: [...fact('address', row.address), ...fact('landArea', squareMetres(row.land_dm2))],
  provenance: provenanceOf(row),
})

export const ofBuilding = (tree: RegionTree, row: BuildingRow): PlaceRow => {
  const bounds = boundsOf(buildingOutline(row) as LonLat[])
  return {
    name: row.name,
    region: row.county,
    path: [
      ...tree.path(row.county).map(regionRef),
      { id: row.compound, kind: 'compound', name: row.compound_name },
      { id: row.id, kind: 'building', name: row.name },
    ],
    lon: (bounds[0] + bounds[2]) / 2,
    lat: (bounds[1] + bounds[3]) / 2,
    bounds,
    facts: [
      ...fact('use', row.use),
      ...fact('structure', row.structure),
      ...fact('builtYear', row.built_year),
      ...fact('height', row.height),
      ...fact('floorsAbove', row.floors_above),
      ...fact('floorsBelow', row.floors_below),
      ...fact('grossArea', squareMetres(row.gross_dm2)),
      ...certificateFacts(row),
    ],
    provenance: provenanceOf(row),
  }
}

export const ofFloor = (tree: RegionTree, row: FloorRow): PlaceRow => {
  const frame = { lon: row.building_lon, lat: row.building_lat, rotation: row.building_rotation }
  const bounds = boundsOf(row.outline.map((point) => toLonLat(frame, point)))
  return {
    name: row.label,
    region: row.county,
    path: [
      ...tree.path(row.county).map(regionRef),
      { id: row.compound, kind: 'compound', name: row.compound_name },
      { id: row.building, kind: 'building', name: row.building_name },
      { id: row.id, kind: 'floor', name: row.label },
    ],
    lon: (bounds[0] + bounds[2]) / 2,
    lat: (bounds[1] + bounds[3]) / 2,
    bounds,
    facts: [
      ...fact('level', row.level),
      ...fact('elevation', row.elevation),
      ...fact('floorHeight', row.height),
      ...fact('plan', row.plan),
    ],
    provenance: provenanceOf(row),
  }
}
