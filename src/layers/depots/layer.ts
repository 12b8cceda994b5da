import { layer } from '../layer.ts'
import { depotLayers, depotNames } from './draw.ts'
import { useDepots } from './read.ts'

/** 停车场, where vehicles are kept. */
export default layer({
  id: 'depots',
  parts: {
    depots: { zh: '停车场', en: 'Depots' },
    'depot-cores': { zh: '停车场', en: 'Depots' },
  },
  level: 60,
  read: { none: [], use: useDepots },
  draw: depotLayers,
  names: depotNames,
})
