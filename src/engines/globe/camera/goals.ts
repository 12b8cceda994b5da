import { zoomOfDistance } from '#shared/scene/ground.ts'
import type { CameraGoal, CameraPose } from '#shared/scene/camera.ts'
import { axesOf, framePoints } from '../../framing.ts'
import { groundPoints, placeOf } from './pose.ts'

/** The pose that shows what a goal asks for; the centre of the pose is the centre of the whole view. */
export const poseForGoal = (goal: CameraGoal, widthPx: number, heightPx: number): CameraPose => {
  if (goal.kind === 'pose') return goal.pose
  const [west, south, east, north] = goal.bounds
  const centre = [(west + east) / 2, (south + north) / 2] as const
  const [top, right, bottom, left] = goal.padding
  const xs = [west, centre[0], east]
  const edge = [south, centre[1], north].flatMap((lat) => xs.map((lon) => [lon, lat] as const))
  const orbit = framePoints(groundPoints(centre, edge), goal.pitchDeg, goal.bearingDeg, heightPx, [
    widthPx - left - right,
    heightPx - top - bottom,
  ])
  const metresPerPx = (orbit.distance * 2 * Math.tan((Math.PI / 180) * 18.434948822922)) / heightPx
  const aside = ((right - left) / 2) * metresPerPx
  const back = (((bottom - top) / 2) * metresPerPx) / Math.max(0.3, Math.cos((goal.pitchDeg * Math.PI) / 180))
  const [r, f] = [axesOf(goal.pitchDeg, goal.bearingDeg).right, axesOf(90, goal.bearingDeg).forward]
  const [x, y, z] = orbit.target
  const [lon, lat] = placeOf(centre, [x + r[0] * aside - f[0] * back, y, z + r[2] * aside - f[2] * back])
  return {
    lon,
    lat,
    zoom: zoomOfDistance(orbit.distance, lat, heightPx),
    pitchDeg: goal.pitchDeg,
    bearingDeg: goal.bearingDeg,
  }
}
