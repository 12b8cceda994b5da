import { measuresFromArray } from '#shared/indices/measures.ts'
import type { ChildPlace, PlaceView } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import type { CompoundLayer } from '#shared/scene/compoundLayer.ts'
import { offsetMetres } from '#shared/scene/ground.ts'
import type { LayerSpec, PathLayer } from '#shared/scene/layers.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn, hashText } from '../../projections/parts/columns.ts'
import { siteOf, type Site } from '../../projections/parts/site.ts'
import { rowColor, shortMark } from '../../projections/values.ts'
import type { LateDrawing } from '../late/read.ts'

const PARKED = VEHICLE_STATES.indexOf('parked')
const WORDS = { zh: '停车', en: 'Parked' } as const
/** Of a street whose class alone is known, metres, by the layer that draws it. */
const WIDTHS_M: Readonly<Record<string, number>> = { 'roads street': 9, 'roads main': 15, roads: 21 }
/** Streets are drawn so far around, metres. */
const AROUND_M = 620
/** Where nothing of rooms is known. */
const USUAL_OCCUPANCY = 0.8

type Streets = CompoundLayer['streets']
const isPaths = (spec: LayerSpec): spec is PathLayer => spec.kind === 'paths'

/** The ground's own streets near the compound; none that the ground does not have. */
const streetsOf = (input: SceneInput, { origin, rotationDeg }: Site): Streets => {
  const roads = input.read['roads'] as LateDrawing | undefined
  const angle = (-rotationDeg * Math.PI) / 180
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return (roads?.draw(input) ?? []).filter(isPaths).flatMap(({ id, paths }) =>
    id in WIDTHS_M
      ? paths.flatMap((path) => {
          const points = path.points.map((at) => {
            const [x, y] = offsetMetres(origin, at)
            return [c * x - s * y, s * x + c * y] as const
          })
          const isNear = points.some((at, i) => i > 0 && nearest(points[i - 1]!, at) < AROUND_M)
          return isNear ? [{ points, widthM: WIDTHS_M[id]! }] : []
        })
      : [],
  )
}

/** How near an edge comes to the origin. */
const nearest = (a: readonly [number, number], b: readonly [number, number]): number => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(a[0] + dx * t, a[1] + dy * t)
}

const streetsKept = new WeakMap<object, { readonly site: Site; readonly streets: Streets }>()
const streetsOnce = (input: SceneInput, site: Site): Streets => {
  const roads = input.read['roads'] as object | undefined
  if (!roads) return []
  const known = streetsKept.get(roads)
  if (known?.site === site) return known.streets
  const streets = streetsOf(input, site)
  streetsKept.set(roads, { site, streets })
  return streets
}

const occupancyOf = ({ measures }: ChildPlace): number => {
  const { rooms, idleRooms } = measuresFromArray(measures)
  return rooms > 0 ? 1 - idleRooms / rooms : USUAL_OCCUPANCY
}

/** Vehicles of the live table that stand within the boundary's box; null where the table is empty. */
const parkedAt = (input: SceneInput, { bounds: [west, south, east, north] }: PlaceView): number | null => {
  const { vehicles } = input
  if (vehicles.count === 0) return null
  const { to, states } = vehicles.columns
  const [lon, lat] = vehicles.origin
  let count = 0
  for (let row = 0; row < vehicles.count; row++) {
    if (states[row] !== PARKED) continue
    const [x, y] = [to[row * 2]! + lon, to[row * 2 + 1]! + lat]
    if (x >= west && x <= east && y >= south && y <= north) count++
  }
  return count
}

const parkedOf = (input: SceneInput, compound: PlaceView): CompoundLayer['parked'] => {
  const count = parkedAt(input, compound)
  if (count === null) return null
  const version = count * 2 + (input.lang === 'zh' ? 0 : 1)
  return {
    count,
    name: WORDS[input.lang],
    detail: input.lang === 'zh' ? `${count} 辆` : String(count),
    version,
  }
}

/** Whether the stage shows the compound: it is open, or a building of it that was not read yet. */
const isShown = ({ view, interior }: SceneInput): boolean =>
  view !== null && (depthOf(view.kind) === depthOf('compound') || interior === null)

/** The open compound as a stage. */
export const compoundLayers = (input: SceneInput): readonly LayerSpec[] => {
  const { compound, lang } = input
  if (!compound || !isShown(input)) return []
  const site = siteOf(compound, input.compoundOutline)
  const built = compound.children
    .map((child, i) => ({ child, ring: site.rings[i]! }))
    .filter(({ child, ring }) => child.kind === 'building' && ring.length > 2 && (child.height ?? 0) > 0)
  if (built.length === 0) return []
  const streets = streetsOnce(input, site)
  const buildings = built.map(({ child, ring }) => ({
    id: child.id,
    name: child.name,
    detail: shortMark(child, input),
    ring,
    heightM: child.height!,
    occupancy: occupancyOf(child),
  }))
  const hovered = ['compound', 'buildings'].includes(input.hovered?.layer ?? '') ? input.hovered!.id : null
  const spec: CompoundLayer = {
    id: 'compound',
    kind: 'compound',
    visible: true,
    pickable: true,
    compound: compound.id,
    origin: site.origin,
    rotationDeg: site.rotationDeg,
    bearingDeg: site.bearingDeg,
    geometryVersion: hashText(
      JSON.stringify([
        site.boundary,
        buildings.map(({ id, heightM, ring, occupancy }) => [id, heightM, ring, occupancy.toFixed(1)]),
        streets.map(({ points, widthM }) => [points.length, points[0], widthM]),
      ]),
    ),
    textVersion: hashText(buildings.map(({ name, detail }) => `${name} ${detail}`).join(lang)),
    boundary: site.boundary,
    buildings,
    fill: fillColumn(built, ({ child }) => rowColor(child, input)),
    parked: parkedOf(input, compound),
    streets,
    light: input.light ?? null,
    selected: null,
    hovered,
    labelPx: input.textPx,
  }
  return [spec]
}
