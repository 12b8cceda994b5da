import type { RasterLayer } from '#shared/scene/layers.ts'

export type Box = readonly [west: number, south: number, east: number, north: number]

export interface TileAt {
  readonly key: string
  readonly z: number
  readonly x: number
  readonly y: number
  readonly box: Box
}

type Tiling = RasterLayer['tiling']

/** Web Mercator ends here. */
const MOST_LAT = 85.0511
const RAD = Math.PI / 180
/** Tiles have 256 px, the camera's zoom counts 512: one deeper, and a little before they would look soft. */
const DEEPER = 1.3

const rowAt = (lat: number, z: number, tiling: Tiling): number =>
  tiling === 'degrees'
    ? ((90 - lat) / 360) * 2 ** z
    : ((1 - Math.asinh(Math.tan(lat * RAD)) / Math.PI) / 2) * 2 ** z
const latAt = (row: number, z: number, tiling: Tiling): number =>
  tiling === 'degrees'
    ? 90 - (row / 2 ** z) * 360
    : Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) / RAD
const lonAt = (column: number, z: number): number => (column / 2 ** z) * 360 - 180

/** Where a tile lies. */
export const boxOf = (z: number, x: number, y: number, tiling: Tiling): Box => [
  lonAt(x, z),
  latAt(y + 1, z, tiling),
  lonAt(x + 1, z),
  latAt(y, z, tiling),
]

export const meets = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

const cut = ([w, s, e, n]: Box, [west, south, east, north]: Box): Box => [
  Math.max(w, west),
  Math.max(s, south),
  Math.min(e, east),
  Math.min(n, north),
]

const tilesAt = (view: Box, z: number, tiling: Tiling, most: number): readonly TileAt[] | null => {
  const [rows, last] = [tiling === 'degrees' ? 2 ** (z - 1) : 2 ** z, 2 ** z - 1]
  const columnOf = (lon: number): number =>
    Math.min(last, Math.max(0, Math.floor(((lon + 180) / 360) * 2 ** z)))
  const rowOf = (lat: number): number => Math.min(rows - 1, Math.max(0, Math.floor(rowAt(lat, z, tiling))))
  const [left, right, top, bottom] = [columnOf(view[0]), columnOf(view[2]), rowOf(view[3]), rowOf(view[1])]
  const [across, down] = [right - left + 1, bottom - top + 1]
  if (across * down > most) return null
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2]
  const far = ({ x, y }: TileAt): number => Math.hypot(x - middleX, y - middleY)
  return Array.from({ length: across * down }, (_, i): TileAt => {
    const [x, y] = [left + (i % across), top + Math.floor(i / across)]
    return { key: `${z}/${x}/${y}`, z, x, y, box: boxOf(z, x, y, tiling) }
  }).sort((a, b) => far(a) - far(b))
}

/**
 * The tiles that cover a view, from its middle outwards: of the zoom that is sharp there, or of a coarser one where those
 * would be more than `most`. None where even the coarsest would be.
 */
export const tilesOver = (
  view: Box,
  zoom: number,
  { minZoom, maxZoom, bounds, tiling }: Pick<RasterLayer, 'minZoom' | 'maxZoom' | 'bounds' | 'tiling'>,
  most: number,
): readonly TileAt[] => {
  const shown = cut(cut(view, [-180, -MOST_LAT, 180, MOST_LAT]), bounds ?? view)
  if (shown[0] >= shown[2] || shown[1] >= shown[3]) return []
  for (let z = Math.max(minZoom, Math.min(maxZoom, Math.floor(zoom + DEEPER))); z >= minZoom; z--) {
    const tiles = tilesAt(shown, z, tiling, most)
    if (tiles) return tiles
  }
  return []
}
