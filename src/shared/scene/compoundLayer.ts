import type { LocalXY, LonLat } from '../kernel/units.ts'
import type { Column, LayerBase } from './layerBase.ts'

/** The lights of a day that a picture can be asked for in. */
export const LIGHTS = ['day', 'dusk', 'night'] as const
export type LightName = (typeof LIGHTS)[number]

interface CompoundBuilding {
  readonly id: string
  readonly name: string
  /** Beneath its name, e.g. the index value. */
  readonly detail: string
  readonly ring: readonly LocalXY[]
  /** Metres above ground of the roof's edge. */
  readonly heightM: number
  /** Share of its rooms that somebody uses, 0–1: so many windows are lit after dark. */
  readonly occupancy: number
}

/**
 * A compound from the air as a stage: its buildings, what stands on its bays, its streets. Only the interior engine draws
 * it. Storeys, lawns, trees, lamps, bays and blocks along the streets are dress that the engine makes up from these.
 */
export interface CompoundLayer extends LayerBase {
  readonly kind: 'compound'
  readonly compound: string
  readonly origin: LonLat
  /** How far the frame's x axis is turned from east, degrees counter-clockwise; the gate lies at its −y side. */
  readonly rotationDeg: number
  /** Where it is first looked at from, compass degrees that the camera looks along. */
  readonly bearingDeg: number
  readonly geometryVersion: number
  /** Moves with the buildings' names and details. */
  readonly textVersion: number
  readonly boundary: readonly LocalXY[]
  readonly buildings: readonly CompoundBuilding[]
  /** 4 bytes a building. */
  readonly fill: Column<Uint8Array>
  /** Vehicles that stand within the boundary, and the words for them; null where nobody may tell. */
  readonly parked: {
    readonly count: number
    readonly name: string
    readonly detail: string
    readonly version: number
  } | null
  readonly streets: readonly { readonly points: readonly LocalXY[]; readonly widthM: number }[]
  /** The light that is asked for; null goes by the clock. */
  readonly light: LightName | null
  readonly selected: string | null
  readonly hovered: string | null
  /** CSS pixels of a building's name. */
  readonly labelPx?: number
}
