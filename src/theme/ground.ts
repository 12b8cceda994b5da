/** What lies under the map: sea, land, China's neighbouring counties, and their quiet names. In no ramp; beside palette.ts, for it comes after the first paint. */
export const GROUND_HEX = {
  sea: '#0a1b30',
  wave: '#1b3c5e',
  shelf: '#0f2740',
  land: '#1a2735',
  coast: '#3c6388',
  neighbour: '#1c2937',
  border: '#2e3e50',
  placeName: '#7d90a6',
  seaName: '#5b8fc0',
} as const
