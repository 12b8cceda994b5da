import { MINUTE_MS } from '../../../kernel/time/time.ts'
import { number, percent, UNITS } from '../../fields.ts'
import type { Field } from '../../parameter.ts'
import { DEFAULT_STEP_LIMITS } from '../../../vehicles/orders/orders.ts'
import { own, text, type Shape } from '../shape.ts'
import { minutes } from './minutes.ts'

const STEPS = {
  apply: ['申请', 'apply'],
  review: ['审核', 'review'],
  accept: ['受理', 'accept'],
  schedule: ['调度', 'schedule'],
  assign: ['派车', 'assign'],
  confirm: ['确认', 'confirm'],
  depart: ['出车', 'depart'],
  return: ['还车', 'return'],
  report: ['登记', 'report'],
  audit: ['核验', 'audit'],
  rate: ['评价', 'rate'],
} as const
export const steps = (): Record<string, Shape> => ({
  steps: {
    name: text('派车单十一环节时限', 'Limits of the eleven steps'),
    fields: DEFAULT_STEP_LIMITS.map(({ step }, i): Field =>
      number(`steps.${i}.limitMinutes`, [1, 20_000], {
        id: step,
        name: text(STEPS[step][0], STEPS[step][1]),
        unit: UNITS.minutes,
      }),
    ),
    citation: own('平台发布的时限优先,无则用此表'),
    feeds: ['order-steps'],
  },
})

const RETURN = {
  document: '莆田市公务用车管理实践',
  article: 'VH-07 还车登记与实际时间相差 30 分钟',
  mark: 'S',
} as const

export const TRACK: Record<string, Shape> = {
  slack: {
    name: text('派车单前后读取轨迹', 'Track read before and after an order'),
    fields: minutes('threeWay.slackMs', [5, 240]),
    citation: own('派车单 × 轨迹'),
    feeds: ['order-verdict'],
  },
  return: {
    name: text('还车登记与最后移动相差', 'Registered return against the last movement'),
    fields: [
      number('threeWay.returnMs', [5, 240], {
        id: 'yellow',
        name: text('提醒', 'yellow'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
      number('threeWay.grossReturnMs', [10, 1440], {
        id: 'red',
        name: text('报警', 'red'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
    ],
    relation: 'rising',
    citation: RETURN,
    edit: 'basis',
    feeds: ['order-verdict'],
  },
  distance: {
    name: text('登记里程与轨迹里程相差', 'Registered against driven distance'),
    fields: [
      number('threeWay.km', [1, 100], {
        id: 'km',
        name: text('至少', 'at least'),
        unit: UNITS.km,
        decimals: 1,
      }),
      percent('threeWay.kmShare', [1, 100], {
        id: 'share',
        name: text('提醒,占轨迹', 'yellow, of the track'),
      }),
      percent('threeWay.grossKmShare', [1, 200], {
        id: 'red',
        name: text('报警,占轨迹', 'red, of the track'),
      }),
    ],
    citation: own('里程核对'),
    feeds: ['order-verdict'],
  },
  unknown: {
    name: text('轨迹缺失占比,超过不判里程', 'Unknown part of a trip that leaves the distance unjudged'),
    fields: [percent('threeWay.unknownShare', [1, 100])],
    citation: own('轨迹缺失'),
    feeds: ['order-verdict'],
  },
  plan: {
    name: text('实际里程超过计划', 'Driven distance over the plan'),
    fields: [
      number('threeWay.overPlanTimes', [1, 5], {
        id: 'times',
        name: text('倍数', 'times'),
        unit: UNITS.times,
        decimals: 2,
      }),
      number('threeWay.overPlanKm', [0, 200], { id: 'km', name: text('再加', 'and more'), unit: UNITS.km }),
    ],
    citation: own('计划里程'),
    feeds: ['order-verdict'],
  },
  vendor: {
    name: text('加油地点与轨迹', 'Where fuel was bought, from the track'),
    fields: [
      number('threeWay.vendorM', [50, 10_000], {
        id: 'metres',
        name: text('相距', 'distance'),
        unit: UNITS.metres,
      }),
      number('threeWay.vendorMs', [5, 240], {
        id: 'minutes',
        name: text('前后', 'around'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
    ],
    citation: own('费用地点'),
    feeds: ['order-verdict'],
  },
  cost: {
    name: text('登记费用与凭证相差', 'Registered cost against its records'),
    fields: [
      number('threeWay.cost', [0, 1000], {
        id: 'yuan',
        name: text('至少', 'at least'),
        unit: text('元', 'CNY'),
      }),
      percent('threeWay.costShare', [0, 100], { id: 'share', name: text('占凭证', 'of the records') }),
    ],
    citation: own('费用核对'),
    feeds: ['order-verdict'],
  },
  arrived: {
    name: text('视为到达的距离', 'Distance that is an arrival'),
    fields: [number('threeWay.arrivedM', [50, 5000], { unit: UNITS.metres })],
    citation: own('目的地与车场'),
    feeds: ['order-verdict'],
  },
  longStop: {
    name: text('途中长时间停留', 'Long stop on the way'),
    fields: minutes('threeWay.longStopMs', [10, 720]),
    citation: own('停留时长'),
    feeds: ['order-verdict'],
  },
  fuel: {
    name: text('登记油耗超核定', 'Registered fuel over the norm'),
    fields: [
      number('threeWay.fuelTimes', [1, 5], {
        id: 'times',
        name: text('倍数', 'times'),
        unit: UNITS.times,
        decimals: 2,
      }),
      number('threeWay.fuel', [0, 50], {
        id: 'more',
        name: text('再加', 'and more'),
        unit: text('L 或 kWh', 'L or kWh'),
      }),
    ],
    citation: own('油耗核对'),
    feeds: ['order-verdict'],
  },
  norm: {
    name: text('百公里油耗超核定', 'Consumption over the norm'),
    fields: [percent('norm.tolerance', [0, 100])],
    citation: own('单车核算'),
    feeds: ['VH-14'],
  },
}
