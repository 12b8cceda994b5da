import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import {
  calendarState,
  calendarYears,
  isHoliday,
  isWorkday,
  readCalendar,
} from '../../../server/common/clock/calendar.ts'
import { calendarAlert } from '../../../src/shared/supervision/calendar/calendarAlert.ts'
import {
  calendarNote,
  USES_WORKDAYS,
  yearsWithoutCalendar,
} from '../../../src/shared/supervision/calendar/calendarYears.ts'
import { forecastDays } from '../../../src/boards/energy/shared/forecastTold.ts'
import { monthDays, whyIndex } from '../../../src/boards/vehicles/shared/told/indices.ts'
import { useStandardsStore } from '../../../src/state/stores/index.ts'

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
    expect([isWorkday('2027-01-01'), isHoliday('2027-01-01'), calendarState('2026-11-29').until]).toEqual([
      true,
      false,
      '2026-12-31',
    ])
    expect(await give(NEXT)).toEqual([])
    expect([
      isWorkday('2027-01-01'),
      isHoliday('2027-01-01'),
      isHoliday('2027-01-02'),
      isHoliday('2027-02-08'),
    ]).toEqual([false, true, true, true])
    expect([
      isWorkday('2027-02-14'),
      isHoliday('2027-02-14'),
      isWorkday('2027-02-20'),
      isHoliday('2027-02-20'),
    ]).toEqual([true, false, false, false])
    expect([isWorkday('2026-10-10'), isHoliday('2026-10-01'), calendarState('2026-11-29').until]).toEqual([
      true,
      true,
      '2027-12-31',
    ])
    await rm(file())
    expect(await readCalendar(file())).toEqual([])
    expect([isWorkday('2027-01-01'), calendarState('2026-11-29').until]).toEqual([true, '2026-12-31'])
  })

  it('a year that is wrong is named with its field and left out, the others hold', async () => {
    const year = NEXT['2027']
    const faults = await give({
      ...NEXT,
      '2028': { ...year, workdays: ['2028-02-30'] },
      '2029': { ...year, holidays: [{ name: '元旦', days: ['2029-01-01', '2027-05-01'] }], workdays: [] },
      soon: year,
    })
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
    expect(calendarAlert('2026-11-29', state, AT)).toMatchObject({
      rule: 'DQ-04',
      severity: 'yellow',
      text: { zh: expect.stringContaining('还有 32 天') },
    })
    expect(calendarAlert('2027-01-01', state, AT)).toMatchObject({
      severity: 'red',
      text: { zh: expect.stringContaining('没有 2027 年节假日安排') },
    })
    expect(
      calendarAlert('2027-01-01', { until: '2027-12-31', faults: ['2028: expected …'] }, AT),
    ).toMatchObject({ severity: 'yellow', text: { en: expect.stringContaining('2028: expected') } })
  })
})

const at = (text: string): number => Date.parse(`${text}+08:00`)

const known = [2025, 2026]

describe('a figure whose workdays no calendar names', () => {
  it('is of a year that the calendar does not know, up to its last minute in UTC+8', async () => {
    expect(calendarYears('2026-11-29').filter((year) => year > 2024)).toEqual(known)
    await give(NEXT)
    expect(calendarYears('2026-11-29').filter((year) => year > 2024)).toEqual([...known, 2027])
    await give({})
    const span = (from: string, to: string) => yearsWithoutCalendar(known, { from: at(from), to: at(to) })
    expect(span('2026-12-31T23:59', '2026-12-31T23:59')).toEqual([])
    expect(span('2026-12-31T23:59', '2027-01-01T00:00')).toEqual([2027])
    expect(span('2026-06-01T00:00', '2028-01-01T00:00')).toEqual([2027, 2028])
    expect(
      calendarNote(known, { from: at('2027-01-01T00:00'), to: at('2027-01-01T00:00') }, 'zh'),
    ).toMatchObject({ short: '无 2027 年节假日安排', long: expect.stringContaining('周一至周五') })
  })
})

describe('a figure whose workdays no calendar names', () => {
  it('says so where it is asked why: by its own days, else by its time and what feeds it', () => {
    setActivePinia(createPinia())
    const standards = useStandardsStore()
    const [december, january] = [at('2026-12-31T12:00'), at('2027-01-04T12:00')]
    expect(standards.calendarOfWhy({ feeds: ['energy-night'], at: january }, 'zh')).toBeNull()
    standards.list = {
      rows: [],
      mayEdit: false,
      whyNot: null,
      rebuild: { running: false, done: 0, total: 0, what: null, failed: [], at: null },
      calendarYears: known,
      asOf: january,
    }
    for (const feed of USES_WORKDAYS)
      expect(standards.calendarOfWhy({ feeds: [feed], at: january }, 'zh'), feed).toContain(
        '没有 2027 年节假日安排',
      )
    expect(
      standards.calendarOfWhy({ feeds: ['coal', 'carbon', 'energy-quota', 'OF-07'], at: january }, 'zh'),
    ).toBeNull()
    expect(standards.calendarOfWhy({ feeds: ['EA-02'], at: december }, 'zh')).toBeNull()
    /* The indices of December are read in January; tomorrow is forecast on 31 December. */
    const t = (key: string): string => key
    const score = { score: null, rank: null, before: null, parts: [] }
    const row = {
      id: 'u',
      name: '甲',
      kind: 'unit',
      peers: 1,
      vehicles: 1,
      indices: { activity: score, service: score, driving: score, vehicle: score, spending: score },
    } as unknown as Parameters<typeof whyIndex>[0]
    expect(standards.calendarOfWhy(whyIndex(row, 'activity', '2026-12', january, t, 'zh'), 'zh')).toBeNull()
    expect(
      standards.calendarOfWhy(whyIndex(row, 'activity', '2027-01', at('2027-02-03T00:00'), t, 'zh'), 'zh'),
    ).toContain('2027')
    expect(standards.calendarOf(monthDays('2027-01'), 'en')?.short).toBe('no calendar of 2027')
    const forecast = {
      hours: [{ at: at('2027-01-01T23:00') }],
      trainedOn: 60,
      toldAt: december,
      asOf: december,
    } as unknown as Parameters<typeof forecastDays>[0]
    expect(standards.calendarOf(forecastDays(forecast), 'zh')?.short).toBe('无 2027 年节假日安排')
  })
})
