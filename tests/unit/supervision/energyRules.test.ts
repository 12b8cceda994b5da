import { describe, expect, it } from 'vitest'
import { ALERT_RULES } from '../../../src/shared/supervision/alert.ts'
import {
  nightCase,
  nightWords,
  QUOTA_WORDS,
  quotaCase,
} from '../../../src/shared/supervision/energy/energy.ts'
import {
  countByCounty,
  ENERGY_CALLS,
  energyAlerts,
  type EnergyCase,
  type EnergyContext,
} from '../../../src/shared/supervision/energy/county.ts'
import { HOUSING_ALERTS } from '../../../src/shared/supervision/housing.ts'
import { alertOrder } from '../../../src/shared/supervision/order.ts'

const at = (text: string): number => Date.parse(`${text}:00+08:00`)

describe('one order on every surface', () => {
  it('gravest first, then longest overdue, then most cases, then newest', () => {
    const now = at('2026-03-31T00:00')
    const alert = (
      id: string,
      severity: 'red' | 'yellow' | 'info',
      count: number,
      dueAt: number | null = null,
      raised = 0,
    ) => ({ id, severity, count, at: raised, dueAt })
    const list = [
      alert('info', 'info', 99),
      alert('few', 'yellow', 1),
      alert('many', 'yellow', 9),
      alert('late', 'yellow', 1, now - 86_400_000),
      alert('later', 'yellow', 1, now - 9 * 86_400_000),
      alert('not yet', 'yellow', 2, now + 1),
      alert('red', 'red', 1),
      alert('new', 'yellow', 1, null, 5),
    ]
    expect(list.sort(alertOrder(now)).map(({ id }) => id)).toEqual([
      'red',
      'later',
      'late',
      'many',
      'not yet',
      'new',
      'few',
      'info',
    ])
  })
})

const b = { building: 'B1', name: '1 号楼', region: '450102' }

const july = at('2026-07-02T12:00')

const over = (building: number, region: string, pace = 1.2): EnergyCase => ({
  ...quotaCase(
    { building: `B${building}`, name: `${building} 号楼`, region },
    { usedKwh: pace * 1000 * (182.5 / 365), quotaKwh: 1000 },
    july,
  )!,
})

const context: EnergyContext = {
  regionName: (code) => `县${code}`,
  bases: new Map(Array.from({ length: 30 }, (_, i) => [String(i), 50])),
  before: () => null,
  reference: ENERGY_CALLS.pace,
  limits: HOUSING_ALERTS,
}

describe('energy rules', () => {
  it('EN-05 compares the year so far with the quota’s pace', () => {
    expect(quotaCase(b, { usedKwh: 520, quotaKwh: 1000 }, july)).toBeNull()
    expect(quotaCase(b, { usedKwh: 540, quotaKwh: 1000 }, july)).toMatchObject({
      severity: 'yellow',
      rule: 'EN-05',
      building: 'B1',
      detail: '108% (n 500 kWh)',
    })
    expect(quotaCase(b, { usedKwh: 600, quotaKwh: 1000 }, july)).toMatchObject({
      severity: 'red',
      detail: '120% (n 500 kWh)',
    })
    expect(quotaCase(b, { usedKwh: 600, quotaKwh: 1000, quotaYear: 2026 }, july)?.detail).toBe(
      '120% (n 500 kWh)',
    )
    expect(quotaCase(b, { usedKwh: 600, quotaKwh: 1000, quotaYear: 2025 }, july)?.detail).toBe(
      '120% (n 500 kWh, 2025)',
    )
  })

  it('thresholds that no text gives are marked as this system’s own', () => {
    expect([ALERT_RULES['EN-01'].citation.mark, ALERT_RULES['EN-05'].citation.mark]).toEqual(['D', 'D'])
    expect(ALERT_RULES['EN-05'].citation.article).toMatch(/第十六、十七条.*本系统口径/)
  })

  it('EN-01 compares the night with the day', () => {
    expect(nightCase(b, 0.5, 1)).toBeNull()
    expect(nightCase(b, 0.7, 1)?.severity).toBe('yellow')
    expect(nightCase(b, 0.9, 1)?.severity).toBe('red')
  })
})

describe('energy rules', () => {
  it('buildings of a county are one alert with both counts and their share; it names the gravest and says how many there are', () => {
    const [alert, ...more] = energyAlerts(
      [1, 2, 3, 4, 5, 6, 7].map((n) => over(n, '3', 1.02 + n / 25)),
      QUOTA_WORDS,
      context,
    )
    expect(more).toEqual([])
    expect(alert).toMatchObject({
      id: 'EN-05:3',
      region: '3',
      place: '3',
      placeName: '县3',
      unit: null,
      count: 7,
      severity: 'yellow',
    })
    expect(alert?.text.zh).toBe(
      '县3:7 栋楼用电超定额进度(红 4 / 黄 3 栋,占 14%(7/50)):7 号楼 130% (n 500 kWh)、6 号楼 126% (n 500 kWh)、5 号楼 122% (n 500 kWh)、4 号楼 118% (n 500 kWh)、3 号楼 114% (n 500 kWh) 等 7 栋',
    )
    expect(alert?.text.en).toBe(
      "县3: 7 buildings ahead of the quota's pace (red 4 / yellow 3; 14%(7/50)): 7 号楼 130% (n 500 kWh), 6 号楼 126% (n 500 kWh), 5 号楼 122% (n 500 kWh), 4 号楼 118% (n 500 kWh), 3 号楼 114% (n 500 kWh) and 2 more",
    )
    expect(
      energyAlerts([nightCase({ ...b, region: '1' }, 0.9, 1)!], nightWords('2026-07-01'), {
        ...context,
        bases: countByCounty([{ region: '1' }]),
      })[0]?.text.zh,
    ).toBe('县1:1 栋楼2026-07-01 夜间(0–5 时)平均负荷占白天偏高(红 1 / 黄 0 栋,占 1/1):1 号楼 90% (n 4 kW)')
  })

  it('a building far over its quota makes no county red: below the reference it is for information, at the building itself', () => {
    expect(energyAlerts([over(1, '3', 1.9)], QUOTA_WORDS, context)).toMatchObject([
      { severity: 'info', place: 'B1', count: 1 },
    ])
  })

  it('at most a tenth of the counties is red, by share; none that is being mended', () => {
    const all = Array.from({ length: 30 }, (_, county) =>
      Array.from({ length: county }, (_, n) => over(n, String(county))),
    ).flat()
    const red = (given: Partial<EnergyContext> = {}): string[] =>
      energyAlerts(all, QUOTA_WORDS, { ...context, ...given })
        .filter(({ severity }) => severity === 'red')
        .map(({ region }) => region)
    expect(red()).toEqual(['27', '28', '29'])
    expect(red({ before: (id) => (id === 'EN-05:29' ? 40 : 1) })).toEqual(['27', '28'])
    expect(
      energyAlerts(all, QUOTA_WORDS, context)
        .filter(({ severity }) => severity === 'info')
        .map(({ region }) => region),
    ).toEqual(['1', '2', '3', '4', '5'])
  })
})
