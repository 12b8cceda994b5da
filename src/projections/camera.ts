import { depthOf, type PlaceKind } from '#shared/region/place.ts'
import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import type { Interior } from '#shared/protocol/http.ts'
import type { LocalXY, LonLat } from '#shared/kernel/units.ts'
import type { Bounds } from './clusters.ts'
import type { SceneInput } from './input.ts'

/** Tilt by depth: regions lie flat, a compound stands up, a floor is read from above. */
const TILT: Record<PlaceKind, { readonly pitchDeg: number; readonly bearingDeg: number }> = {
  province: { pitchDeg: 0, bearingDeg: 0 },
  city: { pitchDeg: 0, bearingDeg: 0 },
  county: { pitchDeg: 0, bearingDeg: 0 },
  compound: { pitchDeg: 55, bearingDeg: -18 },
  building: { pitchDeg: 58, bearingDeg: -28 },
  floor: { pitchDeg: 38, bearingDeg: 0 },
  room: { pitchDeg: 38, bearingDeg: 0 },
  workstation: { pitchDeg: 38, bearingDeg: 0 },
}
const VEHICLE_ZOOM = 12.6
const METRES_PER_DEGREE = 111_319.49

/** A point of the building's own frame on the ground; exact to a centimetre at a building's size. */
export const localToLonLat = ([x, y]: LocalXY, origin: LonLat, rotationDeg: number): LonLat => {
  const turn = (rotationDeg * Math.PI) / 180
  const east = x * Math.cos(turn) - y * Math.sin(turn)
  const north = x * Math.sin(turn) + y * Math.cos(turn)
  return [
    origin[0] + east / (METRES_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180)),
    origin[1] + north / METRES_PER_DEGREE,
  ]
}

const boundsOf = (interior: Interior): readonly [number, number, number, number] => {
  const points = interior.floors.flatMap((floor) =>
    floor.outline.map((xy) => localToLonLat(xy, interior.origin, interior.rotation)),
  )
  const lons = points.map((point) => point[0])
  const lats = points.map((point) => point[1])
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

type Padding = readonly [number, number, number, number]

/** Where the camera goes when a place is opened; null until the place was read. */
export const placeGoal = (
  input: Pick<SceneInput, 'view' | 'interior' | 'engine'>,
  padding: Padding,
): CameraGoal | null => {
  const { view, interior } = input
  if (!view) return null
  const inside = depthOf(view.kind) >= depthOf('building') && interior !== null && interior.floors.length > 0
  const tilt =
    input.engine === 'globe' && depthOf(view.kind) < depthOf('compound')
      ? { pitchDeg: 0, bearingDeg: 0 }
      : TILT[view.kind]
  return { kind: 'bounds', bounds: inside ? boundsOf(interior) : view.bounds, ...tilt, padding }
}

/** Around what a closer look is asked for, a share of its span on each side, and never less than this, degrees. */
const AROUND = { share: 0.12, leastDeg: 0.0012 } as const

/** A closer look at what lies within bounds, from straight above. */
export const lookGoal = ([west, south, east, north]: Bounds, padding: Padding): CameraGoal => {
  const across = Math.max((east - west) * AROUND.share, AROUND.leastDeg)
  const along = Math.max((north - south) * AROUND.share, AROUND.leastDeg)
  const bounds = [west - across, south - along, east + across, north + along] as const
  return { kind: 'bounds', bounds, pitchDeg: 0, bearingDeg: 0, padding }
}

/** A closer look at a moving thing, keeping tilt and turn. */
export const vehicleGoal = (at: LonLat, camera: CameraPose): CameraGoal => ({
  kind: 'pose',
  pose: { ...camera, lon: at[0], lat: at[1], zoom: Math.max(camera.zoom, VEHICLE_ZOOM) },
})
