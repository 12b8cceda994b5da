import type { Degrees } from '#shared/kernel/units.ts'
import { onGround, type Orbit } from '../../framing.ts'
import type { StageView } from '../StageThing.ts'
import type { CameraRig } from './CameraRig.ts'

/** The orbit that shows a view from this direction in its own frame, or from the view's own; its own pitch where none is asked for. */
export const framedBy = (
  rig: CameraRig,
  { own, fills, points, pitchDeg }: StageView,
  wantedPitchDeg: Degrees | null,
  bearingDeg: Degrees,
): Orbit => {
  if (own) return rig.framing(points, pitchDeg, own.bearingDeg, fills)
  const orbit = rig.framing(points, wantedPitchDeg ?? pitchDeg, bearingDeg, fills)
  return fills ? onGround(orbit) : orbit
}
