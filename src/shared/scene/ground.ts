/**
 * What a Web-Mercator zoom means to a perspective camera, so that map, globe and interior show the same ground
 * resolution for the same pose. Pure; 512 px tiles.
 */
import type { Degrees, Metres } from '../kernel/units.ts'

/** WGS-84 equator. */
const EQUATOR_M: Metres = 40_075_016.686
const TILE_PX = 512
/** Of a degree on that equator, as Web Mercator draws it; distances that are told go by sphere.ts. */
const METRES_PER_DEGREE: Metres = 111_319.49079327358

/** Vertical field of view shared by all engines; the default of MapLibre and Mapbox. */
export const VIEW_FOV_DEG: Degrees = 36.86989764584402

const rad = (degrees: Degrees): number => (degrees * Math.PI) / 180

/** Ground metres that one CSS pixel covers at the centre of the view. */
export const metresPerPixel = (zoom: number, lat: Degrees): Metres =>
  (EQUATOR_M * Math.cos(rad(lat))) / (TILE_PX * 2 ** zoom)

/** Distance from the camera to the point it looks at. */
export const distanceOfZoom = (zoom: number, lat: Degrees, heightPx: number): Metres =>
  (metresPerPixel(zoom, lat) * heightPx) / (2 * Math.tan(rad(VIEW_FOV_DEG) / 2))

/** The zoom at which a map shows the ground as a camera at this distance does. */
export const zoomOfDistance = (distance: Metres, lat: Degrees, heightPx: number): number => {
  const perPixel = (distance * 2 * Math.tan(rad(VIEW_FOV_DEG) / 2)) / Math.max(1, heightPx)
  return Math.log2((EQUATOR_M * Math.cos(rad(lat))) / (TILE_PX * perPixel))
}

/** A place `east` and `north` metres from an origin; good to a centimetre within a few kilometres. */
export const offsetLonLat = (
  origin: readonly [Degrees, Degrees],
  east: Metres,
  north: Metres,
): [Degrees, Degrees] => [
  origin[0] + east / (METRES_PER_DEGREE * Math.cos(rad(origin[1]))),
  origin[1] + north / METRES_PER_DEGREE,
]

/** The reverse of `offsetLonLat`: [east, north] metres. */
export const offsetMetres = (
  origin: readonly [Degrees, Degrees],
  at: readonly [Degrees, Degrees],
): [Metres, Metres] => [
  (at[0] - origin[0]) * METRES_PER_DEGREE * Math.cos(rad(origin[1])),
  (at[1] - origin[1]) * METRES_PER_DEGREE,
]
