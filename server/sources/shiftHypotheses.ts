import gcoord from 'gcoord'
import type { ShiftHypothesis } from '#shared/vehicles/shift.ts'

const { WGS84, GCJ02, BD09 } = gcoord

/** The four usual mistakes with coordinates in China, as what they do to a place. */
export const SHIFT_HYPOTHESES: readonly ShiftHypothesis[] = [
  { name: 'gcj02-as-wgs84', move: ([lon, lat]) => gcoord.transform([lon, lat], WGS84, GCJ02) },
  { name: 'bd09-as-wgs84', move: ([lon, lat]) => gcoord.transform([lon, lat], WGS84, BD09) },
  { name: 'wgs84-as-gcj02', move: ([lon, lat]) => gcoord.transform([lon, lat], GCJ02, WGS84) },
  { name: 'wgs84-as-bd09', move: ([lon, lat]) => gcoord.transform([lon, lat], BD09, WGS84) },
]
