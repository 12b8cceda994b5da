import { describe, expect, it } from 'vitest'
import {
  hoursBeside,
  isWrittenBefore,
  loadArea,
  loadPath,
  marksOf,
  quartersKw,
  quartersOf,
  topOf,
} from '../../../../../src/app/frame/time/timeline.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../../src/shared/kernel/time/time.ts'

const QUARTER = 15 * MINUTE_MS
const DAY = Date.parse('2026-06-15T00:00:00+08:00')
const at = (quarter: number, kwh: number | null) => ({ at: DAY + quarter * QUARTER, kwh })

describe('the quarter hours of a day', () => {
  it('are ninety-six, each where it lies, a gap where nothing was read', () => {
    const day = quartersKw([at(0, 10), at(1, null), at(95, 2.5)], DAY)
    expect([day.length, day[0], day[1], day[2], day[95]]).toEqual([96, 40, null, null, 10])
  })

  it('take nothing of the day before or after, so that two days may stand in one answer', () => {
    const points = [at(-1, 1), at(0, 2), at(95, 3), at(96, 4)]
    const seen = (start: number) => quartersKw(points, start).filter((kw) => kw !== null)
    expect([seen(DAY - DAY_MS), seen(DAY), seen(DAY + DAY_MS)]).toEqual([[4], [8, 12], [16]])
  })

  it('are read as is wanted of each', () => {
    expect(quartersOf([{ at: DAY, have: 3 }], DAY, ({ have }) => have / 4)[0]).toBe(0.75)
  })
})

describe('the line of a load', () => {
  it('stands as high as its share of the top, and begins anew after a gap', () => {
    expect(loadPath([50, 100, null, 0], 100)).toBe('M0.5 50.00L1.5 0.00M3.5 100.00')
    expect(topOf([1, null, 7], [null], [3])).toBe(7)
  })

  it('lies at the foot where there is no load at all', () => {
    expect([topOf(), loadPath([0, 0], 0)]).toEqual([0, 'M0.5 100.00L1.5 100.00'])
  })
})

describe('the area of a load', () => {
  it('goes down to the foot at both ends of each stretch', () => {
    expect(loadArea([50, 100, null, 0], 100)).toBe(
      'M0.5 50.00L1.5 0.00L1.5 100L0.5 100ZM3.5 100.00L3.5 100L3.5 100Z',
    )
  })
})

describe('the hours on the axis', () => {
  const AXIS_EM = 96
  it('are every third, but those that would touch what is written at the now-line', () => {
    expect(hoursBeside(10 / 24, AXIS_EM, { em: 10, left: false })).toEqual([0, 3, 6, 9, 15, 18, 21])
    expect(hoursBeside(9.1 / 24, AXIS_EM, { em: 10, left: false })).toEqual([0, 3, 6, 12, 15, 18, 21])
  })

  it('stand apart on a short axis', () => {
    expect(hoursBeside(0.98, 18, { em: 0, left: false })).toEqual([0, 6, 12, 18])
    expect(hoursBeside(0.98, 9, { em: 0, left: false })).toEqual([0, 12])
    expect(hoursBeside(0.98, 4, { em: 0, left: false })).toEqual([0])
  })

  it('give way before the line where the words stand there', () => {
    expect(hoursBeside(23 / 24, AXIS_EM, { em: 10, left: true })).toEqual([0, 3, 6, 9, 12, 15, 18])
  })

  it('are not written on a seam between two screens, nor are the words at the now-line', () => {
    const seam = [[(9 / 24) * AXIS_EM + 1, (9 / 24) * AXIS_EM + 2]] as const
    const label = { em: 10, left: false }
    expect(hoursBeside(20 / 24, AXIS_EM, label, seam)).toEqual([0, 3, 6, 12, 15, 18])
    const now = 8 / 24
    const crossed = [[now * AXIS_EM + 4, now * AXIS_EM + 5]] as const
    expect([isWrittenBefore(now, AXIS_EM, 10, []), isWrittenBefore(now, AXIS_EM, 10, crossed)]).toEqual([
      false,
      true,
    ])
    const beside = (by: number) => [[now * AXIS_EM + by - 5, now * AXIS_EM + by + 5]] as const
    expect([-1, 1].map((by) => isWrittenBefore(now, AXIS_EM, 10, beside(by)))).toEqual([false, true])
    expect(isWrittenBefore(0.9, AXIS_EM, 10, [])).toBe(true)
  })
})

describe('the alerts of a day on its line', () => {
  const alert = (ms: number, severity: string, text: string) => ({ at: DAY + ms, severity, text })
  const marks = (...alerts: ReturnType<typeof alert>[]) => marksOf(alerts, DAY, DAY + DAY_MS)

  it('are one mark for ten minutes, counted, in the worst colour, with the first one’s words', () => {
    const [first, second] = marks(
      alert(HOUR_MS, 'yellow', 'a'),
      alert(HOUR_MS + 9 * MINUTE_MS, 'red', 'b'),
      alert(HOUR_MS + 5 * MINUTE_MS, 'yellow', 'c'),
      alert(HOUR_MS + 10 * MINUTE_MS, 'yellow', 'd'),
    )
    expect(first).toEqual({ at: DAY + HOUR_MS + 5 * MINUTE_MS, severity: 'red', count: 3, text: 'a' })
    expect([second?.severity, second?.count]).toEqual(['yellow', 1])
  })

  it('are of that day and call for someone', () => {
    expect(
      marks(alert(-1, 'red', 'a'), alert(DAY_MS, 'red', 'b'), alert(0, 'info', 'c'), alert(0, 'green', 'd')),
    ).toEqual([])
  })
})
