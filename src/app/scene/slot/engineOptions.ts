import type { CameraPose } from '#shared/scene/camera.ts'
import { glKind } from '../../../engines/glKind.ts'
import type { EngineOptions } from '../../../engines/SceneEngine.ts'
import { TOKENS } from '../../../theme/palette.ts'

/** Where an engine opens before any place was read: Guangxi from above. */
const FIRST_POSE: CameraPose = { lon: 108.6, lat: 23.8, zoom: 6, pitchDeg: 0, bearingDeg: 0 }

/** What an engine is mounted with: the screen's pixels, colours and letters, and where its camera begins; null where it was nowhere yet. */
export const engineOptions = ({
  reducedMotion,
  pose,
  mapboxToken,
  quality,
}: {
  readonly reducedMotion: boolean
  readonly pose: CameraPose | null
  readonly mapboxToken: string | null
  readonly quality: number | null
}): EngineOptions => ({
  devicePixelRatio: Math.min(devicePixelRatio, 2),
  reducedMotion,
  smoothEdges: glKind() === 'device',
  initialPose: pose ?? FIRST_POSE,
  background: TOKENS.ground,
  land: TOKENS.land,
  line: TOKENS.line,
  text: TOKENS.text,
  accent: TOKENS.accent,
  fontFamily: getComputedStyle(document.body).fontFamily,
  figureFamily: getComputedStyle(document.body).getPropertyValue('--font-figure').trim(),
  mapboxToken,
  quality,
})
