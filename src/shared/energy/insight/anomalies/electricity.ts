import type { Kilowatts } from '../../../kernel/units.ts'
import { median, type LoadDay } from '../dayTypes.ts'
import { type AnomalyLimits, ANOMALY_LIMITS } from './rules.ts'
import { baseline, type AnomalyCase, type Anomaly, fact, shareFact, known } from './fact.ts'

const meanOf = (day: LoadDay, from: number, to: number): Kilowatts | null => {
  const part = day.hours.slice(from, to).filter((kwh) => kwh !== null)
  return part.length === 0 ? null : part.reduce((sum, kwh) => sum + kwh, 0) / part.length
}
const sumOf = (day: LoadDay): number | null =>
  day.hours.includes(null) ? null : day.hours.reduce<number>((sum, kwh) => sum + (kwh ?? 0), 0)

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

export const nightHigh = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
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

export const restAsWork = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
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

export const jump = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
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

export const flat = (_: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
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
