import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'

const MERCATOR_TILE_PX = 512
const MAX_ZOOM = 22
const MIN_FREE_PX = 64

const mercatorX = (lon: number): number => (lon + 180) / 360
const mercatorY = (lat: number): number =>
  (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2
const lonOf = (x: number): number => x * 360 - 180
const latOf = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI

/**
 * The pose from which bounds fill the part of the screen that the padding leaves free, seen from straight above; a pitch
 * is taken over as it is. Padding that would leave less than 64 px gives way.
 */
export const poseForBounds = (
  goal: Extract<CameraGoal, { kind: 'bounds' }>,
  widthPx: number,
  heightPx: number,
): CameraPose => {
  const [west, south, east, north] = goal.bounds
  const [top, right, bottom, left] = goal.padding
  const squeezeX = Math.min(1, Math.max(0, widthPx - MIN_FREE_PX) / Math.max(1, left + right))
  const squeezeY = Math.min(1, Math.max(0, heightPx - MIN_FREE_PX) / Math.max(1, top + bottom))
  const turn = (goal.bearingDeg * Math.PI) / 180
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
  const spanX = Math.max(1e-9, mercatorX(east) - mercatorX(west))
  const spanY = Math.max(1e-9, mercatorY(south) - mercatorY(north))
  const across = spanX * Math.abs(cos) + spanY * Math.abs(sin)
  const along = spanX * Math.abs(sin) + spanY * Math.abs(cos)
  const freeWidth = Math.max(1, widthPx - (left + right) * squeezeX)
  const freeHeight = Math.max(1, heightPx - (top + bottom) * squeezeY)
  const zoom = Math.min(
    MAX_ZOOM,
    Math.log2(Math.min(freeWidth / across, freeHeight / along) / MERCATOR_TILE_PX),
  )
  const worldPx = MERCATOR_TILE_PX * 2 ** zoom
  const shiftX = (((right - left) / 2) * squeezeX) / worldPx
  const shiftY = (((bottom - top) / 2) * squeezeY) / worldPx
  const x = (mercatorX(west) + mercatorX(east)) / 2 + shiftX * cos - shiftY * sin
  const y = (mercatorY(south) + mercatorY(north)) / 2 + shiftX * sin + shiftY * cos
  return { lon: lonOf(x), lat: latOf(y), zoom, pitchDeg: goal.pitchDeg, bearingDeg: goal.bearingDeg }
}
