import type { CameraPose } from '#shared/scene/camera.ts'
import { distanceOfZoom, zoomOfDistance } from '#shared/scene/ground.ts'
import type { Metres } from '#shared/kernel/units.ts'
import type { Orbit } from '../../framing.ts'
import { bearingFromFrame, bearingToFrame, fromFrame, toFrame, type BuildingFrame } from '../shapes/frame.ts'

/** Where on earth a camera in the building's frame stands. */
export const poseOfOrbit = (
  { target, distance, pitchDeg, bearingDeg }: Orbit,
  frame: BuildingFrame,
  heightPx: number,
): CameraPose => {
  const [lon, lat] = fromFrame(frame, target[0], target[2])
  return {
    lon,
    lat,
    zoom: zoomOfDistance(distance, frame.origin[1], heightPx),
    pitchDeg,
    bearingDeg: bearingFromFrame(frame, bearingDeg),
    heightM: target[1],
  }
}

/** A camera on earth in the building's frame; `up` is the height that it looks at where the pose names none. */
export const orbitOfPose = (pose: CameraPose, up: Metres, frame: BuildingFrame, heightPx: number): Orbit => {
  const [x, y] = toFrame(frame, [pose.lon, pose.lat])
  return {
    target: [x, pose.heightM ?? up, y],
    distance: distanceOfZoom(pose.zoom, frame.origin[1], heightPx),
    pitchDeg: pose.pitchDeg,
    bearingDeg: bearingToFrame(frame, pose.bearingDeg),
  }
}
