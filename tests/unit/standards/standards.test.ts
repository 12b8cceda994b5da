import { describe, expect, it } from 'vitest'
import type { Db } from '../../../server/db/open.ts'
import { makeStandards, type Standards } from '../../../server/standards/standards.ts'
import { valueFault } from '#shared/standards/parameter.ts'
import { defaultOf, parameterOf, PARAMETERS, tablesWith, valueIn } from '#shared/standards/register.ts'
import { DEFAULT_TABLES } from '#shared/standards/tables.ts'
import { vehicleLimitRows } from '#shared/vehicles/rules/vehicles.ts'
import { valueText } from '#shared/standards/valueText.ts'
import { drive, ORDER, watch } from '../../builders/records/ruleWatch.ts'
import { plainJobs } from '../../builders/plain/plainJobs.ts'

describe('a revised threshold', () => {
  it('holds for a live rule from the next report on, and is printed beside the alert', () => {
    const { vehicle } = tablesWith([
      { key: 'vehicle.live.overspeed', value: { value: 60 }, basis: '省局 2026-3 号' },
      { key: 'vehicle.live.overspeedOther', value: { value: 60 }, basis: '省局 2026-3 号' },
    ])
    const one = watch({ orders: [ORDER] })
    one.see(drive(5, 0, 80))
    expect(one.rules()).not.toContain('VH-10')
    one.judge.setLimits(vehicle)
    one.see(drive(5, 750, 80).map((fix) => ({ ...fix, t: fix.t + 5 })))
    expect(one.rules()).toContain('VH-10')
    expect(vehicleLimitRows(vehicle)['VH-10'].zh).toContain('60')
  })
})

describe('the register of parameters', () => {
  it('declares each once; defaults keep their own bounds and come back as they went in', () => {
    expect(new Set(PARAMETERS.map(({ key }) => key)).size).toBe(PARAMETERS.length)
    for (const parameter of PARAMETERS)
      expect([parameter.key, valueFault(parameter, defaultOf(parameter))]).toEqual([parameter.key, null])
    expect(
      tablesWith(
        PARAMETERS.map((parameter) => ({ key: parameter.key, value: defaultOf(parameter), basis: null })),
      ),
    ).toEqual(DEFAULT_TABLES)
  })

  it('what no public text gives is editable or says why it is not; what one gives asks for another', () => {
    for (const { key, mark, edit, locked, feeds } of PARAMETERS) {
      expect([key, edit === 'locked', feeds.length > 0]).toEqual([key, locked !== null, true])
      if (mark === 'S' || mark === 'V') expect([key, edit]).not.toEqual([key, 'reason'])
    }
  })

  it('each field of an editable one reaches its place in the tables, and no other', () => {
    for (const parameter of PARAMETERS.filter(({ edit }) => edit !== 'locked')) {
      for (const field of parameter.fields) {
        const value = {
          ...defaultOf(parameter),
          [field.id]:
            field.kind === 'choice'
              ? 'B'
              : Number(defaultOf(parameter)[field.id]) === field.most
                ? field.least
                : field.most,
        }
        const revised = tablesWith([{ key: parameter.key, value, basis: null }])
        expect([parameter.key, valueIn(revised, parameter)]).toEqual([parameter.key, value])
        const others = PARAMETERS.filter((other) => other !== parameter)
        expect(
          others
            .filter((other) => JSON.stringify(valueIn(revised, other)) !== JSON.stringify(defaultOf(other)))
            .map(({ key }) => key),
        ).toEqual([])
      }
    }
  })
})

