import { PathLayer } from '@deck.gl/layers'
import type { ExtrusionLayer, Rgba } from '#shared/scene/layers.ts'
import { FilledPolygonLayer } from '../gpu/FilledLayers.ts'
import { FLAT, PICK_SUFFIX, SOLID, rowOf, type DrawnLayer, type Stage } from './drawn.ts'
import { partsOf, type Part, type PartedPolygons } from './parts.ts'

/** Rings at roof height. */
interface Edge {
  readonly path: readonly (readonly [number, number, number])[]
  readonly row: number
}

const EDGE: Rgba = [255, 255, 255, 58]
const HOVER: Rgba = [255, 255, 255, 200]

const edgesOf = ({ polygons }: PartedPolygons, heights: ArrayLike<number>): Edge[] =>
  polygons.flatMap(({ parts }, row) =>
    parts.flatMap((rings) => rings.map((ring) => ({ row, path: ringAt(ring, heights[row] ?? 0) }))),
  )

const ringAt = (ring: readonly (readonly [number, number])[], z: number): [number, number, number][] => {
  const points = ring.map(([lon, lat]): [number, number, number] => [lon, lat, z])
  const [first, last] = [points[0], points.at(-1)]
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...points, first] : points
}

/** Buildings raised to their height, shaded by the side they turn to the light, with a fine line along the roof. */
export const drawExtrusions = (stage: Stage): DrawnLayer<ExtrusionLayer> => {
  let geometry: (PartedPolygons & { version: number; heights: number; edges: Edge[] }) | null = null

  const path = (
    spec: ExtrusionLayer,
    name: string,
    data: readonly Edge[],
    color: Rgba,
    width: number,
    parameters: object,
  ) =>
    new PathLayer<Edge>({
      id: `${spec.id}/${name}`,
      data,
      visible: spec.visible,
      pickable: false,
      getPath: (edge) => edge.path as never,
      getColor: color as never,
      getWidth: width,
      widthUnits: 'pixels',
      jointRounded: true,
      billboard: true,
      parameters,
    })
  const around = (spec: ExtrusionLayer, id: string): Edge[] => {
    const row = geometry?.rows.get(id) ?? -1
    const rings = geometry?.polygons[row]?.parts.flat() ?? []
    return rings.map((ring) => ({ row, path: ringAt(ring, spec.heights.values[row] ?? 0) }))
  }
  const chosen = emphasised(around)

  return {
    update: (spec) => {
      if (geometry?.version !== spec.geometryVersion || geometry.heights !== spec.heights.version) {
        const parted = geometry?.version === spec.geometryVersion ? geometry : partsOf(spec.polygons)
        geometry = {
          ...parted,
          version: spec.geometryVersion,
          heights: spec.heights.version,
          edges: edgesOf(parted, spec.heights.values),
        }
        chosen.clear()
      }
      return [
        solid(spec, geometry),
        path(spec, 'edges', geometry.edges, EDGE, 1, SOLID),
        path(
          spec,
          'hovered',
          spec.hovered === spec.selected ? [] : chosen.of(spec, spec.hovered),
          HOVER,
          1.6,
          SOLID,
        ),
        path(spec, 'selected', chosen.of(spec, spec.selected), stage.accent, 2.4, FLAT),
      ]
    },
    idAt: (row) => geometry?.polygons[row]?.id ?? null,
  }
}

/** Remembers the outline of what was chosen, so that its data object stays the same from frame to frame. */
const emphasised = (make: (spec: ExtrusionLayer, id: string) => Edge[]) => {
  const known = new Map<string, Edge[]>()
  const none: Edge[] = []
  return {
    clear: () => known.clear(),
    of: (spec: ExtrusionLayer, id: string | null): Edge[] => {
      if (id === null) return none
      const edges = known.get(id) ?? make(spec, id)
      known.set(id, edges)
      return edges
    },
  }
}

const solid = (spec: ExtrusionLayer, geometry: PartedPolygons) =>
  new FilledPolygonLayer<Part>({
    id: `${spec.id}${PICK_SUFFIX}`,
    data: geometry.parts as Part[],
    visible: spec.visible,
    pickable: spec.pickable,
    extruded: true,
    getPolygon: (part: Part) => part.rings as never,
    getElevation: (part: Part) => spec.heights.values[part.__source.index] ?? 0,
    updateTriggers: { getElevation: spec.heights.version },
    fill: spec.fill,
    selectedRow: rowOf(geometry.rows, spec.selected),
    hoveredRow: rowOf(geometry.rows, spec.hovered),
    material: false,
    parameters: SOLID,
  } as never)
