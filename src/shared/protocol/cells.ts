/** Map cells (地图网格): slippy tiles at two zooms, by which a screen that looks at a small part asks for that part only. */
import type { Degrees } from '../kernel/units.ts'

/** Coarse first. At 24° north a cell is some 143 km and 18 km wide. Each cell of the second lies in one of the first. */
export const CELL_ZOOMS = [8, 11] as const
export type CellZoom = (typeof CELL_ZOOMS)[number]
export const FINEST: CellZoom = 11

export interface Cell {
  readonly zoom: CellZoom
  /** From 180° west, eastward. */
  readonly x: number
  /** From 85.05° north, southward. */
  readonly y: number
}

const RAD = Math.PI / 180
const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, Math.floor(value)))

export const cellX = (lon: Degrees, zoom: number): number =>
  clamp(((lon + 180) / 360) * 2 ** zoom, 2 ** zoom - 1)
export const cellY = (lat: Degrees, zoom: number): number =>
  clamp((0.5 - Math.asinh(Math.tan(lat * RAD)) / (2 * Math.PI)) * 2 ** zoom, 2 ** zoom - 1)

/** `zoom/x/y`, the name that goes over the wire. */
export const cellName = ({ zoom, x, y }: Cell): string => `${zoom}/${x}/${y}`

const NAME = /^(\d{1,2})\/(\d{1,6})\/(\d{1,6})$/

/** null for a name that is no cell of the grid. */
export const parseCell = (name: string): Cell | null => {
  const match = NAME.exec(name)
  const [zoom, x, y] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])]
  if (!CELL_ZOOMS.includes(zoom as CellZoom) || x >= 2 ** zoom || y >= 2 ** zoom) return null
  return { zoom: zoom as CellZoom, x, y }
}

/** [west, south, east, north]. */
export type Bounds = readonly [Degrees, Degrees, Degrees, Degrees]

/** The cells that touch the bounds, north-west first; null when there are more than `most`. */
export const cellsOver = (
  [west, south, east, north]: Bounds,
  zoom: CellZoom,
  most: number,
): Cell[] | null => {
  const [left, right] = [cellX(west, zoom), cellX(east, zoom)]
  const [top, bottom] = [cellY(north, zoom), cellY(south, zoom)]
  if ((right - left + 1) * (bottom - top + 1) > most) return null
  const cells: Cell[] = []
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) cells.push({ zoom, x, y })
  return cells
}
