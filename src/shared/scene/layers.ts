/**
 * LayerSpec: what an engine is asked to draw. It can be written as JSON, typed columns aside. Engines compare specs by
 * `id` and `version` of their columns: a column whose version did not change is not uploaded again.
 */
import type { EpochMs, LonLat, LocalXY } from '../kernel/units.ts'
import type { CompoundLayer } from './compoundLayer.ts'
import type { Column, LayerBase, Rgba } from './layerBase.ts'
import type { RoomIcon } from './roomIcons.ts'

export type { Column, Rgba }

export interface Polygon {
  readonly id: string
  /** Outer ring first, then holes; WGS-84. Several parts for an archipelago. */
  readonly parts: readonly (readonly (readonly LonLat[])[])[]
}

/** West, south, east, north; degrees. */
export type LonLatBox = readonly [number, number, number, number]

/** What lies over a fill, which stays its own colour between: nothing, lines at 45°, or dots. */
export const PATTERNS = { none: 0, hatched: 1, dotted: 2 } as const

/** One of PATTERNS a polygon. */
export interface AreaPattern extends Column<Uint8Array> {
  /** From one line to the next, CSS pixels. */
  readonly everyPx: number
}

/** Filled areas: regions, compounds. `geometryVersion` changes only when the rings do; colours may change alone. */
export interface PolygonLayer extends LayerBase {
  readonly kind: 'polygons'
  readonly polygons: readonly Polygon[]
  readonly geometryVersion: number
  /** 4 bytes a polygon. */
  readonly fill: Column<Uint8Array>
  /** Over the fill of some; none where it is left out. */
  readonly pattern?: AreaPattern
  readonly line: Rgba
  readonly lineWidthPx: number
  readonly selected: string | null
  readonly hovered: string | null
  /** A ground lies under it: it throws a shadow on that, where else it lights the empty stage. */
  readonly onGround?: boolean
}

/** Buildings on the map: outlines raised to their height. */
export interface ExtrusionLayer extends LayerBase {
  readonly kind: 'extrusions'
  readonly polygons: readonly Polygon[]
  readonly geometryVersion: number
  /** Metres above ground, one a polygon. */
  readonly heights: Column<Float32Array>
  readonly fill: Column<Uint8Array>
  readonly selected: string | null
  readonly hovered: string | null
}

/** Compounds or depots as dots. */
export interface PointLayer extends LayerBase {
  readonly kind: 'points'
  readonly ids: readonly string[]
  /** lon, lat pairs. */
  readonly positions: Column<Float64Array>
  readonly fill: Column<Uint8Array>
  /** CSS pixels. */
  readonly radii: Column<Float32Array>
  readonly selected: string | null
  /** What the pointer or the arrow keys are on: ringed in white. */
  readonly hovered?: string | null
  /** A white edge within each radius and a dark ring around it, on any ground; a dark rim alone where it is left out. */
  readonly edged?: true
}

/** Points too near to each other to be told apart, as one disc each: arcs of their classes around their number. */
export interface ClusterLayer extends LayerBase {
  readonly kind: 'clusters'
  readonly ids: readonly string[]
  /** lon, lat pairs. */
  readonly positions: Column<Float64Array>
  /** CSS pixels. */
  readonly radii: Column<Float32Array>
  /** One a disc; a new version where any of them changed. */
  readonly faces: { readonly values: readonly ClusterFace[]; readonly version: number }
  readonly selected: string | null
  readonly hovered: string | null
}

/** What a disc says. */
export interface ClusterFace {
  readonly count: number
  /** Clockwise from the top; together they are `count`. */
  readonly arcs: readonly { readonly count: number; readonly color: Rgba }[]
}

