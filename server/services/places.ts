import type { Viewer } from '#shared/access/roles.ts'
import { boundsOf, toLonLat, type Bounds } from '#shared/housing/geometry.ts'
import { sumArrays } from '#shared/indices/measures.ts'
import type { ChildPlace, PlaceView } from '#shared/protocol/http.ts'
import type { PlaceRef } from '#shared/region/place.ts'
import { toSquareMetres, type LonLat } from '#shared/units.ts'
import type { Clock } from '../clock.ts'
import type { MeasuresRepository } from '../repositories/measures.ts'
import type { BuildingRow, CompoundRow, FloorRow, PlacesRepository, UnitFloor } from '../repositories/places.ts'
import type { RoomsRepository } from '../repositories/rooms.ts'
import type { RegionNode } from '../repositories/regions.ts'
import type { RegionTree } from './regionTree.ts'
import { notFound, type Scope } from './scope.ts'
import { measuresOfRoom } from './touched.ts'

export interface PlacesDeps {
  readonly places: PlacesRepository
  readonly measures: MeasuresRepository
  readonly rooms: RoomsRepository
  readonly tree: RegionTree
  readonly scope: Scope
  readonly clock: Clock
}

export interface Places {
  /** Region to floor, with its children. Throws `not-found` outside the viewer's scope. */
  view(viewer: Viewer, id: string): Promise<PlaceView>
}

