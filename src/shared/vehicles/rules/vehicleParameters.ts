import type { Citation } from '../../standards/rule.ts'

/** A threshold of the live vehicle rules that may be set: its names, unit, default and bounds, and where the default stands. */
export interface VehicleParameter {
  /** The rules that read it. */
  readonly rules: readonly string[]
  readonly zh: string
  readonly en: string
  readonly unit: 'm' | 'km/h' | 'min' | 's' | 'clock' | 'points' | '%' | '°'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly citation: Citation
}

const OWN = (article: string): Citation => ({ document: '本系统口径', article, mark: 'D' })
const HOURS = OWN('工作时段缺省表')
const VH10: Citation = {
  document: '《道路交通安全法实施条例》(国务院令第405号)',
  article: '第七十八条',
  mark: 'S',
}

/** The one table of thresholds; what no public text gives is 本系统口径. A clock is an hour of the day in UTC+8. */
export const VEHICLE_PARAMETERS = {
  hoursFrom: {
    rules: ['VH-05', 'VH-06'],
    zh: '工作时段开始(无发布表时)',
    en: 'working hours begin, where no table is published',
    unit: 'clock',
    default: 7,
    min: 0,
    max: 12,
    citation: HOURS,
  },
  hoursTo: {
    rules: ['VH-05', 'VH-06'],
    zh: '工作时段结束(无发布表时)',
    en: 'working hours end, where no table is published',
    unit: 'clock',
    default: 20,
    min: 12,
    max: 24,
    citation: HOURS,
  },
  moved: {
    rules: ['VH-02', 'VH-05', 'VH-06'],
    zh: '判定移动的距离',
    en: 'distance that is a movement',
    unit: 'm',
    default: 50,
    min: 20,
    max: 1000,
    citation: OWN('移动距离'),
  },
  drift: {
    rules: ['VH-02', 'VH-05', 'VH-06'],
    zh: '静止漂移允差',
    en: 'drift of a parked receiver',
    unit: 'm',
    default: 100,
    min: 20,
    max: 1000,
    citation: OWN('移动距离'),
  },
  standing: {
    rules: ['VH-08', 'VH-11'],
    zh: '低于此速度为停留',
    en: 'slower is standing',
    unit: 'km/h',
    default: 3,
    min: 1,
    max: 10,
    citation: OWN('停留判定'),
  },
  movedPoints: {
    rules: ['VH-02', 'VH-05', 'VH-06'],
    zh: '判定移动的连续点数',
    en: 'reports in a row that are a movement',
    unit: 'points',
    default: 2,
    min: 1,
    max: 20,
    citation: OWN('移动距离'),
  },
  silence: {
    rules: ['VH-02', 'VH-05', 'VH-06'],
    zh: '中断后首点不判移动',
    en: 'a gap after which the first place is no movement',
    unit: 'min',
    default: 10,
    min: 1,
    max: 120,
    citation: OWN('补报'),
  },
  overspeed: {
    rules: ['VH-10'],
    zh: '无道路限速时小型载客汽车上限',
    en: 'limit of a small passenger car where no road is known',
    unit: 'km/h',
    default: 120,
    min: 30,
    max: 120,
    citation: VH10,
  },
  overspeedOther: {
    rules: ['VH-10'],
    zh: '无道路限速时其他车型上限',
    en: 'limit of other vehicles where no road is known',
    unit: 'km/h',
    default: 100,
    min: 30,
    max: 120,
    citation: VH10,
  },
  overspeedPoints: {
    rules: ['VH-10'],
    zh: '超速连续点数',
    en: 'reports in a row over the limit',
    unit: 'points',
    default: 3,
    min: 3,
    max: 20,
    citation: OWN('连续点数'),
  },
  overspeedRed: {
    rules: ['VH-10'],
    zh: '超速幅度达此为红色',
    en: 'over the limit by this share is red',
    unit: '%',
    default: 20,
    min: 0,
    max: 100,
    citation: OWN('超速分级'),
  },
  roadHeading: {
    rules: ['VH-10'],
    zh: '行驶方向与道路方向允差',
    en: 'angle between heading and road',
    unit: '°',
    default: 35,
    min: 5,
    max: 90,
    citation: OWN('道路匹配'),
  },
  roadSlack: {
    rules: ['VH-10'],
    zh: '并行道路取较高限速的距离差',
    en: 'parallel roads so near count as one, with the higher limit',
    unit: 'm',
    default: 15,
    min: 0,
    max: 100,
    citation: OWN('道路匹配'),
  },
  fencePoints: {
    rules: ['VH-09'],
    zh: '越界连续点数',
    en: 'reports in a row outside a fence',
    unit: 'points',
    default: 3,
    min: 1,
    max: 20,
    citation: OWN('围栏连续点数'),
  },
  fenceHeld: {
    rules: ['VH-09'],
    zh: '越界最短持续',
    en: 'shortest time outside a fence',
    unit: 's',
    default: 10,
    min: 0,
    max: 600,
    citation: OWN('围栏迟滞'),
  },
  fenceSlack: {
    rules: ['VH-09'],
    zh: '越界距离迟滞',
    en: 'distance past a border before it counts',
    unit: 'm',
    default: 50,
    min: 0,
    max: 500,
    citation: OWN('围栏迟滞'),
  },
  silent: {
    rules: ['VH-12'],
    zh: '离线时长',
    en: 'silent for longer',
    unit: 'min',
    default: 120,
    min: 5,
    max: 2880,
    citation: OWN('离线时长'),
  },
  orderSlack: {
    rules: ['VH-02', 'VH-05', 'VH-06'],
    zh: '派车单前后允差',
    en: 'an order covers so long before and after it',
    unit: 'min',
    default: 30,
    min: 0,
    max: 240,
    citation: OWN('派车单允差'),
  },
  early: {
    rules: ['VH-06'],
    zh: '早于派车单出车的识别窗',
    en: 'a departure so long before its order is early',
    unit: 'min',
    default: 120,
    min: 30,
    max: 720,
    citation: OWN('提前出车'),
  },
  overrun: {
    rules: ['VH-05', 'VH-06'],
    zh: '晚归上限,再晚为无单',
    en: 'a late return so long is still of its order',
    unit: 'min',
    default: 90,
    min: 0,
    max: 720,
    citation: OWN('晚归'),
  },
  home: {
    rules: ['VH-06'],
    zh: '回场停留判定收车',
    en: 'standing at base ends a trip',
    unit: 'min',
    default: 5,
    min: 1,
    max: 60,
    citation: OWN('收车'),
  },
  sensitiveStop: {
    rules: ['VH-08'],
    zh: '敏感地带停留时长',
    en: 'stop in a sensitive place',
    unit: 'min',
    default: 15,
    min: 1,
    max: 240,
    citation: OWN('敏感地带停留时长'),
  },
  longStop: {
    rules: ['VH-11'],
    zh: '长时间停留',
    en: 'long stop away',
    unit: 'min',
    default: 60,
    min: 10,
    max: 720,
    citation: OWN('停留时长'),
  },
  nightFrom: {
    rules: ['VH-02'],
    zh: '夜间停放检查开始',
    en: 'overnight parking is looked at from',
    unit: 'clock',
    default: 23,
    min: 18,
    max: 24,
    citation: OWN('定点停放'),
  },
  nightTo: {
    rules: ['VH-02'],
    zh: '夜间停放检查结束',
    en: 'overnight parking is looked at until',
    unit: 'clock',
    default: 5,
    min: 0,
    max: 9,
    citation: OWN('定点停放'),
  },
  overnightStop: {
    rules: ['VH-02'],
    zh: '夜间停放时长',
    en: 'overnight stop',
    unit: 'min',
    default: 60,
    min: 5,
    max: 480,
    citation: OWN('定点停放'),
  },
  depotSlack: {
    rules: ['VH-02'],
    zh: '停车场围栏允差',
    en: 'outside the parking fence',
    unit: 'm',
    default: 50,
    min: 0,
    max: 500,
    citation: OWN('定点停放'),
  },
  arrived: {
    rules: ['VH-06', 'VH-11'],
    zh: '到达判定距离',
    en: 'distance that is an arrival',
    unit: 'm',
    default: 300,
    min: 50,
    max: 2000,
    citation: OWN('到达'),
  },
} as const satisfies Record<string, VehicleParameter>

