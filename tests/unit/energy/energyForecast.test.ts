import { describe, expect, it } from 'vitest'
import { anomaliesOf } from '../../../src/shared/energy/insight/anomalies/anomalies.ts'
import type { AnomalyCase } from '../../../src/shared/energy/insight/anomalies/fact.ts'
import type { LoadDay } from '../../../src/shared/energy/insight/dayTypes.ts'
import { bandsOf, coverageOf, isHoliday } from '#shared/energy/insight/forecastBand.ts'
import { fit, forecastDay, learn, naiveDay } from '../../../src/shared/energy/insight/forecast.ts'
import { emptyRoomKwh } from '../../../src/shared/energy/insight/vacancy.ts'
import { anomalyAlerts } from '../../../src/shared/supervision/energy/anomalies.ts'
import { HOUSING_ALERTS } from '../../../src/shared/supervision/housing.ts'

const dayAt = (n: number): string => new Date(Date.UTC(2026, 3, 1 + n)).toISOString().slice(0, 10)

const isRest = (n: number): boolean => [0, 6].includes(new Date(Date.UTC(2026, 3, 1 + n)).getUTCDay())

/** An office: 4 kWh an hour at night, 20 by working day, more with the heat. */
const office = (n: number, meanC = 24, scale = 1): LoadDay => ({
  day: dayAt(n),
  type: isRest(n) ? 'rest' : 'work',
  meanC,
  hours: Array.from(
    { length: 24 },
    (_, hour) =>
      scale *
      (!isRest(n) && hour >= 8 && hour < 18
        ? 20 + hour * 0.1 + Math.max(0, meanC - 22) * 2
        : 4 + hour * 0.05),
  ),
})

const history = (count: number): LoadDay[] =>
  Array.from({ length: count }, (_, n) => office(n, 20 + ((n * 7) % 10)))

const quiet = { idleShare: 0.1, wattsPerM2: null, usualWattsPerM2: null }

const kinds = (given: Partial<AnomalyCase> & { days: readonly LoadDay[] }): string[] =>
  anomaliesOf({ ...quiet, ...given }).map(({ kind }) => kind)

const past = history(28)

describe('anomalies', () => {
  it('a usual day is none', () => expect(kinds({ days: [...past, office(28)] })).toEqual([]))

  it('night, weekend, jump, flat line, empty building, gap: each with its facts', () => {
    const night = { ...office(28), hours: office(28).hours.map((kwh, hour) => (hour < 5 ? 18 : kwh)) }
    expect(kinds({ days: [...past, night] })).toEqual(['night-high'])
    const saturday = { ...office(31), hours: office(28).hours }
    expect(saturday.type).toBe('rest')
    expect(kinds({ days: [...past, ...[28, 29, 30].map((n) => office(n)), saturday] })).toContain(
      'rest-as-work',
    )
    expect(kinds({ days: [...past, office(28, 24, 2.5)] })).toContain('jump')
    const stuck = {
      ...office(28),
      hours: office(28).hours.map((kwh, hour) =>
        hour < 5 ? 4 + hour * 0.1 : hour < 18 ? 12.34 : kwh! + hour * 0.01,
      ),
    }
    expect(kinds({ days: [...past, stuck] })).toContain('flat')
    expect(
      kinds({ days: [...past, office(28)], idleShare: 0.9, wattsPerM2: 4, usualWattsPerM2: 5 }),
    ).toContain('empty-load')
    const gap = { ...office(28), hours: office(28).hours.map((kwh, hour) => (hour < 4 ? null : kwh)) }
    const [found] = anomaliesOf({ ...quiet, days: [...past, gap] })
    expect(found).toMatchObject({ kind: 'gap', day: dayAt(28), facts: [{ value: 4, unit: 'h' }] })
  })

  it('water that runs at night and parts that do not sum to the whole', () => {
    const wet = (n: number, night = 0.02): LoadDay => ({
      ...office(n),
      water: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 0.6 : night)),
    })
    const days = Array.from({ length: 20 }, (_, n) => wet(n))
    expect(kinds({ days })).toEqual([])
    expect(kinds({ days: [...days, wet(20, 0.3)] })).toEqual(['leak'])
    expect(kinds({ days: [...days, wet(20, 0.06)] })).toEqual([])
    expect(kinds({ days, balance: { wholeKwh: 300, partsKwh: 220 } })).toEqual(['imbalance'])
    expect(kinds({ days, balance: { wholeKwh: 300, partsKwh: 290 } })).toEqual([])
  })
})