export interface LabelLayer extends LayerBase {
  readonly kind: 'labels'
  readonly version: number
  readonly labels: readonly {
    readonly id: string
    readonly at: LonLat
    /** Metres above ground. */
    readonly height?: number
    readonly text: string
    /** A second, smaller line, e.g. the index value. */
    readonly detail?: string
    /** CSS pixels that the text stands below its place, so that it does not cover a dot. */
    readonly belowPx?: number
    /** Radius of a dot at its place, CSS pixels: the text stands beside it where there is room, and no text lies over it. */
    readonly clearPx?: number
    /** Web-Mercator zoom from which it may be shown; at all where it is left out. */
    readonly fromZoom?: number
    /** A name of the ground: its own colour, `#rrggbb`, and its size as a share of the layer's. */
    readonly quiet?: { readonly hex: string; readonly scale: number }
    /** It stands outside all of these areas with a line to its place, both in this colour, `#rrggbb`. */
    readonly callout?: { readonly hex: string; readonly outside: readonly LonLatBox[] }
    /** The text is a number in a disc of this colour, `#rrggbb`, on the place itself, and none lies over it. */
    readonly disc?: { readonly hex: string; readonly radiusPx: number }
    /** Higher wins where two would overlap. */
    readonly priority: number
    readonly emphasis: boolean
  }[]
  /** CSS pixels, from the wall profile. */
  readonly sizePx: number
}

/** Which rows of a layer's columns were written, in the order of writing; each reader keeps a mark of its own. */
export interface RowJournal {
  /** The mark of now. */
  readonly head: number
  /** Each row written since the mark, once; null when any row may differ. Good until the next call. */
  since(mark: number): Uint32Array | null
}

/** Vehicles. Engines interpolate on the GPU from `from` to `to` between the two instants; nothing is uploaded between reports. */
export interface MoverLayer extends LayerBase {
  readonly kind: 'movers'
  readonly count: number
  /** With it an engine takes the rows that were written and no others; without it all of them when a version moved. */
  readonly journal?: RowJournal
  /** Row → ordinal of the vehicle, the id of a pick (decimal string). */
  readonly ordinals: Column<Uint32Array>
  /** lon, lat pairs where it was when the report came and where it was reported. */
  readonly from: Column<Float32Array>
  readonly to: Column<Float32Array>
  /** Both Float32 pairs are offsets in degrees from this point, so that 32 bits are enough. */
  readonly origin: LonLat
  /** Start of the glide and its length, seconds from `epoch`: two a row. */
  readonly spans: Column<Float32Array>
  readonly epoch: EpochMs
  /** Degrees clockwise from north. */
  readonly headings: Column<Float32Array>
  /** km/h: one that moves is carried on along its heading while its next report is overdue, see vehicles/carry.ts. */
  readonly speeds: Column<Uint8Array>
  /** VehicleState as a number: 0 行驶, 1 停驶, 2 离线, 3 报警. */
  readonly states: Column<Uint8Array>
  readonly palette: readonly [Rgba, Rgba, Rgba, Rgba]
  readonly sizePx: number
  readonly selected: string | null
  /** Only those in 报警 and the selected one are drawn; all where it is left out. */
  readonly alarmsOnly?: boolean
  /** How they look by zoom; arrows without tails at every zoom where it is left out. */
  readonly forms?: MoverForms
}

/** Web-Mercator zooms: below the first a density, below the second dots, from there on arrows. */
export interface MoverForms {
  readonly dotsFrom: number
  readonly arrowsFrom: number
  /** An arrow's tail is as long as the way that it drives in so many seconds at its speed. */
  readonly tailS: number
}

/** Tracks. */
export interface PathLayer extends LayerBase {
  readonly kind: 'paths'
  readonly version: number
  readonly paths: readonly {
    readonly id: string
    readonly points: readonly LonLat[]
    readonly color: Rgba
    readonly dashed: boolean
  }[]
  readonly widthPx: number
}

export interface InteriorRoom {
  readonly id: string
  readonly ring: readonly LocalXY[]
  readonly number: string
  readonly label: string
  /** What it is used for, beside its label or instead of it; none where it is left out. */
  readonly icon?: RoomIcon
  /** Planks or tiles, seen where its floor is opened; tiles where it is left out. */
  readonly finish?: 'planks' | 'tiles'
}

/** What stands out of a room, beside its colour: nothing, an excess over a limit, which glows, or idle space, which is hatched. */
export const ROOM_MARKS = { none: 0, over: 1, idle: 2 } as const

