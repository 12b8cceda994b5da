import type { Widened } from '../../../standards/rule.ts'

export type AnomalyKind =
  'night-high' | 'rest-as-work' | 'jump' | 'flat' | 'empty-load' | 'gap' | 'leak' | 'imbalance'

/** 本系统口径 [D]; every alert prints the ones that it used. */
export const ANOMALY_LIMITS = {
  /** Baselines are the median of the same type's days before, at least so many. */
  leastDays: 3,
  night: { fromHour: 0, toHour: 5, overOwn: 1.5, ofDay: 0.6, redOwn: 2, redOfDay: 0.8 },
  work: { fromHour: 9, toHour: 17 },
  rest: { ofWork: 0.8, usuallyBelow: 0.7 },
  jump: { times: 1.5, fall: 0.4, deviations: 4, redTimes: 2 },
  flatHours: 6,
  /** A value counts as the same within this share. */
  flatShare: 0.001,
  gapHours: 3,
  redGapHours: 12,
  empty: { idleShare: 0.8, ofMedian: 0.5 },
  /** Water that runs at night: against the building's own nights and against its working hours. */
  leak: { fromHour: 1, toHour: 5, overOwn: 2.5, ofDay: 0.25, redOfDay: 0.6 },
  /** 总分差: what the main meter and its 分项 meters may differ, of the main meter's day. */
  balance: { ofWhole: 0.1, redOfWhole: 0.3 },
} as const
export type AnomalyLimits = Widened<typeof ANOMALY_LIMITS>

interface AnomalyText {
  readonly zh: string
  readonly en: string
}
interface AnomalyRule {
  readonly name: AnomalyText
  readonly short: AnomalyText
  readonly rule: AnomalyText
}
const share = (value: number): number => Math.round(value * 1000) / 10

type Rules<K extends AnomalyKind> = Readonly<Record<K, AnomalyRule>>
/** Kinds that the hours of electricity show by themselves. */
const loadRules = ({
  night,
  work,
  rest,
  jump,
  flatHours,
  flatShare,
}: AnomalyLimits): Rules<'night-high' | 'rest-as-work' | 'jump' | 'flat'> => ({
  'night-high': {
    name: { zh: '夜间基础负荷偏高', en: 'High night base load' },
    short: { zh: '夜间', en: 'night' },
    rule: {
      zh: `${night.fromHour}–${night.toHour} 时平均负荷 > 同类日夜间中位数 × ${night.overOwn},或 > 工作日 ${work.fromHour}–${work.toHour} 时平均负荷 × ${share(night.ofDay)}%`,
      en: `mean load ${night.fromHour}–${night.toHour} h > ${night.overOwn} × the median night of such days, or > ${share(night.ofDay)} % of the working hours' mean load`,
    },
  },
  'rest-as-work': {
    name: { zh: '休息日按工作日用能', en: 'Rest day used like a working day' },
    short: { zh: '休息日', en: 'rest day' },
    rule: {
      zh: `休息日用电 > 工作日中位数 × ${share(rest.ofWork)}%,而平时休息日不到 ${share(rest.usuallyBelow)}%`,
      en: `a rest day uses > ${share(rest.ofWork)} % of the median working day, while rest days usually use < ${share(rest.usuallyBelow)} %`,
    },
  },
  jump: {
    name: { zh: '用电突变', en: 'Sudden change' },
    short: { zh: '突变', en: 'jump' },
    rule: {
      zh: `日用电 > 同类日中位数 × ${jump.times} 或 < × ${share(jump.fall)}%,且偏离超过 ${jump.deviations} 倍中位绝对偏差`,
      en: `the day > ${jump.times} × or < ${share(jump.fall)} % of the median of such days, and more than ${jump.deviations} median absolute deviations away`,
    },
  },
  flat: {
    name: { zh: '读数不变(疑表计卡滞)', en: 'Flat line (stuck meter?)' },
    short: { zh: '卡滞', en: 'stuck' },
    rule: {
      zh: `连续 ${flatHours} 小时以上每小时用电相同(差 ≤ ${share(flatShare)}%)`,
      en: `${flatHours} hours or more with the same use an hour (within ${share(flatShare)} %)`,
    },
  },
})
/** Kinds that ask for something beside them: rooms, water, other meters, or that nothing was read. */
const otherRules = ({
  work,
  empty,
  gapHours,
  leak,
  balance,
}: AnomalyLimits): Rules<'empty-load' | 'gap' | 'leak' | 'imbalance'> => ({
  'empty-load': {
    name: { zh: '空置楼仍有负荷', en: 'Empty building with a load' },
    short: { zh: '空置', en: 'empty' },
    rule: {
      zh: `闲置面积 ≥ ${share(empty.idleShare)}%,而单位面积平均功率 ≥ 本县中位数 × ${share(empty.ofMedian)}%`,
      en: `idle area ≥ ${share(empty.idleShare)} %, yet mean power per m² ≥ ${share(empty.ofMedian)} % of the county's median`,
    },
  },
  gap: {
    name: { zh: '读数缺失', en: 'Readings missing' },
    short: { zh: '缺失', en: 'gap' },
    rule: { zh: `一日缺 ${gapHours} 小时以上`, en: `${gapHours} hours or more of a day missing` },
  },
  leak: {
    name: { zh: '夜间持续用水(疑漏水)', en: 'Water runs at night (leak?)' },
    short: { zh: '漏水', en: 'leak' },
    rule: {
      zh: `${leak.fromHour}–${leak.toHour} 时平均用水 > 自身夜间中位数 × ${leak.overOwn},且 > 工作日 ${work.fromHour}–${work.toHour} 时平均用水 × ${share(leak.ofDay)}%`,
      en: `mean water ${leak.fromHour}–${leak.toHour} h > ${leak.overOwn} × the median night, and > ${share(leak.ofDay)} % of the working hours' mean`,
    },
  },
  imbalance: {
    name: { zh: '总分不平衡(疑互感器接反或漏表)', en: 'Parts do not sum to the whole (reversed CT?)' },
    short: { zh: '总分差', en: 'imbalance' },
    rule: {
      zh: `|总表 − 各分项表之和| > 总表 × ${share(balance.ofWhole)}%`,
      en: `|main meter − its sub-meters together| > ${share(balance.ofWhole)} % of the main meter`,
    },
  },
})
/** What counts as each kind, with the limits that it is held to. */
export const anomalyRules = (limits: AnomalyLimits = ANOMALY_LIMITS): Rules<AnomalyKind> => ({
  ...loadRules(limits),
  ...otherRules(limits),
})
/** As this system has them where nothing was revised. */
export const ANOMALY_RULES = anomalyRules()