export type VehicleParameterKey = keyof typeof VEHICLE_PARAMETERS
export type VehicleParameterValues = Partial<Record<VehicleParameterKey, number>>

const MINUTE_MS = 60_000

/** The thresholds as the rules read them: what was set, the defaults for the rest. Throws on a value out of its bounds. */
export const limitsOf = (values: VehicleParameterValues) => {
  const v = (key: VehicleParameterKey): number => {
    const { default: usual, min, max } = VEHICLE_PARAMETERS[key]
    const value = values[key] ?? usual
    if (!(value >= min && value <= max))
      throw new RangeError(`${key}: expected ${min} to ${max}, found ${value}`)
    return value
  }
  const ms = (key: VehicleParameterKey): number => v(key) * MINUTE_MS
  return {
    /** 工作时段 on workdays where no table is published, hours of the day in UTC+8. */
    hours: { from: v('hoursFrom'), to: v('hoursTo') },
    /** Further from where it stood is a movement and not drift. */
    movedM: v('moved'),
    /** Without speed a position may lie so far off before it counts as moved. */
    driftM: v('drift'),
    /** Slower is standing. */
    standingKmh: v('standing'),
    /** So many reports in a row away from a standing place are a movement; one alone is a stray position. */
    movedPoints: v('movedPoints'),
    /** After such a gap a new place is no movement seen: the reports between may still come. */
    silenceMs: ms('silence'),
    /** Where no road and no fence says less: small passenger cars, and all others. */
    overspeedKmh: v('overspeed'),
    overspeedOtherKmh: v('overspeedOther'),
    overspeedPoints: v('overspeedPoints'),
    overspeedRed: v('overspeedRed') / 100,
    roadHeadingDeg: v('roadHeading'),
    roadSlackM: v('roadSlack'),
    /** So many reports in a row, so long and so far past its border, before a fence is broken or kept again. */
    fencePoints: v('fencePoints'),
    fenceHeldMs: v('fenceHeld') * 1000,
    fenceSlackM: v('fenceSlack'),
    /** Silent for longer is a case: VH-12. */
    silentMs: ms('silent'),
    /** An order covers the way to its start and from its end. */
    orderSlackMs: ms('orderSlack'),
    /** A departure without cover, so long before an order of the vehicle, is that order's early departure. */
    earlyMs: ms('early'),
    /** A trip that an order covered and that comes home so much later is late; later still it is a trip without an order. */
    overrunMs: ms('overrun'),
    /** Standing at its base for so long ends a trip. */
    homeMs: ms('home'),
    sensitiveStopMs: ms('sensitiveStop'),
    longStopMs: ms('longStop'),
    /** Overnight parking is looked at between these hours. */
    night: { from: v('nightFrom'), to: v('nightTo') },
    overnightStopMs: ms('overnightStop'),
    /** A parked position may lie so far outside the parking fence. */
    depotSlackM: v('depotSlack'),
    /** So near to its base or to the end of its route a vehicle is there. */
    arrivedM: v('arrived'),
  }
}
export type VehicleLimits = ReturnType<typeof limitsOf>
/** 本系统口径 [D] (rules A3.2): where no public figure was found. */
export const VEHICLE_LIMITS: VehicleLimits = limitsOf({})
