import { indexOf } from '../../../../src/shared/indices/indices.ts'
import { measuresToArray, type Measures } from '../../../../src/shared/indices/measures.ts'
import type {
  Borders,
  ChildPlace,
  Interior,
  PlaceView,
  RegionRow,
} from '../../../../src/shared/protocol/http.ts'
import type { PlaceKind } from '../../../../src/shared/region/place.ts'
import type { LayerSpec } from '../../../../src/shared/scene/layers.ts'
import { LAYERS } from '../../../../src/layers/registry.ts'
import type { SceneInput } from '../../../../src/projections/input.ts'
import { clustersOf } from '../../../../src/projections/gather.ts'
import { project } from '../../../../src/projections/project.ts'
import { EnergyTable } from '../../../../src/state/live/energy.ts'
import { VehicleTable } from '../../../../src/state/live/vehicles.ts'

export const offices = (over: number, of: number): number[] =>
  measuresToArray({ overRooms: over, officeRooms: of, usableDm2: 1000, idleDm2: 100 } as Partial<Measures>)
const square = (west: number, south: number): Borders['borders'][number]['parts'] => [
  [
    [
      [west, south],
      [west + 1, south],
      [west + 1, south + 1],
      [west, south + 1],
    ],
  ],
]
const region = (
  id: string,
  kind: RegionRow['kind'],
  parent: string | null,
  west: number,
  measures: number[],
): RegionRow => ({
  id,
  parent,
  kind,
  name: id,
  center: [west + 0.5, 22.5],
  measures,
})

export const REGIONS: RegionRow[] = [
  region('450000', 'province', null, 108, offices(6, 100)),
  region('450100', 'city', '450000', 108, offices(1, 50)),
  region('450200', 'city', '450000', 109, offices(5, 50)),
  region('450102', 'county', '450100', 108, offices(1, 50)),
  region('450203', 'county', '450200', 109, offices(5, 50)),
]
export const BORDERS = new Map(REGIONS.map(({ id, center }) => [id, square(center[0] - 0.5, 22)]))
const KINDS: PlaceKind[] = ['province', 'city', 'county', 'compound', 'building', 'floor']
const PATH = ['450000', '450100', '450102', 'C1', 'B1', 'F1'].map((id, i) => ({
  id,
  kind: KINDS[i] as PlaceKind,
  name: id,
}))
export const viewOf = (kind: PlaceKind, children: ChildPlace[] = []): PlaceView => {
  const depth = KINDS.indexOf(kind)
  const provenance = { source: 'test', sourceId: 'x', updatedAt: 0, receivedAt: 0 }
  return {
    id: PATH[depth]?.id ?? '',
    kind,
    name: kind,
    path: PATH.slice(0, depth + 1),
    lon: 108.4,
    lat: 22.4,
    bounds: [108, 22, 109, 23],
    measures: offices(1, 50),
    children,
    facts: [],
    provenance,
    asOf: 0,
  }
}
export const room = (
  id: string,
  area: number,
  limit: number | null,
  desks: string[] = [],
): Interior['floors'][number]['rooms'][number] => ({
  id,
  number: id,
  category: 'office',
  use: '办公室',
  state: 'in-use',
  idleDays: null,
  usableArea: area,
  limit,
  limitUse: limit === null ? null : area / limit,
  unit: 'U1',
  unitName: '财政局',
  occupants: 1,
  ring: [
    [0, 0],
    [4, 0],
    [4, 5],
  ],
  desks: desks.map((desk) => ({ id: desk, code: desk, x: 1, y: 1, rotation: 0, used: true })),
})
export const INTERIOR: Interior = {
  building: 'B1',
  name: '1号楼',
  origin: [108.4, 22.4],
  rotation: 90,
  asOf: 0,
  floors: [
    {
      id: 'F1',
      level: 1,
      label: '1F',
      elevation: 0,
      height: 3.6,
      plan: 'schematic',
      outline: [
        [0, 0],
        [20, 0],
        [20, 10],
      ],
      corridors: [],
      cores: [],
      measures: offices(1, 3),
      rooms: [room('R1', 9, 9, ['W1']), room('R2', 9.4, 9), room('R3', 12, 9), room('R4', 30, null)],
    },
  ],
}

export const state = {} as { input: SceneInput }
export const renew = () => {
  state.input = {
    regions: REGIONS,
    borders: BORDERS,
    geometry: 1,
    view: viewOf('province'),
    compound: null,
    compoundOutline: null,
    compounds: null,
    interior: null,
    vehicles: new VehicleTable(),
    energy: new EnergyTable(),
    read: { compounds: clustersOf },
    index: indexOf('over'),
    basis: 'equivalent-heat',
    lang: 'zh',
    engine: 'map',
    layers: ['regions', 'compounds', 'buildings', 'vehicles', 'labels'],
    selection: null,
    hovered: null,
    textPx: 16,
  }
}
export const layer = <L extends LayerSpec>(id: string): L =>
  project(state.input, LAYERS).find((each) => each.id === id) as L
