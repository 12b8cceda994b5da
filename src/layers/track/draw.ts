import type { PathLayer } from '#shared/scene/layers.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import type { SceneInput } from '../../projections/input.ts'
import { hashText } from '../../projections/parts/columns.ts'
import { ACCENT } from '../../theme/palette.ts'

/** The pieces of a track between its gaps. */
export type TrackParts = readonly (readonly LonLat[])[]

export const trackLayer = (input: SceneInput, parts: TrackParts): PathLayer => ({
  id: 'track',
  kind: 'paths',
  visible: true,
  pickable: false,
  version: hashText(JSON.stringify(parts)),
  paths: parts.map((points, i) => ({ id: `track/${i}`, points, color: ACCENT, dashed: false })),
  widthPx: Math.max(2, input.textPx / 6),
})
export const NO_TRACK: TrackParts = []
