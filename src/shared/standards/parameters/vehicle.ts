import { hour } from '../fields.ts'
import type { Parameter } from '../parameter.ts'
import { own, section, text } from './shape.ts'
import { weights, anchors } from './vehicle/indices.ts'
import { minutes } from './vehicle/minutes.ts'
import { live, STORM_SHAPES } from './vehicle/live.ts'
import { TRACK, steps } from './vehicle/orders.ts'
import { OVERLAP_SHAPES } from './vehicle/overlap.ts'
import { equipment } from './vehicle/equipment.ts'

/** 公务用车: live rules, verdicts on orders, indices. */
export const VEHICLE_REGISTER: readonly Parameter[] = [
  ...section('vehicle', 'vehicle-indices', {
    ...weights(),
    ...anchors(),
    onTime: {
      name: text('准点:晚于计划不超过', 'On time: after the plan at most'),
      fields: minutes('service.onTimeMs', [0, 120]),
      citation: own('准点率'),
      feeds: ['vehicle-indices'],
    },
    office: {
      name: text('审批时长计时时段', "Hours in which an approval's minutes count"),
      fields: [
        hour('service.office.from', { id: 'from', name: text('起', 'from') }),
        hour('service.office.to', { id: 'to', name: text('止', 'to') }),
      ],
      relation: 'rising',
      citation: own('审批平均时长'),
      feeds: ['vehicle-indices'],
    },
  }),
  ...section('vehicle', 'vehicle-live', { ...live(), ...STORM_SHAPES }),
  ...section('vehicle', 'vehicle-orders', { ...TRACK, ...steps() }),
  ...section('vehicle', 'vehicle-overlap', OVERLAP_SHAPES),
  ...section('vehicle', 'vehicle-standards', equipment()),
]
