import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calendarState, isHoliday, isWorkday, readCalendar } from '../../server/calendar.ts'
import { calendarAlert } from '../../src/shared/supervision/calendarAlert.ts'

const AT = { region: '450000', place: '450000', placeName: '广西', unit: null }
const NEXT = {
  '2027': {
    source: '国务院办公厅关于 2027 年部分节假日安排的通知',
    holidays: [
      { name: '元旦', days: ['2027-01-01', '2027-01-02', '2027-01-03'] },
      { name: '春节', days: ['2027-02-08', '2027-02-09'] },
    ],
    workdays: ['2027-02-14'],
  },
}
let folder = ''
const file = (): string => join(folder, 'calendar.json')
const give = async (value: unknown): Promise<readonly string[]> => {
  await writeFile(file(), typeof value === 'string' ? value : JSON.stringify(value))
  return readCalendar(file())
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendar-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await readCalendar(file())
})

describe('a calendar of the next year', () => {
  it('is taken from a file: holidays, worked weekends, and how far it reaches', async () => {
    expect([isWorkday('2027-01-01'), isHoliday('2027-01-01'), calendarState('2026-11-29').until]).toEqual([true, false, '2026-12-31'])
    expect(await give(NEXT)).toEqual([])
    expect([isWorkday('2027-01-01'), isHoliday('2027-01-01'), isHoliday('2027-01-02'), isHoliday('2027-02-08')]).toEqual([false, true, true, true])
    expect([isWorkday('2027-02-14'), isHoliday('2027-02-14'), isWorkday('2027-02-20'), isHoliday('2027-02-20')]).toEqual([true, false, false, false])
    expect([isWorkday('2026-10-10'), isHoliday('2026-10-01'), calendarState('2026-11-29').until]).toEqual([true, true, '2027-12-31'])
    await rm(file())
    expect(await readCalendar(file())).toEqual([])
    expect([isWorkday('2027-01-01'), calendarState('2026-11-29').until]).toEqual([true, '2026-12-31'])
  })

  it('a year that is wrong is named with its field and left out, the others hold', async () => {
    const year = NEXT['2027']
    const faults = await give({ ...NEXT, '2028': { ...year, workdays: ['2028-02-30'] }, '2029': { ...year, holidays: [{ name: '元旦', days: ['2029-01-01', '2027-05-01'] }], workdays: [] }, soon: year })
    expect(faults).toEqual([
      '2028.workdays.0: expected a day that exists, YYYY-MM-DD',
      '2029: expected days of 2029 or of the December before; found 2027-05-01',
      'soon: expected a year, YYYY',
    ])
    expect([isHoliday('2027-01-01'), calendarState('2027-03-01').until]).toEqual([true, '2027-12-31'])
    expect(await give({ '2027': { ...year, workdays: ['2027-02-10', '2027-01-02'] } })).toEqual([
      '2027.workdays: expected no day that is a holiday too; found 2027-01-02',
      '2027.workdays: expected Saturdays and Sundays alone; found 2027-02-10',
    ])
    expect((await give('{'))[0]).toMatch(/^expected JSON/)
    expect(isHoliday('2027-01-01')).toBe(false)
  })
})

describe('a calendar that ends', () => {
  const state = { until: '2026-12-31', faults: [] }
  it('is warned of sixty days before, and in red once a day has none', () => {
    expect(calendarAlert('2026-11-01', { ...state }, AT)?.severity).toBe('yellow')
    expect(calendarAlert('2026-10-31', state, AT)).toBeNull()
    expect(calendarAlert('2026-11-29', state, AT)).toMatchObject({ rule: 'DQ-04', severity: 'yellow', text: { zh: expect.stringContaining('还有 32 天') } })
    expect(calendarAlert('2027-01-01', state, AT)).toMatchObject({ severity: 'red', text: { zh: expect.stringContaining('没有 2027 年节假日安排') } })
    expect(calendarAlert('2027-01-01', { until: '2027-12-31', faults: ['2028: expected …'] }, AT)).toMatchObject({ severity: 'yellow', text: { en: expect.stringContaining('2028: expected') } })
  })
})
