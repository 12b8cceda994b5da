import { layer } from '../layer.ts'
import { hoverOf } from '../hoverOf.ts'
import { regionLayers } from './draw.ts'
import { regionNames } from './names.ts'
import { regionStep, widerRegion } from './step.ts'

/** 行政区: counties coloured by the index, the cities' borders over them. */
export default layer({
  id: 'regions',
  parts: {
    regions: { zh: '行政区', en: 'Regions' },
    'city-lines': { zh: '市界', en: 'City borders' },
    'city-lit': { zh: '所选市', en: 'Chosen city' },
    'region-seats': { zh: '驻地', en: 'Seats' },
  },
  level: 20,
  draw: regionLayers,
  names: regionNames,
  pick: regionStep,
  light: widerRegion,
  lights: { city: 'city-lines', county: 'regions' },
  hover: (id, input) => hoverOf(input.regions, id, input),
})
