import { layer } from '../layer.ts'
import { hoverOf } from '../hoverOf.ts'
import { compoundLayers, compoundNames } from './draw.ts'

/** 办公区 as dots coloured by the index. */
export default layer({
  id: 'compounds',
  parts: {
    'compound-rings': { zh: '办公区边界', en: 'Compound borders' },
    compounds: { zh: '办公区', en: 'Compounds' },
  },
  level: 50,
  draw: compoundLayers,
  names: compoundNames,
  pick: (id) => ({ kind: 'open', place: id }),
  lights: { compound: 'compounds' },
  hover: (id, input) => hoverOf(input.compounds, id, input),
})
