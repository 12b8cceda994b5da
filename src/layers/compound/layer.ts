import { depthOf } from '#shared/region/place.ts'
import { layer } from '../layer.ts'
import { hoverOf } from '../hoverOf.ts'
import { useDrawing, type DrawCompound } from './read.ts'

/** 办公区 as a stage, in every scene: its buildings in the index's colours, all around them made up and said to be so. */
export default layer<DrawCompound | null>({
  id: 'compound',
  parts: { compound: { zh: '办公区实景', en: 'Compound' } },
  level: 0,
  engines: ['interior'],
  scenes: 'all',
  moves: 'vehicles',
  read: { none: null, use: useDrawing },
  draw: (input, draw) => draw?.(input) ?? [],
  pick: (id) => ({ kind: 'open', place: id }),
  hover: (id, input) => hoverOf(input.compound?.children, id, input),
  legend: (input) =>
    input.engine === 'interior' && input.view && depthOf(input.view.kind) === depthOf('compound')
      ? {
          id: 'compound',
          title: {
            zh: '立面、绿化与周边为示意',
            en: 'Façades and grounds: schematic',
          },
          entries: [],
        }
      : null,
})
