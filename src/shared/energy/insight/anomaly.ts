import type { Widened } from '../../standards/rule.ts'
import type { DayString, KilowattHours, Kilowatts } from '../../units.ts'
import { median, type LoadDay } from './dayTypes.ts'

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

/** A fact with its unit, ready for a list: value against what it was held to. */
export interface AnomalyFact {
  readonly name: { readonly zh: string; readonly en: string }
  readonly value: number
  readonly unit: string
  readonly decimals: number
  /** Of a share: what it is a share of. */
  readonly of?: { readonly value: number; readonly unit: string; readonly decimals: number }
}
export interface Anomaly {
  readonly kind: AnomalyKind
  readonly day: DayString
  readonly severity: 'yellow' | 'red'
  readonly facts: readonly AnomalyFact[]
}

/** What is looked at: days that have ended, ascending; the last is judged against those before it. */
export interface AnomalyCase {
  readonly days: readonly LoadDay[]
  /** Idle usable area ÷ usable area; null where no room is known. */
  readonly idleShare: number | null
  /** What `idleShare` is of. */
  readonly usableDm2?: number
  /** Mean power ÷ building area over the days, W/m², and the median of the buildings beside it; null where not known. */
  readonly wattsPerM2: number | null
  readonly usualWattsPerM2: number | null
  /** The last day by the main meter and by its 分项 meters together; left out where not all of them are metered. */
  readonly balance?: { readonly wholeKwh: KilowattHours; readonly partsKwh: KilowattHours } | undefined
}

interface AnomalyText {
  readonly zh: string
  readonly en: string
}
export interface AnomalyRule {
  readonly name: AnomalyText
  readonly short: AnomalyText
  readonly rule: AnomalyText
}
const share = (value: number): number => Math.round(value * 1000) / 10

/** What counts as each kind, with the limits that it is held to. */
export const anomalyRules = ({
  night,
  work,
  rest,
  jump,
  flatHours,
  flatShare,
  empty,
  gapHours,
  leak,
  balance,
}: AnomalyLimits = ANOMALY_LIMITS): Readonly<Record<AnomalyKind, AnomalyRule>> => ({
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
/** As this system has them where nothing was revised. */
export const ANOMALY_RULES = anomalyRules()

const fact = (zh: string, en: string, value: number, unit: string, decimals = 1): AnomalyFact => ({
  name: { zh, en },
  value,
  unit,
  decimals,
})
/** A share in percent with what it is of. */
const shareFact = (
  zh: string,
  en: string,
  share: number,
  of: readonly [value: number, unit: string, decimals: number],
  decimals = 0,
): AnomalyFact => ({
  ...fact(zh, en, share * 100, '%', decimals),
  of: { value: of[0], unit: of[1], decimals: of[2] },
})
const meanOf = (day: LoadDay, from: number, to: number): Kilowatts | null => {
  const part = day.hours.slice(from, to).filter((kwh) => kwh !== null)
  return part.length === 0 ? null : part.reduce((sum, kwh) => sum + kwh, 0) / part.length
}
const sumOf = (day: LoadDay): number | null =>
  day.hours.includes(null) ? null : day.hours.reduce<number>((sum, kwh) => sum + (kwh ?? 0), 0)
const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)
const baseline = (values: readonly (number | null)[], leastDays: number): number | null =>
  known(values).length < leastDays ? null : median(known(values))

/** The night's base load of the last day; null where its night was not read. */
export const nightBase = (
  days: readonly LoadDay[],
  L: AnomalyLimits = ANOMALY_LIMITS,
): {
  readonly nightKw: Kilowatts
  readonly usualKw: Kilowatts | null
  readonly workKw: Kilowatts | null
} | null => {
  const last = days.at(-1)
  const nightKw = last ? meanOf(last, L.night.fromHour, L.night.toHour) : null
  if (!last || nightKw === null) return null
  const before = days.slice(0, -1)
  const nights = before
    .filter((day) => day.type === last.type)
    .map((day) => meanOf(day, L.night.fromHour, L.night.toHour))
  const working = days
    .filter((day) => day.type === 'work')
    .map((day) => meanOf(day, L.work.fromHour, L.work.toHour))
  return { nightKw, usualKw: baseline(nights, L.leastDays), workKw: baseline(working, L.leastDays) }
}

const nightHigh = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const base = nightBase(days, L)
  if (!base || base.nightKw <= 0) return null
  const own = base.usualKw !== null && base.usualKw > 0 ? base.nightKw / base.usualKw : 0
  const ofDay = base.workKw !== null && base.workKw > 0 ? base.nightKw / base.workKw : 0
  if (own <= L.night.overOwn && ofDay <= L.night.ofDay) return null
  const facts = [
    fact(
      `${L.night.fromHour}–${L.night.toHour} 时平均负荷`,
      `mean load ${L.night.fromHour}–${L.night.toHour} h`,
      base.nightKw,
      'kW',
    ),
    ...(base.usualKw === null
      ? []
      : [fact('同类日夜间中位数', 'median night of such days', base.usualKw, 'kW')]),
    ...(base.workKw === null
      ? []
      : [
          fact(
            `工作日 ${L.work.fromHour}–${L.work.toHour} 时中位负荷`,
            'median working-hours load',
            base.workKw,
            'kW',
          ),
          shareFact('夜间 ÷ 白天', 'night ÷ day', ofDay, [base.workKw, 'kW', 1]),
        ]),
  ]
  return {
    kind: 'night-high',
    day: last.day,
    severity: own > L.night.redOwn || ofDay > L.night.redOfDay ? 'red' : 'yellow',
    facts,
  }
}