describe('the register of parameters', () => {
  it('a revision with a document names it in the row that figures print; values read as a person writes them', () => {
    const basis = '广西 DB45/T 表1'
    const tables = tablesWith([
      {
        key: 'energy.quota.areaNonHeating.below.A',
        value: { constraint: 18, benchmark: 11, guide: 6 },
        basis,
      },
    ])
    expect(
      tables.quota.find(
        ({ level, zone, indicator }) => indicator === 'areaNonHeating' && level === 'below' && zone === 'A',
      ),
    ).toMatchObject({ constraint: 18, source: basis, mark: 'S' })
    const services = tablesWith([
      { key: 'housing.service.county', value: { low: 50, lowArea: 9, high: 150, highArea: 7 }, basis: null },
    ]).services
    expect(services.find(({ level }) => level === 'county')?.middle).toEqual({ a: 500, b: 50 })
    expect(valueText(parameterOf('housing.idle')!, { yellow: 60, red: 120 }, 'zh')).toBe(
      '提醒 60 天,报警 120 天',
    )
    expect(valueText(parameterOf('vehicle.live.hoursFrom')!, { value: 7 }, 'en')).toBe('07:00')
  })
})

describe('a revision of a parameter that no longer exists', () => {
  it('is told once at the start with its key, table and what to do, and leaves the others in force', async () => {
    const row = (key: string, value: Record<string, number>) => ({
      key,
      version: 1,
      value,
      effectiveFrom: '2026-01-01',
      reason: 'r',
      basis: null,
      by: 'm',
      at: 0,
    })
    const told: [string, Record<string, unknown>][] = []
    const kept = [
      row('vehicle.standard.emergency.car', { price: 30 }),
      row('vehicle.storm', { units: 9, parts: 3, window: 10 }),
    ]
    const standards = makeStandards({
      parameters: { all: async () => kept, append: async () => true },
      province: () => undefined,
      audit: { record: async () => undefined },
      jobs: plainJobs(),
      calendarYears: () => [],
      clock: () => Date.parse('2026-11-29T12:00:00+08:00'),
      log: (message, details) => told.push([message, details]),
    })
    await standards.load()
    standards.newDay()
    expect(told).toEqual([
      [
        expect.stringContaining('no longer exist'),
        {
          table: 'parameter_versions',
          keys: ['vehicle.standard.emergency.car'],
          remedy: expect.stringContaining('标准与口径'),
        },
      ],
    ])
    expect(standards.rules().storm.units).toBe(9)
  })
})

describe('what rests on a revised parameter', () => {
  const NOON = Date.parse('2026-11-29T12:00:00+08:00')
  const within = {} as Db
  const house = (keeps: boolean) => {
    const jobs = plainJobs()
    const standards = makeStandards({
      parameters: {
        all: async () => [],
        append: async (_row, _role, before) => {
          await before(within)
          return keeps
        },
      },
      province: () => ({ code: '450000' }),
      audit: { record: async () => undefined },
      jobs,
      calendarYears: () => [],
      clock: () => NOON,
      log: () => undefined,
    })
    const made: string[] = []
    standards.onRebuild({
      name: { zh: '预警', en: 'alerts' },
      domains: ['vehicle'],
      run: async () => void made.push('alerts'),
    })
    standards.onRebuild({
      name: { zh: '房间核定', en: 'the limits of rooms' },
      domains: ['housing'],
      run: async () => void made.push('rooms'),
    })
    return { jobs, standards, made }
  }
  const edit = (standards: Standards, effectiveFrom?: string) =>
    standards.edit(
      { account: 'm', role: 'manager', scope: { kind: 'region', region: '450000' } },
      '',
      'vehicle.storm',
      {
        version: 0,
        value: { units: 9, parts: 3, window: 10 },
        reason: '全省统一',
        basis: null,
        ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
      },
    )

  it('is asked for in the transaction that revises, and made anew', async () => {
    const { jobs, standards, made } = house(true)
    await edit(standards)
    await standards.settled()
    expect([jobs.asked, made]).toEqual([[{ job: 'alerts', key: 'alerts@', within }], ['alerts']])
  })

  it('is asked for its day where the revision comes in force later', async () => {
    const { jobs, standards } = house(true)
    await edit(standards, '2026-12-01')
    expect(jobs.asked).toEqual([{ job: 'alerts', key: 'alerts@2026-12-01', within, afterMs: 36 * 3_600_000 }])
  })
})
