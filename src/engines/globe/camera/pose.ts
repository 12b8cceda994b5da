import {
  Cartesian3,
  Ellipsoid,
  IntersectionTests,
  Matrix4,
  Ray,
  Transforms,
  Cartographic,
  Math as Angle,
} from '@cesium/engine'
import { distanceOfZoom, VIEW_FOV_DEG, zoomOfDistance } from '#shared/scene/ground.ts'
import type { CameraPose } from '#shared/scene/camera.ts'
import { axesOf, type Vec } from '../../framing.ts'

/** Where a Cesium camera stands and looks, in earth-fixed metres. */
export interface Stand {
  readonly position: Cartesian3
  readonly direction: Cartesian3
  readonly up: Cartesian3
}

/** Cesium's `fov` belongs to the longer side of the view; ours is always the vertical one. */
export const frustumFov = (widthPx: number, heightPx: number): number => {
  const vertical = Angle.toRadians(VIEW_FOV_DEG)
  return widthPx > heightPx ? 2 * Math.atan((Math.tan(vertical / 2) * widthPx) / heightPx) : vertical
}

const frameAt = (lon: number, lat: number, height = 0): Matrix4 =>
  Transforms.eastNorthUpToFixedFrame(Cartesian3.fromDegrees(lon, lat, height))
/** (east, up, north) as the framing counts, into earth-fixed directions. */
const turned = (frame: Matrix4, [east, up, north]: Vec): Cartesian3 =>
  Matrix4.multiplyByPointAsVector(frame, new Cartesian3(east, north, up), new Cartesian3())

/** The stand that shows what a map shows at this pose. */
export const standOf = (pose: CameraPose, heightPx: number): Stand => {
  const frame = frameAt(pose.lon, pose.lat)
  const { up, forward } = axesOf(pose.pitchDeg, pose.bearingDeg)
  const direction = turned(frame, forward)
  const away = Cartesian3.multiplyByScalar(
    direction,
    -distanceOfZoom(pose.zoom, pose.lat, heightPx),
    new Cartesian3(),
  )
  const target = Matrix4.getTranslation(frame, new Cartesian3())
  return { position: Cartesian3.add(target, away, away), direction, up: turned(frame, up) }
}

/** The pose that a map would need to show what this stand shows; null when it looks past the earth. */
export const poseOf = (stand: Stand, heightPx: number): CameraPose | null => {
  const ray = new Ray(stand.position, stand.direction)
  const hit = IntersectionTests.rayEllipsoid(ray, Ellipsoid.WGS84)
  if (!hit || hit.start <= 0) return null
  const target = Ray.getPoint(ray, hit.start)
  const { longitude, latitude } = Cartographic.fromCartesian(target)
  const [lon, lat] = [Angle.toDegrees(longitude), Angle.toDegrees(latitude)]
  const inward = Matrix4.inverseTransformation(frameAt(lon, lat), new Matrix4())
  const [look, up] = [stand.direction, stand.up].map((vector) =>
    Matrix4.multiplyByPointAsVector(inward, vector, new Cartesian3()),
  ) as [Cartesian3, Cartesian3]
  const pitchDeg = Angle.toDegrees(Math.acos(Math.min(1, Math.max(-1, -look.z))))
  const ahead = pitchDeg < 45 ? up : look
  const bearingDeg = Angle.toDegrees(Math.atan2(ahead.x, ahead.y))
  return {
    lon,
    lat,
    zoom: zoomOfDistance(hit.start, lat, heightPx),
    pitchDeg: Math.min(85, pitchDeg),
    bearingDeg,
  }
}

/** Points of the ground around a place as (east, up, north) metres from it. */
export const groundPoints = (
  centre: readonly [number, number],
  places: readonly (readonly [number, number])[],
): Vec[] => {
  const inward = Matrix4.inverseTransformation(frameAt(centre[0], centre[1]), new Matrix4())
  return places.map(([lon, lat]) => {
    const at = Matrix4.multiplyByPoint(inward, Cartesian3.fromDegrees(lon, lat), new Cartesian3())
    return [at.x, at.z, at.y]
  })
}

/** The place on the ground under a point of that frame. */
export const placeOf = (
  centre: readonly [number, number],
  [east, up, north]: Vec,
): [lon: number, lat: number] => {
  const at = Matrix4.multiplyByPoint(
    frameAt(centre[0], centre[1]),
    new Cartesian3(east, north, up),
    new Cartesian3(),
  )
  const { longitude, latitude } = Cartographic.fromCartesian(at)
  return [Angle.toDegrees(longitude), Angle.toDegrees(latitude)]
}
