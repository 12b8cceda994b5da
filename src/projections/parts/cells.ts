import { CELL_ZOOMS, cellsOver, type Bounds, type Cell, type CellZoom } from '#shared/protocol/cells.ts'
import type { CameraPose } from '#shared/scene/camera.ts'
import { VIEW_FOV_DEG, metresPerPixel, offsetLonLat } from '#shared/scene/ground.ts'
import { reversedCopy } from '#shared/kernel/language/lists.ts'

/** A screen holds at most so many cells; a view over more takes the coarser zoom, then the whole region. */
export const MOST_CELLS = 16
/** Cells are asked for beyond the view by this share of it on each side, so that a small move asks for nothing. */
const MARGIN = 0.25
/** The finer zoom is taken only when even so much more of a view would fit: between the two zooms nothing flickers. */
const CALM = 0.5
const RAD = Math.PI / 180
/** A view that reaches beyond this many of its own heights sees the horizon. */
const FARTHEST_HEIGHTS = 12

/** [west, south, east, north] of the ground that a flat map shows at this pose; null when it reaches the horizon. */
export const viewBounds = (pose: CameraPose, widthPx: number, heightPx: number): Bounds | null => {
  const perPixel = metresPerPixel(pose.zoom, pose.lat)
  const away = heightPx / 2 / Math.tan((VIEW_FOV_DEG * RAD) / 2)
  const [sin, cos] = [Math.sin(pose.pitchDeg * RAD), Math.cos(pose.pitchDeg * RAD)]
  const [east, north] = [Math.sin(pose.bearingDeg * RAD), Math.cos(pose.bearingDeg * RAD)]
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [u, v] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    const [x, y] = [(u * widthPx) / 2, (v * heightPx) / 2]
    const part = cos - (y / away) * sin
    if (part <= 0 || Math.abs(y / part) > FARTHEST_HEIGHTS * heightPx) return null
    const ahead = y / part
    const side = x * (1 + (ahead * sin) / away)
    const [lon, lat] = offsetLonLat(
      [pose.lon, pose.lat],
      (side * north + ahead * east) * perPixel,
      (ahead * north - side * east) * perPixel,
    )
    bounds[0] = Math.min(bounds[0], lon)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lon)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}

const widened = ([west, south, east, north]: Bounds, share: number): Bounds => {
  const [x, y] = [(east - west) * share, (north - south) * share]
  return [west - x, south - y, east + x, north + y]
}

/** The finest cells over the bounds that are not too many; null for the whole region. */
const finestOver = (bounds: Bounds): Cell[] | null => {
  for (const zoom of reversedCopy(CELL_ZOOMS)) {
    const cells = cellsOver(bounds, zoom, MOST_CELLS)
    if (cells) return cells
  }
  return null
}

const zoomOf = (cells: readonly Cell[] | null): CellZoom | 0 => cells?.[0]?.zoom ?? 0
const covers = (cells: readonly Cell[] | null, bounds: Bounds): boolean => {
  const zoom = zoomOf(cells)
  if (cells === null || zoom === 0) return true
  const held = new Set(cells.map(({ x, y }) => `${x}/${y}`))
  return cellsOver(bounds, zoom, MOST_CELLS)?.every(({ x, y }) => held.has(`${x}/${y}`)) ?? false
}

/**
 * The cells to watch for a view; null for the whole region. What is watched now stays while it covers the
 * view and no finer zoom is clearly better.
 */
export const cellsFor = (view: Bounds | null, held: readonly Cell[] | null): readonly Cell[] | null => {
  if (view === null) return null
  if (covers(held, view) && zoomOf(finestOver(widened(view, CALM))) <= zoomOf(held)) return held
  return finestOver(widened(view, MARGIN)) ?? (covers(held, view) ? held : finestOver(view))
}
