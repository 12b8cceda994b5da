import { hour, MINUTE_MS, number, percent, UNITS } from '../fields.ts'
import type { FeedId, Field, Parameter, Text } from '../parameter.ts'
import { VEHICLE_PARAMETERS } from '../../vehicles/rules/vehicleParameters.ts'
import { VEHICLE_INDICES, type IndexPart } from '../../vehicles/indices.ts'
import { VEHICLE_STANDARDS } from '../../vehicles/ledgerRules.ts'
import { DEFAULT_STEP_LIMITS } from '../../vehicles/orders/orders.ts'
import { own, section, text, type Shape } from './shape.ts'

const LIVE_UNITS: Record<(typeof VEHICLE_PARAMETERS)[keyof typeof VEHICLE_PARAMETERS]['unit'], Text> = {
  m: UNITS.metres,
  'km/h': UNITS.kmh,
  min: UNITS.minutes,
  s: UNITS.seconds,
  clock: text('时', 'h'),
  points: UNITS.points,
  '%': text('%', '%'),
  '°': UNITS.degrees,
}

/** Thresholds of the live rules, as their domain declares them. What a public text gives is revised only by another. */
const live = (): Record<string, Shape> =>
  Object.fromEntries(
    Object.entries(VEHICLE_PARAMETERS).map(([key, { zh, en, unit, min, max, citation, rules }]) => [
      `live.${key}`,
      {
        name: text(zh, en),
        fields: [
          {
            ...number(`vehicleValues.${key}`, [min, max], { unit: LIVE_UNITS[unit] }),
            ...(unit === 'clock' ? { kind: 'hour' as const } : {}),
          },
        ],
        citation,
        feeds: rules as readonly FeedId[],
        ...(citation.mark === 'D' ? {} : { edit: 'basis' as const }),
      },
    ]),
  )

const weights = (): Record<string, Shape> =>
  Object.fromEntries(
    VEHICLE_INDICES.map(({ id, name, parts }) => [
      `weights.${id}`,
      {
        name: text(`${name.zh} · 分项权重`, `${name.en} · weights`),
        fields: parts.map((part) =>
          percent(`weights.${id}.${part.id}`, [0, 100], { id: part.id, name: part.name, decimals: 1 }),
        ),
        relation: 'sums-to-100' as const,
        citation: own('五项指数分项权重'),
        feeds: ['vehicle-indices'] as const,
      },
    ]),
  )

