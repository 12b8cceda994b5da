import { layer } from '../layer.ts'
import { energyDots, isDrawn, NO_SITES } from './draw.ts'
import { useEnergySites } from './read.ts'

/** 用能点: buildings that send readings, as large as what they draw now. */
export default layer({
  id: 'energy',
  parts: { energy: { zh: '用能点', en: 'Energy sites' } },
  level: 70,
  read: { none: NO_SITES, use: useEnergySites },
  draw: (input, sites) => (sites.length > 0 && isDrawn(input) ? [energyDots(input, sites)] : []),
  moves: 'energy',
  pick: (id) => ({ kind: 'open', place: id }),
})
