/** Small synthetic scenes for the engine tests; each is a pure function, so a page can open one by URL. */
import type { CameraPose } from '../../../../src/shared/scene/camera.ts'
import type { LayerSpec, MoverLayer, Polygon, PolygonLayer } from '../../../../src/shared/scene/layers.ts'
import type { LonLat } from '../../../../src/shared/kernel/units.ts'
import { compoundCase } from './compound.ts'
import { interior, openedFloor } from './interior.ts'
import { EPOCH, fillOf, flat, gridPolygons, NANNING } from './ground.ts'

export interface Case {
  readonly camera: CameraPose
  readonly clock?: number
  readonly layers: readonly LayerSpec[]
}

const COUNTIES = gridPolygons(5, 4, 107.2, 21.9, 0.45)

/** Twenty counties. Knobs change one column at a time, as an index switch or a selection does. */
const regions = (
  knobs: { fillVersion?: number; shift?: number; selected?: string | null; hovered?: string | null } = {},
): Case => {
  const layer: PolygonLayer = {
    kind: 'polygons',
    id: 'counties',
    visible: true,
    pickable: true,
    polygons: COUNTIES,
    geometryVersion: 1,
    fill: { values: fillOf(COUNTIES.length, knobs.shift ?? 0), version: knobs.fillVersion ?? 1 },
    line: [255, 255, 255, 48],
    lineWidthPx: 1,
    selected: knobs.selected ?? null,
    hovered: knobs.hovered ?? null,
  }
  return { camera: flat(7.3, [108.32, 22.62]), layers: [layer] }
}

const block = (id: string, east: number, north: number, width: number, depth: number): Polygon => {
  const at = (x: number, y: number): LonLat => [
    NANNING[0] + (east + x) / 102_600,
    NANNING[1] + (north + y) / 110_750,
  ]
  return { id, parts: [[[at(0, 0), at(width, 0), at(width, depth), at(0, depth), at(0, 0)]]] }
}

const BUILDINGS = [
  block('main', -30, 10, 70, 18),
  block('east', 55, -30, 16, 50),
  block('west', -70, -30, 16, 50),
  block('hall', -18, -45, 44, 22),
  block('gate', -6, -80, 20, 8),
]

/** One compound seen from the air: buildings stand up. */
const buildings = (knobs: { pitchDeg?: number; selected?: string | null } = {}): Case => {
  const ground: PolygonLayer = {
    kind: 'polygons',
    id: 'compound',
    visible: true,
    pickable: true,
    polygons: [block('yard', -90, -95, 180, 150)],
    geometryVersion: 1,
    fill: { values: Uint8Array.of(22, 44, 70, 255), version: 1 },
    line: [255, 255, 255, 60],
    lineWidthPx: 1,
    selected: null,
    hovered: null,
  }
  return {
    camera: { ...flat(17.1), pitchDeg: knobs.pitchDeg ?? 58, bearingDeg: -24 },
    layers: [
      ground,
      {
        kind: 'extrusions',
        id: 'buildings',
        visible: true,
        pickable: true,
        polygons: BUILDINGS,
        geometryVersion: 1,
        heights: { values: Float32Array.of(62, 28, 28, 16, 5), version: 1 },
        fill: { values: fillOf(BUILDINGS.length, 1), version: 1 },
        selected: knobs.selected ?? null,
        hovered: null,
      },
    ],
  }
}

const PALETTE: MoverLayer['palette'] = [
  [86, 214, 255, 255],
  [150, 168, 190, 255],
  [104, 118, 138, 255],
  [255, 92, 72, 255],
]

