import { describe, expect, it } from 'vitest'
import { isWorkday } from '../../server/calendar.ts'
import { nightAlert, quotaAlert } from '../../src/shared/supervision/energy.ts'
import { housingAlerts, housingDays } from '../../src/shared/supervision/housing.ts'
import { isCovered, outsideHours } from '../../src/shared/supervision/vehicles.ts'

const at = (text: string): number => Date.parse(`${text}:00+08:00`)

describe('working hours', () => {
  it.each([
    ['a Saturday that the state made a workday', '2025-10-11T10:00', false],
    ['National Day', '2025-10-08T10:00', true],
    ['an ordinary Sunday', '2025-10-19T10:00', true],
    ['a workday at 06:59', '2025-10-20T06:59', true],
    ['a workday at 07:00', '2025-10-20T07:00', false],
    ['a workday at 20:00', '2025-10-20T20:00', true],
  ])('%s', (_, time, outside) => {
    expect(outsideHours(at(time), isWorkday)).toBe(outside)
  })
})

describe('vehicle rules', () => {
  it('an order covers half an hour before and after itself', () => {
    const order = [{ start: 10_000_000, end: 20_000_000 }]
    expect([isCovered(order, 8_200_000), isCovered(order, 8_199_999), isCovered(order, 21_800_000), isCovered(order, 21_800_001)]).toEqual([true, false, true, false])
  })
})

describe('housing rules', () => {
  const cases = { building: 'B1', buildingName: '1 号楼', region: '450102', unit: 'U1', unitName: '财政局', count: 3, red: 0, area: 4.56 } as const
  const name = (): string => '青秀区'
  it('folds all of a county into one alert a rule, and all of a unit into one for that unit', () => {
    const other = { ...cases, building: 'B2', buildingName: '2 号楼', unit: 'U2', unitName: '教育局', count: 2, area: 9.1 }
    const alerts = housingAlerts([{ ...cases, rule: 'OF-07' }, { ...other, rule: 'OF-07' }], name)
    expect(alerts.map(({ id, count, unit, place }) => [id, count, unit, place])).toEqual([['OF-07:450102', 5, null, '450102'], ['OF-07:unit:U1', 3, 'U1', 'B1'], ['OF-07:unit:U2', 2, 'U2', 'B2']])
    expect(alerts[0]?.text.zh).toBe('青秀区:5 间办公室超过核定面积,最多超 9.10 m²(2 号楼)')
  })
  it('OF-07 is yellow up to 105 % and red beyond', () => {
    expect(housingAlerts([{ ...cases, rule: 'OF-07' }], name)[0]?.severity).toBe('yellow')
    expect(housingAlerts([{ ...cases, rule: 'OF-07', red: 1 }], name)[0]?.severity).toBe('red')
  })
  it('counts 90 and 180 days and one calendar month back from today in UTC+8', () => {
    expect(housingDays(at('2026-03-31T00:30'))).toEqual({ idleYellow: '2025-12-31', idleRed: '2025-10-02', leavers: '2026-02-28' })
  })
})

describe('energy rules', () => {
  const b = { building: 'B1', name: '1 号楼', region: '450102' }
  const july = at('2026-07-02T12:00')
  it('EN-05 compares the year so far with the quota’s pace', () => {
    expect(quotaAlert(b, 520, 1000, july)).toBeNull()
    expect(quotaAlert(b, 540, 1000, july)).toMatchObject({ severity: 'yellow', rule: 'EN-05', place: 'B1' })
    expect(quotaAlert(b, 600, 1000, july)).toMatchObject({ severity: 'red' })
  })
  it('EN-01 compares the night with the day', () => {
    expect(nightAlert(b, 0.5, 1)).toBeNull()
    expect(nightAlert(b, 0.7, 1)?.severity).toBe('yellow')
    expect(nightAlert(b, 0.9, 1)?.severity).toBe('red')
  })
})