/** What a room says of itself, e.g. `+8.5 m²`, and how much of its area its limit allows. */
export interface InteriorRemark {
  readonly mark: (typeof ROOM_MARKS)[keyof typeof ROOM_MARKS]
  /** '' where there is nothing to say. */
  readonly text: string
  /** 0–1; 1 where nothing lies beyond the limit or there is none. */
  readonly withinLimit: number
}

/** A room of the same building that would clear the chosen one, and what is said at the end of the arrow to it. */
export type InteriorRemedy = Readonly<Record<'room' | 'text', string>>

export interface InteriorDesk {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly rotationDeg: number
  readonly used: boolean
}

/** How the floors of a building stand while all are shown: pulled out like drawers, side by side, or at their true height, cut open along the building. */
export const FLOOR_ARRANGEMENTS = ['fan', 'sheet', 'section'] as const
export type FloorArrangement = (typeof FLOOR_ARRANGEMENTS)[number]
/** A building from inside: floors apart, or one of them opened at its true height. Only the interior engine draws it. */
export interface InteriorLayer extends LayerBase {
  readonly kind: 'interior'
  readonly building: string
  /** Where the building's own frame starts; without it the engine stands it at the pose it was mounted with. */
  readonly origin?: LonLat
  /** How far the frame's x axis is turned from east, degrees counter-clockwise; 0 without it. */
  readonly rotationDeg?: number
  readonly geometryVersion: number
  readonly floors: readonly {
    readonly id: string
    readonly level: number
    readonly label: string
    readonly elevationM: number
    readonly heightM: number
    readonly schematic: boolean
    readonly outline: readonly LocalXY[]
    readonly corridors: readonly (readonly LocalXY[])[]
    readonly cores: readonly (readonly LocalXY[])[]
    readonly rooms: readonly InteriorRoom[]
    readonly desks: readonly InteriorDesk[]
  }[]
  /** 4 bytes a room, in the order of the floors and their rooms. */
  readonly fill: Column<Uint8Array>
  /** One a room, in the order of `fill`; none stands out where it is left out. */
  readonly remarks?: { readonly values: readonly InteriorRemark[]; readonly version: number }
  /** Of the chosen room, the best first; no arrow runs where it is left out. */
  readonly remedies?: { readonly values: readonly InteriorRemedy[]; readonly version: number }
  /** What is said beside a floor while all are shown, by its id; nothing of the others. */
  readonly floorNotes?: { readonly values: Readonly<Record<string, string>>; readonly version: number }
  /** Somebody walks on the opened floor at eye height. */
  readonly walk?: boolean
  /** The floor that is opened; the others fade. null shows all, as they are arranged. */
  readonly focusFloor: string | null
  /** Pulled out like drawers where it is left out. */
  readonly arrangement?: FloorArrangement
  /** How deep a section is cut, 0 before the building to 1 behind it; a third where it is left out. */
  readonly cut?: number
  readonly selected: string | null
  readonly hovered: string | null
  /** CSS pixels of a room's number; the engine's own without it. */
  readonly labelPx?: number
}

/** Local 3D Tiles, drawn by the globe; `url` is on this server. */
export interface TilesLayer extends LayerBase {
  readonly kind: 'tiles3d'
  readonly url: string
}

/** A ground of pictures that this server hands on, drawn by the map and the globe; where it has none, what lies below is seen. */
export interface RasterLayer extends LayerBase {
  readonly kind: 'raster'
  /** Of one tile, with `{z}`, `{x}` and `{y}` in it. */
  readonly url: string
  readonly minZoom: number
  readonly maxZoom: number
  /** West, south, east, north; null where it may be anywhere. */
  readonly bounds: readonly [number, number, number, number] | null
  /** How its tiles cut the earth: by Web Mercator, or by degrees. */
  readonly tiling: 'mercator' | 'degrees'
}

export type LayerSpec =
  | PolygonLayer
  | ExtrusionLayer
  | PointLayer
  | ClusterLayer
  | LabelLayer
  | MoverLayer
  | PathLayer
  | InteriorLayer
  | CompoundLayer
  | TilesLayer
  | RasterLayer
export type LayerKind = LayerSpec['kind']