interface Loaded {
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

const fact = (key: string, value: string | number | null): Fact[] => (value === null || value === '' ? [] : [{ key, value: String(value) }])
const squareMetres = (dm2: number): string => toSquareMetres(dm2).toFixed(2)
const provenanceOf = (row: { source: string; source_id: string; updated_at: number; received_at: number }): PlaceView['provenance'] => ({
  source: row.source,
  sourceId: row.source_id,
  updatedAt: row.updated_at,
  receivedAt: row.received_at,
})

export const regionRef = (node: RegionNode): PlaceRef => ({ id: node.code, kind: node.level, name: node.name })
const child = (part: Pick<ChildPlace, 'id' | 'kind' | 'name' | 'measures'> & Partial<ChildPlace>): ChildPlace => ({
  lon: null,
  lat: null,
  outline: null,
  height: null,
  level: null,
  ...part,
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

const buildingOutline = (row: { lon: number; lat: number; rotation: number; footprint: [number, number][] }): [number, number][] =>
  row.footprint.map((point) => [...toLonLat(row, point)] as [number, number])

export const makePlaces = (deps: PlacesDeps): Places => {
  const { places, measures, rooms, tree, scope, clock } = deps

  const regionChildren = async (code: string, kind: string): Promise<ChildPlace[]> => {
    if (kind === 'county') {
      const rows = await places.compoundsIn([code])
      return rows.map((row) => child({ id: row.id, kind: 'compound', name: row.name, lon: row.lon, lat: row.lat, outline: row.boundary, measures: [...row.measures] }))
    }
    const nodes = await measures.childrenOf(code)
    return nodes.flatMap(({ id, measures: values }) => {
      const below = tree.get(id)
      return below ? [child({ id, kind: below.level, name: below.name, lon: below.lon, lat: below.lat, measures: [...values] })] : []
    })
  }
  const ofRegion = (node: RegionNode): Loaded => ({
    name: node.name,
    region: node.code,
    path: tree.path(node.code).map(regionRef),
    lon: node.lon,
    lat: node.lat,
    bounds: [...node.bounds],
    facts: fact('code', node.code),
    provenance: { source: node.source, sourceId: node.code, updatedAt: node.updatedAt, receivedAt: node.receivedAt },
  })
  const ofCompound = (row: CompoundRow): Loaded => ({
    name: row.name,
    region: row.county,
    path: [...tree.path(row.county).map(regionRef), { id: row.id, kind: 'compound', name: row.name }],
    lon: row.lon,
    lat: row.lat,
    bounds: boundsOf(row.boundary),
    facts: [...fact('address', row.address), ...fact('landArea', squareMetres(row.land_dm2))],
    provenance: provenanceOf(row),
  })
  const ofBuilding = (row: BuildingRow): Loaded => {
    const bounds = boundsOf(buildingOutline(row) as LonLat[])
    return {
      name: row.name,
      region: row.county,
      path: [...tree.path(row.county).map(regionRef), { id: row.compound, kind: 'compound', name: row.compound_name }, { id: row.id, kind: 'building', name: row.name }],
      lon: (bounds[0] + bounds[2]) / 2,
      lat: (bounds[1] + bounds[3]) / 2,
      bounds,
      facts: [
        ...fact('use', row.use), ...fact('structure', row.structure), ...fact('builtYear', row.built_year), ...fact('height', row.height),
        ...fact('floorsAbove', row.floors_above), ...fact('floorsBelow', row.floors_below), ...fact('grossArea', squareMetres(row.gross_dm2)),
        ...certificateFacts(row),
      ],
      provenance: provenanceOf(row),
    }
  }
  const ofFloor = (row: FloorRow): Loaded => {
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
      facts: [...fact('level', row.level), ...fact('elevation', row.elevation), ...fact('floorHeight', row.height), ...fact('plan', row.plan)],
      provenance: provenanceOf(row),
    }
  }

  /** Read beside the place itself: a child needs nothing of its parent's row. */
  const childrenOf = async (id: string, kind: string): Promise<ChildPlace[]> => {
    if (kind === 'floor') return (await rooms.ofFloor(id)).map((room) => child({ id: room.id, kind: 'room', name: room.number, measures: measuresOfRoom(room) }))
    if (kind === 'building') return (await places.floorsOf(id)).map((one) => child({ id: one.id, kind: 'floor', name: one.label, level: one.level, measures: [...one.measures] }))
    if (kind !== 'compound') return regionChildren(id, kind)
    return (await places.buildingsOf(id)).map((one) =>
      child({ id: one.id, kind: 'building', name: one.name, lon: one.lon, lat: one.lat, outline: buildingOutline(one), height: one.height, measures: [...one.measures] }),
    )
  }
  const load = async (id: string, kind: string): Promise<Loaded | null> => {
    if (kind === 'compound') return places.compound(id).then((row) => row && ofCompound(row))
    if (kind === 'building') return places.building(id).then((row) => row && ofBuilding(row))
    if (kind === 'floor') return places.floor(id).then((row) => row && ofFloor(row))
    const node = tree.get(id)
    return node ? ofRegion(node) : null
  }

  /** A unit's viewer sees the same ladder with its own rooms only, and only the rungs that hold some. */
  const unitView = async (unit: string, all: readonly ChildPlace[], id: string, kind: string): Promise<Pick<PlaceView, 'measures' | 'children'>> => {
    const floors = await places.unitFloors(unit)
    const inside = (place: string): UnitFloor[] =>
      floors.filter((one) => one.floor === place || one.building === place || one.compound === place || tree.contains(place, one.county))
    const sumOf = (rows: readonly UnitFloor[]): number[] => sumArrays(rows.map((row) => row.measures))
    const here = inside(id)
    const own = (await measures.units([unit]))[0]
    const home = own?.parent === id
    if (here.length === 0 && !home) throw notFound(`place ${id}`)
    if (kind === 'floor') {
      const mine = new Set((await rooms.ofFloor(id)).filter((room) => room.unit === unit).map((room) => room.id))
      return { measures: sumOf(here), children: all.filter((one) => mine.has(one.id)) }
    }
    const children = all.map((one) => ({ one, rows: inside(one.id) })).filter(({ rows }) => rows.length > 0).map(({ one, rows }) => ({ ...one, measures: sumOf(rows) }))
    return { measures: home && own ? [...own.measures] : sumOf(here), children }
  }

  return {
    view: async (viewer, id) => {
      const node = await measures.place(id)
      if (!node) throw notFound(`place ${id}`)
      const [loaded, children] = await Promise.all([load(id, node.kind), childrenOf(id, node.kind)])
      if (!loaded) throw notFound(`place ${id}`)
      scope.requireRegion(viewer, loaded.region, `place ${id}`)
      const unit = scope.unit(viewer)
      const shown = unit === null ? { measures: [...node.measures], children } : await unitView(unit, children, id, node.kind)
      const { name, path, lon, lat, bounds, facts, provenance } = loaded
      return { id, kind: node.kind as PlaceView['kind'], name, path, lon, lat, bounds, facts, provenance, ...shown, asOf: clock() }
    },
  }
}
