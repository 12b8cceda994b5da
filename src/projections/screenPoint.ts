import type { CameraPose } from '#shared/scene/camera.ts'

/** Half the map's field of view from top to bottom: MapLibre's and Mapbox GL's own. */
const HALF_VIEW = 0.6435 / 2
const TILE_PX = 512
const RADIANS = Math.PI / 180

const mercator = (lon: number, lat: number): readonly [number, number] => [
  (lon + 180) / 360,
  (1 - Math.log(Math.tan(Math.PI / 4 + (lat * RADIANS) / 2)) / Math.PI) / 2,
]

/** Where a point of the ground stands on the map's picture, CSS pixels; null behind the camera and outside the picture. */
export const screenPoint = (
  pose: CameraPose,
  [lon, lat]: readonly [number, number],
  { width, height }: { readonly width: number; readonly height: number },
): readonly [number, number] | null => {
  const world = TILE_PX * 2 ** pose.zoom
  const [[x, y], [cx, cy]] = [mercator(lon, lat), mercator(pose.lon, pose.lat)]
  const [dx, dy] = [(x - cx) * world, (y - cy) * world]
  const turn = -pose.bearingDeg * RADIANS
  const across = dx * Math.cos(turn) - dy * Math.sin(turn)
  const along = dx * Math.sin(turn) + dy * Math.cos(turn)
  const pitch = pose.pitchDeg * RADIANS
  const away = height / 2 / Math.tan(HALF_VIEW)
  const left = away - along * Math.sin(pitch)
  if (left <= 0) return null
  const scale = away / left
  const at = [width / 2 + across * scale, height / 2 + along * Math.cos(pitch) * scale] as const
  return at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height ? null : at
}
