import { layer } from '../layer.ts'
import { NO_TRACK, trackLayer } from './draw.ts'
import { useTrack } from './read.ts'

/** 轨迹 of the selected vehicle, in every scene. */
export default layer({
  id: 'track',
  parts: { track: { zh: '轨迹', en: 'Track' } },
  level: 80,
  scenes: 'all',
  read: { none: NO_TRACK, use: useTrack },
  draw: (input, parts) => (parts.length > 0 ? [trackLayer(input, parts)] : []),
})