const restAsWork = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const kwh = sumOf(last)
  if (last.type !== 'rest' || kwh === null) return null
  const before = days.slice(0, -1)
  const work = baseline(before.filter((day) => day.type === 'work').map(sumOf), L.leastDays)
  const rest = baseline(before.filter((day) => day.type === 'rest').map(sumOf), L.leastDays)
  if (
    work === null ||
    rest === null ||
    work <= 0 ||
    kwh <= work * L.rest.ofWork ||
    rest >= work * L.rest.usuallyBelow
  )
    return null
  return {
    kind: 'rest-as-work',
    day: last.day,
    severity: 'yellow',
    facts: [
      fact('当日用电', "the day's use", kwh, 'kWh', 0),
      fact('工作日中位数', 'median working day', work, 'kWh', 0),
      fact('平时休息日中位数', 'median rest day', rest, 'kWh', 0),
    ],
  }
}

const jump = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const kwh = sumOf(last)
  const like = known(
    days
      .slice(0, -1)
      .filter((day) => day.type === last.type)
      .map(sumOf),
  )
  const usual = baseline(like, L.leastDays)
  if (kwh === null || usual === null || usual <= 0) return null
  const deviation = median(like.map((value) => Math.abs(value - usual))) ?? 0
  const far = Math.abs(kwh - usual) > L.jump.deviations * Math.max(deviation, usual * 0.02)
  if (!far || (kwh <= usual * L.jump.times && kwh >= usual * L.jump.fall)) return null
  return {
    kind: 'jump',
    day: last.day,
    severity: kwh > usual * L.jump.redTimes ? 'red' : 'yellow',
    facts: [
      fact('当日用电', "the day's use", kwh, 'kWh', 0),
      fact('同类日中位数', 'median of such days', usual, 'kWh', 0),
      fact('比值', 'ratio', kwh / usual, '', 2),
      fact('中位绝对偏差', 'median absolute deviation', deviation, 'kWh', 0),
    ],
  }
}

const flat = (_: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  let [run, longest, at] = [1, 1, 0]
  for (let hour = 1; hour < last.hours.length; hour++) {
    const [before, now] = [last.hours[hour - 1], last.hours[hour]]
    run =
      typeof before === 'number' &&
      typeof now === 'number' &&
      Math.abs(now - before) <= Math.abs(before) * L.flatShare
        ? run + 1
        : 1
    if (run > longest) [longest, at] = [run, hour]
  }
  if (longest < L.flatHours) return null
  return {
    kind: 'flat',
    day: last.day,
    severity: longest >= 2 * L.flatHours ? 'red' : 'yellow',
    facts: [
      fact('连续小时数', 'hours in a row', longest, 'h', 0),
      fact('每小时用电', 'use an hour', last.hours[at] as number, 'kWh', 2),
    ],
  }
}

