import type { Depot } from '#shared/protocol/http.ts'
import type { Column, PointLayer, Rgba } from '#shared/scene/layers.ts'
import { namesIn } from '../../i18n/names.ts'
import type { SceneInput } from '../../projections/input.ts'
import { fillColumn, floatColumn, hashText } from '../../projections/parts/columns.ts'
import { openDepth, openRegion, regionsWithin } from '../../projections/regions.ts'
import type { Names } from '../layer.ts'

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

/** 停车场 as small rings with a dark core. */
export const depotLayers = (input: SceneInput, depots: readonly Depot[]): readonly PointLayer[] => {
  if (depots.length === 0) return []
  const radius = input.textPx * (RADIUS[openDepth(input)] ?? 0.5)
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

/** The names of the open county's depots. */
export const depotNames = (input: SceneInput, depots: readonly Depot[]): Names => {
  if (openDepth(input) < LABELS_FROM) return []
  const inside = regionsWithin(input.regions, openRegion(input))
  const belowPx = input.textPx * 1.1
  return depots
    .filter(({ region }) => inside.has(region))
    .map(({ id, name, lon, lat }) => ({
      id,
      at: [lon, lat] as const,
      belowPx,
      text: namesIn(name, input.lang),
      priority: PRIORITY,
      emphasis: false,
    }))
}
