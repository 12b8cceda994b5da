import { layer } from '../layer.ts'
import { hoverOf } from '../hoverOf.ts'
import { buildingLayers, buildingNames } from './draw.ts'

/** 楼宇 of the open compound, raised to their height and coloured by the index. */
export default layer({
  id: 'buildings',
  parts: {
    'compound-outlines': { zh: '办公区轮廓', en: 'Compound outlines' },
    buildings: { zh: '楼宇', en: 'Buildings' },
  },
  level: 50,
  draw: buildingLayers,
  names: buildingNames,
  pick: (id) => ({ kind: 'open', place: id }),
  lights: { building: 'buildings' },
  hover: (id, input) => hoverOf(input.compound?.children, id, input),
})
