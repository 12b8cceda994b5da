import { hexAt } from '../palette.ts'
import type { CompoundLayer } from '#shared/scene/compoundLayer.ts'
import { anchorOf } from '../shapes/rings.ts'
import type { LabelLook } from '../labels/labels.ts'
import type { LabelSpec } from '../labels/LabelBoard.ts'
import type { Sign } from '../labels/TextAtlas.ts'
import { footOf } from './buildings.ts'
import type { CompoundPlan, Spot } from './plan.ts'
import type { At } from './SolidWriter.ts'

/** Of the name's size: the value beside it, and how far a plate stands over its place, tried in turn. */
const VALUE = 1.3
const LIFTS = [1.8, 3.4, 5, 6.8] as const
const FLEET_HEX = '#4c8dff'
const PLATE_HEX = 'rgba(10,22,38,0.92)'

interface Plate {
  readonly id: string | null
  readonly name: string
  readonly value: string
  readonly bar: string
  readonly at: At
  readonly priority: number
  readonly chosen: boolean
}

/** A plate a building with its name, value and class, and one for the vehicles that stand on the bays. */
export const platesOf = (
  layer: CompoundLayer,
  plan: CompoundPlan,
  taken: readonly Spot[],
  look: LabelLook,
): readonly LabelSpec[] => {
  const plates = plan.buildings.map((building): Plate => {
    const { name, detail } = layer.buildings[building.ordinal]!
    const chosen = building.id === layer.selected
    return {
      id: building.id,
      name,
      value: detail,
      bar: hexAt(layer.fill.values, building.ordinal),
      at: footOf(building, anchorOf(building.ring)),
      priority: (chosen ? 1e6 : 0) + building.heightM,
      chosen,
    }
  })
  const { parked } = layer
  const spot = taken[Math.floor(taken.length / 2)] ?? plan.bays[0]
  const cars: Plate[] =
    parked && spot
      ? [
          {
            id: null,
            name: parked.name,
            value: parked.detail,
            bar: FLEET_HEX,
            at: [spot.x, spot.y, 1.5],
            priority: -1,
            chosen: false,
          },
        ]
      : []
  return [...plates, ...cars].map((plate) => specOf(plate, look))
}

const specOf = ({ id, name, value, bar, at, priority, chosen }: Plate, look: LabelLook): LabelSpec => {
  const { palette, ratio } = look
  const px = Math.round(look.sizePx * ratio)
  const color = palette.text
  const lines = [
    { text: name, sizePx: px, weight: 600, color },
    { text: value, sizePx: Math.round(px * VALUE), weight: 600, color },
  ]
  const sign: Sign = {
    lines,
    chip: null,
    plate: {
      fill: PLATE_HEX,
      bar,
      line: palette.text,
      frame: chosen ? palette.accentCss : null,
      leadersPx: LIFTS.map((lift) => Math.round(lift * px)),
    },
  }
  return {
    pickId: id,
    signs: [sign],
    priority,
    hang: 'above',
    place: () => [at[0], at[2], at[1]],
    avoid: null,
    room: null,
  }
}
