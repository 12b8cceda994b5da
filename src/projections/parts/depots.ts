import type { Depot } from '#shared/protocol/http.ts'
import { depthOf } from '#shared/region/place.ts'
import type { Column, LabelLayer, PointLayer, Rgba } from '#shared/scene/layers.ts'
import { fillColumn, floatColumn, hashText } from './columns.ts'
import type { SceneInput } from '../input.ts'
import { openRegion, regionsWithin } from './regions.ts'

/** Radius by the depth of the open place, in units of the text size: marks of a whole province stay specks. */
const RADIUS = [0.16, 0.24, 0.38, 0.5] as const
const LABELS_FROM = 2
/** Names of depots give way to those of compounds. */
const PRIORITY = -1
/** A dark core in a pale ring: neither a vehicle, nor a compound, nor an index. */
const RING: Rgba = [226, 235, 246, 240]
const CORE: Rgba = [11, 22, 38, 255]

interface Kept {
  readonly positions: Column<Float64Array>
  readonly ring: Column<Uint8Array>
  readonly core: Column<Uint8Array>
}
const kept = new WeakMap<readonly Depot[], Kept>()

/** What does not change while the depots do not: made once for them. */
const columnsOf = (depots: readonly Depot[]): Kept => {
  const made = kept.get(depots) ?? {
    positions: {
      values: Float64Array.from(depots.flatMap(({ lon, lat }) => [lon, lat])),
      version: hashText(depots.map(({ id, lon, lat }) => `${id}${lon}${lat}`).join()),
    },
    ring: fillColumn(depots, () => RING),
    core: fillColumn(depots, () => CORE),
  }
  kept.set(depots, made)
  return made
}

const depthIn = (input: SceneInput): number => (input.view ? depthOf(input.view.kind) : 0)
const isShown = (input: SceneInput): boolean =>
  input.layers.includes('depots') && input.depots.length > 0 && input.engine !== 'interior'

/** 停车场 as small rings with a dark core. */
export const depotLayers = (input: SceneInput): readonly PointLayer[] => {
  if (!isShown(input)) return []
  const { depots } = input
  const radius = input.textPx * (RADIUS[depthIn(input)] ?? 0.5)
  const { positions, ring: rings, core } = columnsOf(depots)
  const ring: PointLayer = {
    id: 'depots',
    kind: 'points',
    visible: true,
    pickable: false,
    ids: depots.map(({ id }) => id),
    positions,
    fill: rings,
    radii: floatColumn(depots, () => radius),
    selected: null,
  }
  return [ring, { ...ring, id: 'depot-cores', fill: core, radii: floatColumn(depots, () => radius * 0.55) }]
}

/** The names of the open county's depots, for the picture's one sheet of names. */
export const depotLabels = (input: SceneInput): LabelLayer['labels'] => {
  if (!isShown(input) || depthIn(input) < LABELS_FROM || !input.layers.includes('labels')) return []
  const inside = regionsWithin(input.regions, openRegion(input))
  const belowPx = input.textPx * 1.1
  return input.depots
    .filter(({ region }) => inside.has(region))
    .map(({ id, name, lon, lat }) => ({
      id,
      at: [lon, lat] as const,
      belowPx,
      text: name,
      priority: PRIORITY,
      emphasis: false,
    }))
}

/** Puts more names on a sheet of names, or makes one. */
export const withLabels = (
  sheet: LabelLayer | undefined,
  more: LabelLayer['labels'],
  sizePx: number,
): LabelLayer | undefined => {
  if (more.length === 0) return sheet
  const labels = [...(sheet?.labels ?? []), ...more]
  return {
    id: 'labels',
    kind: 'labels',
    visible: true,
    pickable: false,
    version: hashText(JSON.stringify(labels)),
    labels,
    sizePx,
  }
}