/** Vehicles on a grid, one state a column; they glide 10 km east in 10 s. */
const movers = (
  knobs: {
    count?: number
    clockS?: number
    version?: number
    selected?: string | null
    sizePx?: number
    speedKmh?: number
  } = {},
): Case => {
  const count = knobs.count ?? 24
  const version = knobs.version ?? 1
  const columns = Math.ceil(Math.sqrt(count * 1.6))
  const from = new Float32Array(count * 2)
  const to = new Float32Array(count * 2)
  const spans = new Float32Array(count * 2)
  const headings = new Float32Array(count)
  const states = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    from.set([(column / columns - 0.5) * 2.4, (0.5 - row / Math.ceil(count / columns)) * 1.1], i * 2)
    to.set([(from[i * 2] as number) + 0.0975, from[i * 2 + 1] as number], i * 2)
    spans.set([0, 10], i * 2)
    headings[i] = (i * 30) % 360
    states[i] = i % 4
  }
  const layer: MoverLayer = {
    kind: 'movers',
    id: 'vehicles',
    visible: true,
    pickable: true,
    count,
    ordinals: { values: Uint32Array.from({ length: count }, (_, i) => 1000 + i), version: 1 },
    from: { values: from, version },
    to: { values: to, version },
    origin: NANNING,
    spans: { values: spans, version },
    epoch: EPOCH,
    headings: { values: headings, version },
    speeds: { values: new Uint8Array(count).fill(knobs.speedKmh ?? 0), version },
    states: { values: states, version },
    palette: PALETTE,
    sizePx: knobs.sizePx ?? 22,
    selected: knobs.selected ?? null,
  }
  return { camera: flat(7.9), clock: EPOCH + (knobs.clockS ?? 0) * 1000, layers: [layer] }
}

const PLACES: readonly [string, string, number][] = [
  ['青秀区', '12.4 %', 5],
  ['兴宁区', '8.1 %', 4],
  ['西乡塘区', '10.2 %', 4],
  ['鄚州', '', 2],
  ['榃滨', '3.0 %', 2],
  ['浰源', '', 1],
  ['墕头', '', 1],
  ['Wuming 武鸣区', '6.7 %', 3],
]

/** Names over the counties; two of them lie so close that only the higher priority shows. */
const labels = (): Case => ({
  camera: flat(8),
  layers: [
    ...regions().layers,
    {
      kind: 'labels',
      id: 'names',
      visible: true,
      pickable: false,
      version: 1,
      sizePx: 15,
      labels: [
        ...PLACES.map(([text, detail, priority], i) => ({
          id: `p${i}`,
          at: [107.62 + (i % 4) * 0.48, 23.15 - Math.floor(i / 4) * 0.6] as LonLat,
          text,
          ...(detail ? { detail } : {}),
          priority,
          emphasis: i === 0,
        })),
        { id: 'hidden', at: [107.63, 23.16], text: '被遮住的名称', priority: 0, emphasis: false },
      ],
    },
  ],
})

/** 7,000 dots, and tracks over them. */
const points = (knobs: { fillVersion?: number; selected?: string | null; count?: number } = {}): Case => {
  const count = knobs.count ?? 7000
  const positions = new Float64Array(count * 2)
  for (let i = 0; i < count; i++)
    positions.set([107.3 + ((i * 0.754877) % 1) * 2.1, 22.2 + ((i * 0.569841) % 1) * 1.2], i * 2)
  return {
    camera: flat(7.9),
    layers: [
      {
        kind: 'points',
        id: 'compounds',
        visible: true,
        pickable: true,
        ids: Array.from({ length: count }, (_, i) => `c${i}`),
        positions: { values: positions, version: 1 },
        fill: { values: fillOf(count, knobs.fillVersion ?? 1), version: knobs.fillVersion ?? 1 },
        radii: { values: new Float32Array(count).fill(count > 100 ? 2.5 : 7), version: 1 },
        selected: knobs.selected ?? null,
      },
      {
        kind: 'paths',
        id: 'tracks',
        visible: true,
        pickable: true,
        version: 1,
        widthPx: 3,
        paths: [
          {
            id: 'driven',
            points: [
              [107.6, 22.5],
              [108.0, 22.9],
              [108.5, 22.7],
              [109.0, 23.1],
            ],
            color: [86, 214, 255, 255],
            dashed: false,
          },
          {
            id: 'planned',
            points: [
              [107.6, 23.1],
              [108.2, 22.6],
              [108.8, 22.9],
            ],
            color: [255, 214, 120, 255],
            dashed: true,
          },
        ],
      },
    ],
  }
}

export const CASES: Record<string, (knobs?: never) => Case> = {
  openedFloor,
  interior,
  compound: compoundCase,
  regions,
  buildings,
  movers,
  labels,
  points,
}
