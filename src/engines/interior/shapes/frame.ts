import { offsetLonLat, offsetMetres } from '#shared/scene/ground.ts'
import type { Degrees, LonLat, Metres } from '#shared/kernel/units.ts'

/** A building's own frame: where it starts and how far its x axis is turned from east, counter-clockwise. */
export interface BuildingFrame {
  readonly origin: LonLat
  readonly rotationDeg: Degrees
}

export const turned = (x: Metres, y: Metres, degrees: Degrees): [Metres, Metres] => {
  const angle = (degrees * Math.PI) / 180
  return [Math.cos(angle) * x - Math.sin(angle) * y, Math.sin(angle) * x + Math.cos(angle) * y]
}

/** A place on earth as metres along the frame's own axes. */
export const toFrame = (frame: BuildingFrame, at: LonLat): [Metres, Metres] =>
  turned(...offsetMetres(frame.origin, at), -frame.rotationDeg)

export const fromFrame = (frame: BuildingFrame, x: Metres, y: Metres): LonLat =>
  offsetLonLat(frame.origin, ...turned(x, y, frame.rotationDeg))

/** A compass bearing, clockwise from north, as it reads from the frame's y axis. */
export const bearingToFrame = (frame: BuildingFrame, bearingDeg: Degrees): Degrees =>
  bearingDeg + frame.rotationDeg

/** −180 to 180. */
export const bearingFromFrame = (frame: BuildingFrame, bearingDeg: Degrees): Degrees =>
  ((((bearingDeg - frame.rotationDeg + 180) % 360) + 360) % 360) - 180
