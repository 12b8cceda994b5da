import type { LoadDay } from '../dayTypes.ts'
import { type AnomalyCase, type Anomaly, baseline, fact } from './fact.ts'
import type { AnomalyLimits } from './rules.ts'

const waterBetween = (day: LoadDay, from: number, to: number): number | null => {
  const part = day.water?.slice(from, to).filter((m3) => m3 !== null) ?? []
  return part.length === 0 ? null : part.reduce((sum, m3) => sum + m3, 0) / part.length
}
export const leaking = ({ days }: AnomalyCase, last: LoadDay, L: AnomalyLimits): Anomaly | null => {
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
