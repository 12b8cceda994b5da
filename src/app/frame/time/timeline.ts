import { MINUTE_MS } from '#shared/kernel/time/time.ts'

/** Paths of the day's load in a box of 96 × 100: one unit a quarter hour, 0 at the foot. */
export const LOAD_BOX = { width: 96, height: 100 } as const
const QUARTER_MS = 15 * MINUTE_MS

/** Gaps stay gaps: a missing quarter starts a new stroke. */
export const loadPath = (values: readonly (number | null)[], top: number): string => {
  let pen = false
  const steps: string[] = []
  for (const [i, value] of values.entries()) {
    if (value === null) {
      pen = false
      continue
    }
    steps.push(
      `${pen ? 'L' : 'M'}${i + 0.5} ${(LOAD_BOX.height - (top > 0 ? value / top : 0) * LOAD_BOX.height).toFixed(2)}`,
    )
    pen = true
  }
  return steps.join('')
}

/** The same as areas down to the foot. */
export const loadArea = (values: readonly (number | null)[], top: number): string =>
  loadPath(values, top).replaceAll(/M([\d.]+) [^M]*/g, (line, from: string) => {
    const [to = from] = /[\d.]+(?= [\d.-]+$)/.exec(line) ?? []
    return `${line}L${to} ${LOAD_BOX.height}L${from} ${LOAD_BOX.height}Z`
  })

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21] as const
const HOUR_EM = 3
const HOUR_STEPS = [1, 2, 4] as const
/** What no word may lie on, such as a seam between two screens: from where to where along the axis, in its characters. */
export type Barred = readonly (readonly [from: number, to: number])[]
const isClear = (from: number, to: number, barred: Barred): boolean =>
  barred.every(([start, end]) => to <= start || from >= end)

/** The hours that are written on an axis of this many characters: those that touch neither each other nor what is written at the now-line nor what is barred. */
export const hoursBeside = (
  now: number,
  axisEm: number,
  label: { readonly em: number; readonly left: boolean },
  barred: Barred = [],
) => {
  const apart = axisEm / HOURS.length
  const step = HOUR_STEPS.find((many) => many * apart >= HOUR_EM) ?? HOURS.length
  return HOURS.filter((hour, i) => {
    if (i % step !== 0) return false
    const from = (hour / 24) * axisEm
    const [start, end] = label.left
      ? [now * axisEm - label.em, now * axisEm]
      : [now * axisEm, now * axisEm + label.em]
    return (from + HOUR_EM < start || from > end) && isClear(from, from + HOUR_EM, barred)
  })
}

/** Late in the day the words at the now-line stand before it, and where after it they would lie on what is barred. */
const LATE = 0.88
export const isWrittenBefore = (now: number, axisEm: number, labelEm: number, barred: Barred): boolean => {
  const at = now * axisEm
  if (now > LATE) return true
  if (isClear(at, at + labelEm, barred) || at <= labelEm) return false
  if (isClear(at - labelEm, at, barred)) return true
  /** The line itself stands beside a seam: its words at least do not cross it. */
  const seams = barred.map(([start, end]): [number, number] => [(start + end) / 2, (start + end) / 2])
  return !isClear(at, at + labelEm, seams) && isClear(at - labelEm, at, seams)
}

/** What is read of each quarter hour of a day. */
export const quartersOf = <P extends { readonly at: number }>(
  points: readonly P[],
  start: number,
  read: (point: P) => number | null,
): (number | null)[] => {
  const day: (number | null)[] = Array.from({ length: LOAD_BOX.width }, () => null)
  for (const point of points)
    if (point.at >= start && point.at < start + LOAD_BOX.width * QUARTER_MS)
      day[(point.at - start) / QUARTER_MS] = read(point)
  return day
}

/** Mean power of each quarter hour of a day, kW, of the energy in it. */
export const quartersKw = (
  points: readonly { readonly at: number; readonly kwh: number | null }[],
  start: number,
): (number | null)[] => quartersOf(points, start, ({ kwh }) => (kwh === null ? null : kwh * 4))

export const topOf = (...series: readonly (readonly (number | null)[])[]): number =>
  series.flat().reduce<number>((most, value) => Math.max(most, value ?? 0), 0)

/** Alerts of a day in steps of ten minutes, worst colour first, so that a storm stays countable. */
const MARK_STEP_MS = 10 * MINUTE_MS

export interface TimeMark {
  readonly at: number
  readonly severity: 'yellow' | 'red'
  readonly count: number
  readonly text: string
}

export const marksOf = (
  alerts: readonly { readonly at: number; readonly severity: string; readonly text: string }[],
  from: number,
  to: number,
): readonly TimeMark[] => {
  const steps = new Map<number, TimeMark>()
  for (const { at, severity, text } of alerts) {
    if (at < from || at >= to || (severity !== 'red' && severity !== 'yellow')) continue
    const step = from + Math.floor((at - from) / MARK_STEP_MS) * MARK_STEP_MS
    const known = steps.get(step)
    steps.set(step, {
      at: step + MARK_STEP_MS / 2,
      severity: known?.severity === 'red' ? 'red' : severity,
      count: (known?.count ?? 0) + 1,
      text: known?.text ?? text,
    })
  }
  return [...steps.values()]
}