const PART_UNITS: Record<IndexPart['unit'], Text> = {
  '%': text('%', '%'),
  km: UNITS.km,
  trips: text('次', 'trips'),
  min: UNITS.minutes,
  yuan: text('元', 'CNY'),
  points: text('分', 'points'),
}
/** Far enough from the default for any bureau; a share beyond two is a slip. */
const anchorField = (index: string, { id, unit, anchor }: IndexPart, end: 'zero' | 'full'): Field => {
  const [at, options] = [
    `anchors.${index}.${id}.${end}`,
    { id: end, name: end === 'zero' ? text('得 0 分', 'scores 0') : text('得 100 分', 'scores 100') },
  ]
  return unit === '%'
    ? percent(at, [0, 200], { ...options, decimals: 1 })
    : number(at, [0, Math.max(anchor.zero, anchor.full) * 10], {
        ...options,
        unit: PART_UNITS[unit],
        decimals: 1,
      })
}
const anchors = (): Record<string, Shape> =>
  Object.fromEntries(
    VEHICLE_INDICES.flatMap(({ id, name, parts }) =>
      parts.map((part: IndexPart) => [
        `anchors.${id}.${part.id}`,
        {
          name: text(`${name.zh} · ${part.name.zh} · 标尺`, `${name.en} · ${part.name.en} · scale`),
          fields: [anchorField(id, part, 'zero'), anchorField(id, part, 'full')],
          relation: part.anchor.zero < part.anchor.full ? ('rising' as const) : ('falling' as const),
          citation: own('五项指数固定标尺'),
          feeds: ['vehicle-indices'] as const,
        },
      ]),
    ),
  )

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
const steps = (): Record<string, Shape> => ({
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

const CATEGORIES = {
  confidential: ['机要通信', 'confidential'],
  emergency: ['应急保障', 'emergency'],
  law: ['执法执勤', 'law enforcement'],
  special: ['特种专业技术', 'special'],
  other: ['其他按规定配备', 'other by rule'],
  any: ['各类', 'all categories'],
} as const
const KINDS = {
  small: ['轿车、其他小型客车', 'sedans and other small cars'],
  van: ['其他小型客车、中型客车', 'other small cars and medium buses'],
  bus: ['大型客车', 'large buses'],
  'new-energy': ['新能源轿车', 'new-energy sedans'],
} as const
const TIERS = {
  base: ['', ''],
  need: ['(因工作需要)', ' (work needs it)'],
  special: ['(确因情况特殊)', ' (special circumstances)'],
} as const
const equipment = (): Record<string, Shape> =>
  Object.fromEntries(
    VEHICLE_STANDARDS.map(({ category, kind, tier, litres, citation }, i) => {
      const [of, what, when] = [CATEGORIES[category], KINDS[kind], TIERS[tier]]
      return [
        `standard.${category}.${kind}.${tier}`,
        {
          name: text(`${of[0]} · ${what[0]}${when[0]}`, `${of[1]} · ${what[1]}${when[1]}`),
          fields: [
            ...(litres === null
              ? []
              : [
                  number(`vehicleStandards.${i}.litres`, [0.8, 6], {
                    id: 'litres',
                    name: text('排气量', 'displacement'),
                    unit: UNITS.litres,
                    decimals: 1,
                  }),
                ]),
            number(`vehicleStandards.${i}.price`, [5, 100], {
              id: 'price',
              name: text('价格', 'price'),
              unit: UNITS.yuan,
              decimals: 1,
              scale: 10_000,
            }),
          ],
          citation,
          feeds: ['VH-15'] as const,
        },
      ]
    }),
  )

const RETURN = {
  document: '莆田市公务用车管理实践',
  article: 'VH-07 还车登记与实际时间相差 30 分钟',
  mark: 'S',
} as const
const minutes = (at: string, bounds: readonly [number, number]): Field[] => [
  number(at, bounds, { unit: UNITS.minutes, scale: MINUTE_MS }),
]

const TRACK: Record<string, Shape> = {
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

const OVERLAP_SHAPES: Record<string, Shape> = {
  step: {
    name: text('轨迹取点间距', "Distance between a track's points"),
    fields: [number('overlap.stepM', [100, 100], { unit: UNITS.metres })],
    citation: own('轨迹重叠率'),
    locked: text(
      '已存轨迹按此间距保存,改动须重读全部轨迹',
      'Tracks are kept at this distance; another would need all of them read again',
    ),
    feeds: ['vehicle-overlap'],
  },
  near: {
    name: text('两点相距以内为同路', 'Points so near run together'),
    fields: [number('overlap.nearM', [20, 1000], { unit: UNITS.metres })],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  heading: {
    name: text('方向差', 'Difference of heading'),
    fields: [number('overlap.headingDeg', [5, 180], { unit: UNITS.degrees })],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  starts: {
    name: text('出车时间相差', 'Starts within'),
    fields: minutes('overlap.startsWithinMs', [5, 120]),
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  destination: {
    name: text('目的地相距', 'Destinations within'),
    fields: [number('overlap.destinationM', [50, 5000], { unit: UNITS.metres })],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  share: {
    name: text('两程各自的重叠占比', 'Shared part of both trips'),
    fields: [percent('overlap.share', [10, 100])],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
}

const STORM_SHAPES: Record<string, Shape> = {
  ledgerCalls: {
    name: text('台账类预警起点(每百辆案件数)', 'Ledger alerts from (cases per 100 vehicles)'),
    fields: [percent('ledgerCalls.share', [0, 1000])],
    citation: own('预警分级:份额、趋势、逾期'),
    feeds: ['VH-01', 'VH-03', 'VH-04', 'VH-07', 'VH-14', 'VH-15', 'VH-16', 'VH-17', 'VT-01', 'VO-01'],
  },
  liveCalls: {
    name: text('实时预警起点(正在发生)', 'Live alerts from (going on)'),
    fields: [
      percent('liveCalls.share', [0, 100], {
        id: 'share',
        name: text('占本县车辆', "of the county's vehicles"),
        decimals: 1,
      }),
      number('liveCalls.goesOnMs', [1, 240], {
        id: 'window',
        name: text('末次上报后仍算正在发生', 'goes on after the last report for'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
    ],
    citation: own('预警分级:正在发生、份额'),
    feeds: ['VH-02', 'VH-05', 'VH-06', 'VH-08', 'VH-09', 'VH-10', 'VH-11', 'VH-12', 'VA-01'],
  },
  storm: {
    name: text('群发归并(同一事件)', 'Grouping of a storm'),
    fields: [
      number('storm.units', [2, 100], {
        id: 'units',
        name: text('同区单位', 'units of a region'),
        unit: UNITS.units,
      }),
      number('storm.parts', [2, 20], {
        id: 'parts',
        name: text('下级地区', 'parts of a region'),
        unit: text('个', ''),
      }),
      number('storm.windowMs', [1, 120], {
        id: 'window',
        name: text('时间窗', 'window'),
        unit: UNITS.minutes,
        scale: MINUTE_MS,
      }),
    ],
    citation: own('群发归并'),
    feeds: ['VH-05', 'VH-06', 'VH-09', 'VH-10', 'VH-11', 'VH-12'],
  },
}

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
