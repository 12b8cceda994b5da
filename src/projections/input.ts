import type { CoalRow } from '#shared/energy/coal.ts'
import type { ShownIndex } from '#shared/indices/breaks.ts'
import type { CoalBasis } from '#shared/indices/indices.ts'
import type { CompoundRow, Interior, PlaceView, RegionRow } from '#shared/protocol/http.ts'
import type { LightName } from '#shared/scene/compoundLayer.ts'
import type { FloorArrangement, Polygon } from '#shared/scene/layers.ts'
import type { Selection } from '#shared/scene/selection.ts'
import type { Band } from '#shared/standards/officeArea.ts'
import type { EnergyTable } from '../state/live/energy.ts'
import type { VehicleTable } from '../state/live/vehicles.ts'

/** A selection as the picture needs it. */
export type SelectedThing = Selection

/** Regions' borders by region; a region's are missing before they came. */
export type RegionBorders = ReadonlyMap<string, Polygon['parts']>

/** Everything a picture is made of. The same input gives the same layers. */
export interface SceneInput {
  readonly regions: readonly RegionRow[]
  readonly borders: RegionBorders
  /** Moves when the regions' borders do. */
  readonly geometry: number
  /** The open place; null until it was read. */
  readonly view: PlaceView | null
  /** The compound that the open place is or lies in. */
  readonly compound: PlaceView | null
  /** Its boundary, from the county's children; null while that was not read. */
  readonly compoundOutline: readonly (readonly [number, number])[] | null
  /** Compounds of the open region. */
  readonly compounds: readonly CompoundRow[] | null
  /** The building that the open place is or lies in. */
  readonly interior: Interior | null
  readonly vehicles: VehicleTable
  readonly energy: EnergyTable
  /** What layers have read for themselves, by their ids. */
  readonly read: Readonly<Record<string, unknown>>
  readonly index: ShownIndex
  /** The class that the legend shows alone; all where it is left out. */
  readonly only?: number | null
  readonly basis: CoalBasis
  /** Coal coefficients in force; the defaults where it is left out. */
  readonly coal?: readonly CoalRow[]
  /** Bands of 超标预警 in force; the defaults where they are left out. */
  readonly over?: Band
  /** The viewer sees one unit's figures: they tell nothing of the county around it. */
  readonly ownUnitOnly?: boolean
  readonly lang: 'zh' | 'en'
  readonly engine: 'map' | 'globe' | 'interior'
  /** The light of the stage that the address asks for; by the clock where it is left out. */
  readonly light?: LightName | null
  /** How the floors of an open building stand; fanned where it is left out. */
  readonly floors?: FloorArrangement
  /** Somebody walks on the open floor; nobody where it is left out. */
  readonly walk?: boolean
  /** How deep a section of it is cut, 0 to 1. */
  readonly cut?: number
  /** Ids of the layers that the scene draws. */
  readonly layers: readonly string[]
  readonly selection: SelectedThing | null
  readonly hovered: { readonly layer: string; readonly id: string } | null
  /** The wall's text size, CSS pixels. */
  readonly textPx: number
  /** Rises with each change of the ledger, which writes figures into the rows that stand. */
  readonly figures?: number
  /** Web-Mercator zoom at which the camera came to rest over the open county; dots are gathered by it, and none without it. */
  readonly zoom?: number | null
  /** Ids of the compounds that an inset of their own shows: on the map they are one disc. */
  readonly town?: ReadonlySet<string> | null
  /** A list of the worst places stands beside the map: they are numbered as they are there. */
  readonly isListed?: boolean
}