const emptyLoad = (given: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const { idleShare, wattsPerM2, usualWattsPerM2 } = given
  if (idleShare === null || wattsPerM2 === null || usualWattsPerM2 === null || usualWattsPerM2 <= 0)
    return null
  if (idleShare < L.empty.idleShare || wattsPerM2 < usualWattsPerM2 * L.empty.ofMedian) return null
  return {
    kind: 'empty-load',
    day: last.day,
    severity: 'yellow',
    facts: [
      shareFact('闲置面积占比', 'idle share of the area', idleShare, [(given.usableDm2 ?? 0) / 100, 'm²', 0]),
      fact('单位面积平均功率', 'mean power per area', wattsPerM2, 'W/m²', 2),
      fact('本县中位数', "the county's median", usualWattsPerM2, 'W/m²', 2),
    ],
  }
}

const gap = (_: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const missing = last.hours.filter((kwh) => kwh === null).length
  return missing < L.gapHours
    ? null
    : {
        kind: 'gap',
        day: last.day,
        severity: missing >= L.redGapHours ? 'red' : 'yellow',
        facts: [fact('缺失小时', 'hours missing', missing, 'h', 0)],
      }
}

const waterBetween = (day: LoadDay, from: number, to: number): number | null => {
  const part = day.water?.slice(from, to).filter((m3) => m3 !== null) ?? []
  return part.length === 0 ? null : part.reduce((sum, m3) => sum + m3, 0) / part.length
}
const leaking = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  const { fromHour, toHour } = L.leak
  const night = waterBetween(last, fromHour, toHour)
  const usual = baseline(
    days.slice(0, -1).map((day) => waterBetween(day, fromHour, toHour)),
    L.leastDays,
  )
  const work = baseline(
    days
      .filter(({ type }) => type === 'work')
      .map((day) => waterBetween(day, L.work.fromHour, L.work.toHour)),
    L.leastDays,
  )
  if (
    night === null ||
    usual === null ||
    work === null ||
    work <= 0 ||
    night <= usual * L.leak.overOwn ||
    night <= work * L.leak.ofDay
  )
    return null
  return {
    kind: 'leak',
    day: last.day,
    severity: night > work * L.leak.redOfDay ? 'red' : 'yellow',
    facts: [
      fact(`${fromHour}–${toHour} 时平均用水`, `mean water ${fromHour}–${toHour} h`, night, 'm³/h', 3),
      fact('自身夜间中位数', 'its median night', usual, 'm³/h', 3),
      fact(
        `工作日 ${L.work.fromHour}–${L.work.toHour} 时`,
        `working hours ${L.work.fromHour}–${L.work.toHour} h`,
        work,
        'm³/h',
        3,
      ),
    ],
  }
}

const imbalanced = ({ balance }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
  if (!balance || balance.wholeKwh <= 0) return null
  const share = Math.abs(balance.wholeKwh - balance.partsKwh) / balance.wholeKwh
  if (share <= L.balance.ofWhole) return null
  return {
    kind: 'imbalance',
    day: last.day,
    severity: share > L.balance.redOfWhole ? 'red' : 'yellow',
    facts: [
      shareFact('总分差', 'difference', share, [balance.wholeKwh, 'kWh', 0], 1),
      fact('总表', 'main meter', balance.wholeKwh, 'kWh', 0),
      fact('各分项之和', 'sub-meters together', balance.partsKwh, 'kWh', 0),
    ],
  }
}

const DETECTORS = [nightHigh, restAsWork, jump, flat, emptyLoad, gap, leaking, imbalanced]

/** Everything odd about the last day, each with the facts that it was judged by; empty where there is no day. */
export const anomaliesOf = (given: AnomalyCase, limits: AnomalyLimits = ANOMALY_LIMITS): Anomaly[] => {
  const last = given.days.at(-1)
  return last ? DETECTORS.map((detect) => detect(given, last, limits)).filter((found) => found !== null) : []
}
