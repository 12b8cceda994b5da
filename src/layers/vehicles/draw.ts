import type { MoverLayer } from '#shared/scene/layers.ts'
import type { SceneInput } from '../../projections/input.ts'
import { openDepth } from '../../projections/regions.ts'
import { VEHICLE_PALETTE } from '../../theme/palette.ts'
import { vehicleLook } from './look.ts'

/** An arrow by the depth of the open place, in units of the text size; the engine draws dots and density smaller. */
const MOVER_SIZE = [0.7, 0.7, 0.8, 1.1] as const

/** From the depth of a county on a click may mean a vehicle; above it thousands would stand in the way of going in, unless only alarms stand there. */
const PICKABLE_FROM_DEPTH = 2

/** Columns are the table's own arrays: nothing is copied, and their versions are the table's. */
export const moverLayer = (input: SceneInput): MoverLayer => {
  const { vehicles } = input
  const { ordinals, from, to, spans, headings, speeds, states } = vehicles.columns
  const depth = openDepth(input)
  const look = vehicleLook(input)
  return {
    id: 'vehicles',
    kind: 'movers',
    visible: true,
    pickable: depth >= PICKABLE_FROM_DEPTH || look.alarmsOnly,
    count: vehicles.count,
    journal: vehicles.journal,
    ordinals: { values: ordinals, version: vehicles.paint },
    from: { values: from, version: vehicles.motion },
    to: { values: to, version: vehicles.motion },
    spans: { values: spans, version: vehicles.motion },
    headings: { values: headings, version: vehicles.motion },
    speeds: { values: speeds, version: vehicles.motion },
    states: { values: states, version: vehicles.paint },
    origin: vehicles.origin,
    epoch: vehicles.epoch,
    palette: VEHICLE_PALETTE,
    sizePx: input.textPx * (MOVER_SIZE[depth] ?? 1.1),
    selected: input.selection?.kind === 'vehicle' ? input.selection.id : null,
    ...look,
  }
}
