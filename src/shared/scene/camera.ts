import { z } from 'zod'

/** Zooms beyond these show nothing: the whole earth is a dot, or a desk is wider than a wall. */
const ZOOM = { least: -4, most: 26 } as const

/** One pose for every engine; `zoom` is the Web-Mercator zoom at 512 px tiles. Interior poses orbit the same lon/lat. */
export const cameraPoseSchema = z.object({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  zoom: z.number().min(ZOOM.least).max(ZOOM.most),
  pitchDeg: z.number().min(0).max(85),
  bearingDeg: z.number().min(-360).max(360),
  /** Metres above ground of the point that is looked at; on the ground without it. Only inside a building. */
  heightM: z.number().optional(),
})
export type CameraPose = z.infer<typeof cameraPoseSchema>

/** Where a camera should go: a pose, or bounds that must be in view. */
export type CameraGoal =
  | { readonly kind: 'pose'; readonly pose: CameraPose }
  | {
      readonly kind: 'bounds'
      /** [west, south, east, north]. */
      readonly bounds: readonly [number, number, number, number]
      readonly pitchDeg: number
      readonly bearingDeg: number
      /** CSS pixels kept free on each side for the panels: top, right, bottom, left. */
      readonly padding: readonly [number, number, number, number]
    }

const NUMBER = String.raw`-?\d{1,4}(?:\.\d{1,12})?`
const POSE_TEXT = new RegExp(`^${NUMBER}(?:,${NUMBER}){4}$`)

/** The pose that an address carries, `lon,lat,zoom,pitch,bearing`; null where it is none. */
export const parsePose = (text: string): CameraPose | null => {
  if (!POSE_TEXT.test(text)) return null
  const [lon, lat, zoom, pitchDeg, bearingDeg] = text.split(',').map(Number)
  const parsed = cameraPoseSchema.safeParse({ lon, lat, zoom, pitchDeg, bearingDeg })
  return parsed.success ? parsed.data : null
}

export const poseText = (pose: CameraPose): string =>
  [
    pose.lon.toFixed(6),
    pose.lat.toFixed(6),
    pose.zoom.toFixed(3),
    pose.pitchDeg.toFixed(1),
    pose.bearingDeg.toFixed(1),
  ].join()

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
/** One turn at most: an angle that a camera was given after many of them. */
const turned = (degrees: number): number => (Math.abs(degrees) <= 360 ? degrees : degrees % 360)

/** A goal that any engine can go to: what lies beyond the earth or the zooms is brought to its edge; null where a value is no number. */
export const boundedGoal = (goal: CameraGoal): CameraGoal | null => {
  const numbers =
    goal.kind === 'pose'
      ? Object.values(goal.pose).filter((value) => value !== undefined)
      : [...goal.bounds, ...goal.padding, goal.pitchDeg, goal.bearingDeg]
  if (!numbers.every(Number.isFinite)) return null
  if (goal.kind === 'pose') {
    const { lon, lat, zoom, pitchDeg, bearingDeg } = goal.pose
    if (cameraPoseSchema.safeParse(goal.pose).success) return goal
    const pose = {
      ...goal.pose,
      lon: within(lon, -180, 180),
      lat: within(lat, -90, 90),
      zoom: within(zoom, ZOOM.least, ZOOM.most),
      pitchDeg: within(pitchDeg, 0, 85),
      bearingDeg: turned(bearingDeg),
    }
    return { kind: 'pose', pose }
  }
  const [west, south, east, north] = goal.bounds
  const isPlace =
    Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90
  return isPlace ? goal : null
}
