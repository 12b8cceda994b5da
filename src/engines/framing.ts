import { VIEW_FOV_DEG } from '#shared/scene/ground.ts'

/** Where the camera is: it looks at `target` (metres east, up, north of the origin) from `distance`. */
export interface Orbit {
  readonly target: readonly [east: number, up: number, north: number]
  readonly distance: number
  readonly pitchDeg: number
  readonly bearingDeg: number
}

export interface Box3 {
  readonly min: readonly [number, number, number]
  readonly max: readonly [number, number, number]
}

export type Vec = readonly [number, number, number]
const rad = (degrees: number): number => (degrees * Math.PI) / 180
const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** Right, up and forward of the camera in (east, up, north). Bearing 0 looks north, pitch 0 straight down. */
export const axesOf = (pitchDeg: number, bearingDeg: number): { right: Vec; up: Vec; forward: Vec } => {
  const [p, b] = [rad(pitchDeg), rad(bearingDeg)]
  return {
    right: [Math.cos(b), 0, -Math.sin(b)],
    up: [Math.sin(b) * Math.cos(p), Math.sin(p), Math.cos(b) * Math.cos(p)],
    forward: [Math.sin(b) * Math.sin(p), -Math.cos(p), Math.cos(b) * Math.sin(p)],
  }
}

export const cornersOf = (box: Box3): Vec[] => {
  const corners: Vec[] = []
  for (const x of [box.min[0], box.max[0]])
    for (const y of [box.min[1], box.max[1]])
      for (const z of [box.min[2], box.max[2]]) corners.push([x, y, z])
  return corners
}

/**
 * The orbit from which all points, in (east, up, north), fill the free part of the view, seen from a given direction.
 * `heightPx` is the whole view's, to which the field of view belongs; `free` is the part without panels.
 */
export const framePoints = (
  points: readonly Vec[],
  pitchDeg: number,
  bearingDeg: number,
  heightPx: number,
  free: readonly [widthPx: number, heightPx: number],
): Orbit => {
  const { right, up, forward } = axesOf(pitchDeg, bearingDeg)
  const unit = Math.tan(rad(VIEW_FOV_DEG) / 2) / (heightPx / 2)
  const [tanX, tanY] = [(unit * Math.max(40, free[0])) / 2, (unit * Math.max(40, free[1])) / 2]
  let target: Vec = [0, 1, 2].map(
    (k) => points.reduce((sum, point) => sum + point[k]!, 0) / points.length,
  ) as unknown as Vec
  let distance = 1
  for (let round = 0; round < 6; round++) {
    const seen = points.map((c) => {
      const away: Vec = [c[0] - target[0], c[1] - target[1], c[2] - target[2]]
      return { x: dot(away, right), y: dot(away, up), z: dot(away, forward) }
    })
    distance = Math.max(...seen.map((s) => Math.max(Math.abs(s.x) / tanX, Math.abs(s.y) / tanY) - s.z), 1)
    const [xs, ys] = [seen.map((s) => s.x / (distance + s.z)), seen.map((s) => s.y / (distance + s.z))]
    const [dx, dy] = [
      ((Math.min(...xs) + Math.max(...xs)) / 2) * distance,
      ((Math.min(...ys) + Math.max(...ys)) / 2) * distance,
    ]
    target = [0, 1, 2].map((k) => target[k]! + right[k]! * dx + up[k]! * dy) as unknown as Vec
  }
  return { target, distance, pitchDeg, bearingDeg }
}

/** The same view told by the point of the ground that its middle shows, as a map tells it. */
export const onGround = (orbit: Orbit): Orbit => {
  const { forward } = axesOf(orbit.pitchDeg, orbit.bearingDeg)
  const more = orbit.target[1] / Math.max(0.05, -forward[1])
  const target = orbit.target.map((at, k) => at + forward[k]! * more) as unknown as Orbit['target']
  return { ...orbit, target, distance: orbit.distance + more }
}

/** The shorter way round from one bearing to another, −180 to 180. */
export const turnBetween = (fromDeg: number, toDeg: number): number =>
  ((((toDeg - fromDeg) % 360) + 540) % 360) - 180