describe('anomalies', () => {
  it('a county’s cases of one kind are one alert, graded by their share of its buildings', () => {
    const [anomaly] = anomaliesOf({
      ...quiet,
      days: [...past, { ...office(28), hours: office(28).hours.map(() => null) }],
    })
    const at = (n: number) => ({ building: `B${n}`, name: `${n}号楼`, region: '450102', anomaly: anomaly! })
    const told = (n: number) =>
      anomalyAlerts(
        Array.from({ length: n }, (_, i) => at(i + 1)),
        {
          regionName: () => '兴宁区',
          bases: new Map([['450102', 40]]),
          before: () => null,
          reference: 0.1,
          limits: HOUSING_ALERTS,
        },
      )
    expect(told(1)).toMatchObject([{ id: 'EA-06:450102', place: 'B1', count: 1, severity: 'info' }])
    expect(told(5)).toMatchObject([
      { id: 'EA-06:450102', rule: 'EA-06', count: 5, place: '450102', severity: 'yellow' },
    ])
    expect(told(9)[0]?.severity).toBe('red')
    expect(told(5)[0]?.text.zh).toBe(
      `兴宁区:5 栋楼${dayAt(28)} 读数缺失(红 5 / 黄 0 栋,占 13%(5/40)):1号楼 24 h、2号楼 24 h、3号楼 24 h、4号楼 24 h、5号楼 24 h`,
    )
  })
})

describe('the forecast', () => {
  it('beats the seasonal naïve where the weather drives the load, on days that it never saw', () => {
    const days = history(42)
    const { model, holdOut } = learn(days)
    expect(holdOut.days).toEqual(days.slice(-7).map(({ day }) => day))
    expect(holdOut.hourly.model!).toBeLessThan(holdOut.hourly.naive!)
    expect(holdOut.hourly.model!).toBeLessThan(6)
    const next = { day: dayAt(42), type: 'work' as const, meanC: 28 }
    expect(forecastDay(model, days, next)![10]).toBeGreaterThan(27)
  })

  it('what is held out changes no forecast of it', () => {
    const days = history(42)
    const spoiled = days.map((day, n) =>
      n >= 35 ? { ...day, hours: day.hours.map((kwh) => (kwh ?? 0) * 9) } : day,
    )
    const before = days.slice(0, 35)
    expect(forecastDay(fit(before), before, days[35]!)).toEqual(
      forecastDay(fit(spoiled.slice(0, 35)), spoiled.slice(0, 35), days[35]!),
    )
  })

  it('the band from the days before holds about what it means to hold of the days after', () => {
    const even = (n: number): number => (((Math.sin(n) * 43758.5453) % 1) + 1) % 1
    const bell = (n: number): number => even(n) + even(n + 0.3) + even(n + 0.7) - 1.5
    const noisy = Array.from({ length: 60 }, (_, n): LoadDay => ({
      ...office(n),
      hours: office(n).hours.map((kwh, hour) => (kwh ?? 0) * (1 + 0.15 * bell(n * 24 + hour))),
    }))
    const { coverage } = learn(noisy).holdOut
    expect(coverage.hours).toBe(7 * 24)
    expect(coverage.share!).toBeGreaterThan(0.7)
    expect(coverage.share!).toBeLessThan(0.97)
    expect(
      coverageOf(bandsOf([{ key: 'work', ratios: [1, 1, 1] }]), [{ key: 'work', ratios: [1, 2, 0.5, 1] }])
        .share,
    ).toBe(0.5)
  })
})

describe('the forecast', () => {
  it('a holiday is three days off in a row; it teaches nothing of weekends and goes by its own days', () => {
    const off = new Set(['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-10', '2026-10-11'])
    const works = (day: string): boolean => !off.has(day)
    expect(
      ['2026-10-01', '2026-10-03', '2026-10-10', '2026-10-12'].map((day) => isHoliday(day, works)),
    ).toEqual([true, true, false, false])
    const days = [
      ...history(40),
      ...[40, 41].map((n) => ({ ...office(n, 22, 0.5), type: 'rest' as const, isHoliday: true })),
    ]
    const ahead = (holiday: boolean): number =>
      forecastDay({ ...fit(days), weight: 1 }, days, {
        day: dayAt(42),
        type: 'rest',
        meanC: 22,
        isHoliday: holiday,
      })![3]!
    expect(ahead(true)).toBeCloseTo(office(40, 22, 0.5).hours[3]!, 1)
    expect(ahead(false)).toBeCloseTo(office(5, 22).hours[3]!, 0)
  })

  it('the naïve way takes the same day type; zeros and gaps teach nothing', () => {
    const days = history(20)
    expect(naiveDay(days, 'rest', dayAt(20))).toEqual(days.findLast((day) => day.type === 'rest')!.hours)
    expect(naiveDay([{ ...office(0), hours: office(0).hours.map(() => null) }], 'work', dayAt(1))).toBeNull()
    expect(fit(days.slice(0, 3)).coefficients).toBeNull()
  })
})

describe('empty rooms', () => {
  it('take the share of their area of what does not serve special use', () => {
    expect(
      emptyRoomKwh({ electricityKwh: 9000, specialShare: 0.2, idleDm2: 100, usableDm2: 900 }),
    ).toBeCloseTo(800, 6)
    expect(emptyRoomKwh({ electricityKwh: 9000, specialShare: 0.2, idleDm2: 0, usableDm2: 0 })).toBeNull()
  })
})
