import { layer } from '../layer.ts'
import { moverLayer } from './draw.ts'

declare module '#shared/scene/selection.ts' {
  interface SelectionKinds {
    vehicle: true
  }
}

/** Below the dots of compounds, and over everything. */
const LEVEL = { under: 40, over: 90 } as const

/** 车辆 on the move. Those that stand at a compound lie under its dot, so that a click there goes in; a chosen one lies over all. */
export default layer({
  id: 'vehicles',
  parts: { vehicles: { zh: '车辆', en: 'Vehicles' } },
  level: ({ compound, selection }) =>
    compound === null && selection?.kind !== 'vehicle' ? LEVEL.under : LEVEL.over,
  alsoIn: ({ selection }) => selection?.kind === 'vehicle',
  draw: (input) => [moverLayer(input)],
  moves: 'vehicles',
  pick: (id) => ({ kind: 'select', selection: { kind: 'vehicle', id } }),
  needsNoPlace: true,
  selects: ['vehicle'],
})
