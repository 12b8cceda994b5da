import { depthOf } from '#shared/region/place.ts'
import type { LayerSpec, MoverLayer, PathLayer, PointLayer } from '#shared/scene/layers.ts'
import { ACCENT, VEHICLE_PALETTE } from '../theme/palette.ts'
import { rampHex, rgba } from '../theme/ramps.ts'
import { fillColumn, floatColumn, hashText } from './parts/columns.ts'
import type { EnergySite, SceneInput } from './input.ts'

/** A vehicle's mark by the depth of the open place, in units of the text size. */
/** Dots of a whole province stay small enough to leave its colours to be seen. */
const SITE_SHARE = [0.4, 0.65, 1] as const
const MOVER_SIZE = [0.36, 0.55, 0.8, 1.1] as const
/** kW that open each class of the teal ramp, and the radius of the largest, in units of the text size. */
const LOAD = { breaksKw: [5, 20, 50, 100, 200], smallest: 0.2, largest: 0.9, atKw: 400 } as const

/** From the depth of a county on a click may mean a vehicle; above it thousands would stand in the way of going in. */
const PICKABLE_FROM_DEPTH = 2

/** Columns are the table's own arrays: nothing is copied, and their versions are the table's. */
export const moverLayer = (input: SceneInput): MoverLayer => {
  const { vehicles } = input
  const { ordinals, from, to, spans, headings, speeds, states } = vehicles.columns
  const depth = input.view ? depthOf(input.view.kind) : 0
  return {
    id: 'vehicles',
    kind: 'movers',
    visible: true,
    pickable: depth >= PICKABLE_FROM_DEPTH,
    count: vehicles.count,
    journal: vehicles.journal,
    ordinals: { values: ordinals, version: vehicles.paint },
    from: { values: from, version: vehicles.motion },
    to: { values: to, version: vehicles.motion },
    spans: { values: spans, version: vehicles.motion },
    headings: { values: headings, version: vehicles.motion },
    speeds: { values: speeds, version: vehicles.motion },
    states: { values: states, version: vehicles.paint },
    origin: vehicles.origin,
    epoch: vehicles.epoch,
    palette: VEHICLE_PALETTE,
    sizePx: input.textPx * (MOVER_SIZE[depth] ?? 1.1),
    selected: input.selection?.kind === 'vehicle' ? input.selection.id : null,
  }
}

const trackLayer = (input: SceneInput): PathLayer => ({
  id: 'track',
  kind: 'paths',
  visible: true,
  pickable: false,
  version: hashText(JSON.stringify(input.track)),
  paths: (input.track ?? []).map((points, i) => ({ id: `track/${i}`, points, color: ACCENT, dashed: false })),
  widthPx: Math.max(2, input.textPx / 6),
})

const kwOf = (site: EnergySite, input: SceneInput): number => input.energy.read(site.ordinal)?.kw ?? 0
const classOfLoad = (kw: number): number => LOAD.breaksKw.filter((limit) => kw >= limit).length

const energyDots = (input: SceneInput): PointLayer => {
  const sites = input.energySites
  const share = SITE_SHARE[depthOf(input.view?.kind ?? 'province')] ?? 1
  const positions = Float64Array.from(sites.flatMap((site) => [site.lon, site.lat]))
  return {
    id: 'energy',
    kind: 'points',
    visible: true,
    pickable: true,
    ids: sites.map((site) => site.id),
    positions: { values: positions, version: hashText(sites.map((site) => site.id).join()) },
    fill: fillColumn(sites, (site) =>
      typeof input.energy.read(site.ordinal)?.kw === 'number'
        ? rgba(rampHex('energy')[classOfLoad(kwOf(site, input))] ?? '#ffffff', 220)
        : [120, 130, 140, 60],
    ),
    radii: floatColumn(
      sites,
      (site) =>
        input.textPx *
        share *
        (LOAD.smallest +
          (LOAD.largest - LOAD.smallest) * Math.min(Math.sqrt(kwOf(site, input) / LOAD.atKw), 1)),
    ),
    selected: null,
  }
}

/** What moves and what arrives, where the scene asks for it; inside a building none of it is drawn. */
export const liveLayers = (input: SceneInput): readonly LayerSpec[] => {
  if (input.engine === 'interior') return []
  const layers: LayerSpec[] = []
  if (
    input.layers.includes('energy') &&
    input.energySites.length > 0 &&
    depthOf(input.view?.kind ?? 'province') <= 2
  )
    layers.push(energyDots(input))
  if (input.track && input.track.length > 0) layers.push(trackLayer(input))
  if (input.layers.includes('vehicles') || input.selection?.kind === 'vehicle') layers.push(moverLayer(input))
  return layers
}
