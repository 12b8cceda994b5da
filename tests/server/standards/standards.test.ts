import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pino from 'pino'
import { MEASURES } from '../../../src/shared/indices/measures.ts'
import type {
  EnergySummary,
  ParameterHistory,
  ParameterList,
  ParameterRow,
  VehicleIndices,
} from '../../../src/shared/protocol/http.ts'
import type { RoomList } from '../../../src/shared/housing/answers/lists.ts'
import { readConfig } from '../../../server/config.ts'
import { startServer } from '../../../server/main.ts'
import { makeParametersRepository } from '../../../server/standards/parameterRows.ts'
import { makeStandards } from '../../../server/standards/standards.ts'
import {
  startTestServer,
  type Answer,
  type TestAccount,
  type TestServer,
} from '../../builders/house/server.ts'
import { plainJobs } from '../../builders/plain/plainJobs.ts'

let server: TestServer

const DAY_MS = 86_400_000

const at = '/api/standards/parameters'

const get = async <T>(path: string, account: TestAccount = 'manager'): Promise<T> =>
  (await server.request(account, 'GET', path)).body as T

const put = (key: string, body: Record<string, unknown>, account: TestAccount = 'manager'): Promise<Answer> =>
  server.request(account, 'PUT', `${at}/${key}`, { version: 0, reason: '省局统一口径', ...body })

const rowOf = async (key: string): Promise<ParameterRow> =>
  (await get<ParameterList>(at)).rows.find((row) => row.key === key)!

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server?.stop())

describe('who revises a parameter', () => {
  it('a manager of the province alone; others read, and are told why they do not edit', async () => {
    for (const account of ['leader', 'supervisor', 'unit-user', 'wall'] as const) {
      expect([
        account,
        (await put('housing.idle', { value: { yellow: 60, red: 120 } }, account)).status,
      ]).toEqual([account, 403])
      expect(await get<ParameterList>(at, account), account).toMatchObject({ mayEdit: false })
    }
    const city = await put('housing.idle', { value: { yellow: 60, red: 120 } }, 'manager-city')
    expect([city.status, city.body.message]).toEqual([403, expect.stringContaining('全省统一')])
    expect(await get<ParameterList>(at, 'manager-city')).toMatchObject({
      mayEdit: false,
      whyNot: { zh: expect.stringContaining('省级') },
    })
    expect((await server.request('auditor', 'GET', at)).status).toBe(403)
    expect(await get<ParameterList>(at)).toMatchObject({
      mayEdit: true,
      whyNot: null,
      calendarYears: expect.arrayContaining([2025, 2026]),
    })
    const refused = await server.database.pool.query(
      `select outcome, target from audit where event = 'standards.edit'`,
    )
    expect(refused.rows).toContainEqual({ outcome: 'refused', target: 'housing.idle' })
  })
})

describe('who revises a parameter', () => {
  it('a wrong value is refused with the parameter, the field and what was expected; nothing is kept', async () => {
    const wrong: [string, Record<string, unknown>, string][] = [
      ['housing.idle', { value: { yellow: 0, red: 120 } }, 'yellow'],
      ['housing.idle', { value: { yellow: 130, red: 120 } }, 'red'],
      ['housing.idle', { value: { yellow: 60, red: 120 }, reason: '' }, 'reason'],
      ['housing.idle', { value: { yellow: 60, red: 120 }, effectiveFrom: '2020-01-01' }, 'effectiveFrom'],
      [
        'vehicle.weights.activity',
        { value: { use: 50, dailyKm: 30, dailyTrips: 30 } },
        'use+dailyKm+dailyTrips',
      ],
      ['vehicle.live.overspeedPoints', { value: { value: 2.5 } }, 'value'],
      ['energy.zone', { value: { value: 'C' } }, 'value'],
      [
        'energy.quota.areaNonHeating.below.A',
        { value: { constraint: 18, benchmark: 11, guide: 6 } },
        'basis',
      ],
      [
        'housing.service.county',
        { value: { low: 100, lowArea: 8, high: 90, highArea: 6 } },
        'low+lowArea+high+highArea',
      ],
    ]
    for (const [key, body, field] of wrong) {
      const { status, body: answer } = await put(key, body)
      expect([
        key,
        status,
        answer.details?.parameter,
        answer.details?.field,
        typeof answer.details?.expected?.zh,
      ]).toEqual([key, 400, key, field, 'string'])
    }
    const locked = await put('housing.limit.city', { value: {} })
    expect([locked.status, locked.body.details.why.en]).toEqual([
      403,
      expect.stringContaining('public source'),
    ])
    expect((await put('no.such', { value: {} })).status).toBe(404)
    expect(
      (await server.database.pool.query('select count(*)::int as n from parameter_versions')).rows[0],
    ).toEqual({ n: 0 })
  })
})

describe('a revision', () => {
  it('is a version that is never changed: two editors cannot both write the next one, and it is logged', async () => {
    const both = await Promise.all([
      put('vehicle.norm', { value: { value: 20 } }),
      put('vehicle.norm', { value: { value: 25 } }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const late = await put('vehicle.norm', { value: { value: 30 } })
    expect([late.status, late.body.details.latest.by]).toEqual([409, 'manager'])
    expect((await put('vehicle.norm', { version: 1, value: null, reason: '恢复缺省' })).body).toMatchObject({
      value: { value: 15 },
      latest: 2,
      revised: null,
    })
    const { versions } = await get<ParameterHistory>(`${at}/vehicle.norm/history`)
    expect(versions.map(({ version, value, by }) => [version, value === null, by])).toEqual([
      [2, true, 'manager'],
      [1, false, 'manager'],
    ])
    await expect(server.database.pool.query(`update parameter_versions set reason = 'x'`)).rejects.toThrow(
      /append-only/,
    )
    const logged = await server.database.pool.query(
      `select detail from audit where event = 'standards.edit' and outcome = 'ok' and target = 'vehicle.norm'`,
    )
    expect(logged.rows).toHaveLength(2)
  })
})

describe('a revision', () => {
  it('comes in force on its day, over a restart too', async () => {
    let now = Date.now()
    const deps = {
      parameters: makeParametersRepository(server.database.db),
      province: () => ({ code: '450000' }),
      audit: { record: async () => undefined },
      jobs: plainJobs(),
      calendarYears: () => [],
      clock: () => now,
      log: () => undefined,
    }
    const standards = makeStandards(deps)
    await standards.load()
    const viewer = {
      account: 'manager',
      role: 'manager',
      scope: { kind: 'region', region: '450000' },
    } as const
    const tomorrow = new Date(now + DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10)
    const seen: number[] = []
    standards.onChange((tables) => seen.push(tables.storm.units))
    const row = await standards.edit(viewer, '', 'vehicle.storm', {
      value: { units: 9, parts: 3, window: 10 },
      version: 0,
      effectiveFrom: tomorrow,
      reason: '明日起执行',
      basis: null,
    })
    expect(row).toMatchObject({ value: { units: 5 }, next: { effectiveFrom: tomorrow, value: { units: 9 } } })
    expect([standards.rules().storm.units, seen]).toEqual([5, []])
    now += DAY_MS
    standards.newDay()
    expect([standards.rules().storm.units, seen]).toEqual([9, [9]])
    const again = makeStandards(deps)
    await again.load()
    expect(again.rules().storm).toEqual({ units: 9, parts: 3, windowMs: 600_000 })
  })
})

describe('what a revision changes', () => {
  it('vehicles: a weight changes the index of every peer, a live threshold holds from the next report', async () => {
    await server.running.ports.vehicleLedger.all()
    const before = await get<VehicleIndices>('/api/vehicles/indices?region=450000&of=counties', 'leader')
    const part = (rows: VehicleIndices['rows'], id: string) =>
      rows.map(
        ({ id: county, indices }) =>
          [county, indices.activity.parts.find((one) => one.id === id)?.score ?? null] as const,
      )
    expect(
      (await put('vehicle.weights.activity', { value: { use: 0, dailyKm: 100, dailyTrips: 0 } })).status,
    ).toBe(200)
    const after = await get<VehicleIndices>('/api/vehicles/indices?region=450000&of=counties', 'leader')
    expect(after.rows.map(({ id, indices }) => [id, indices.activity.score])).toEqual(
      part(after.rows, 'dailyKm'),
    )
    expect(after.rows.map(({ indices }) => indices.activity.score)).not.toEqual(
      before.rows.map(({ indices }) => indices.activity.score),
    )
    expect(server.running.ports.standards.rules().vehicle.silentMs).toBe(7_200_000)
    await put('vehicle.live.silent', { value: { value: 30 } })
    expect(server.running.ports.standards.rules().vehicle.silentMs).toBe(1_800_000)
  })

  it('housing: idle days colour the rooms and raise the alerts anew', async () => {
    const idle = () => get<RoomList>('/api/rooms?region=450000&list=idle&limit=500', 'leader')
    const alerts = async (): Promise<number> =>
      (
        await server.database.pool.query(
          `select coalesce(sum(count), 0)::int as n from alerts where rule = 'OF-14' and cleared_at is null and id not like '%unit:%'`,
        )
      ).rows[0].n as number
    const rooms = (await idle()).rooms
    const longer = (days: number) => rooms.filter(({ idleDays }) => (idleDays ?? 0) > days).length
    expect(rooms.filter(({ level }) => level === 'red').length).toBe(longer(180))
    expect((await put('housing.idle', { value: { yellow: 10, red: 20 } })).status).toBe(200)
    expect((await idle()).rooms.filter(({ level }) => level === 'red').length).toBe(longer(20))
    await server.running.ports.standards.settled()
    expect(await alerts()).toBe((await idle()).rooms.filter(({ idleDays }) => (idleDays ?? 0) > 10).length)
    expect((await get<ParameterList>(at)).rebuild).toMatchObject({ running: false, failed: [] })
  })
})

describe('what a revision changes', () => {
  it("energy: a year's factor changes the carbon of that year's figures, a quota the verdicts; the document is printed", async () => {
    const key = 'energy.carbon.grid.450000.2023'
    expect(
      (await put(key, { value: { value: 0.45 }, basis: '广西生态环境厅 公告(2026) 第三条' })).status,
    ).toBe(200)
    expect(
      (await get<EnergySummary>('/api/energy/summary?region=450000', 'leader')).factors.grid,
    ).toMatchObject({ value: 0.45, source: '广西生态环境厅 公告(2026) 第三条' })
    const levels = ['below.A', 'city.A', 'province.B'].map((level) => `energy.quota.areaNonHeating.${level}`)
    for (const one of levels)
      expect(
        (
          await put(one, {
            value: { constraint: 0.3, benchmark: 0.2, guide: 0.1 },
            basis: '广西地方标准 DB45/T 表1',
          })
        ).status,
      ).toBe(200)
    await server.running.ports.standards.settled()
    const { verdicts } = await get<EnergySummary>('/api/energy/summary?region=450000', 'leader')
    expect([verdicts.over > 0, verdicts.advanced + verdicts.good + verdicts.within]).toEqual([true, 0])
  })

  it("data: records are fresh for the revised time, up to the province's index", async () => {
    const measure = async (): Promise<number> =>
      (await get<{ measures: number[] }>('/api/overview?region=450000', 'leader')).measures[
        MEASURES.indexOf('recordsFresh')
      ] as number
    const before = await measure()
    expect((await put('data.fresh', { value: { value: 30 } })).status).toBe(200)
    await server.running.ports.standards.settled()
    const young = ['rooms', 'buildings', 'compounds', 'units'].map(
      (table) => `(select count(*) from ${table} where updated_at >= ${Date.now() - 30 * DAY_MS})`,
    )
    const { rows } = await server.database.pool.query(`select (${young.join(' + ')})::int as n`)
    expect([await measure(), (rows[0].n as number) < before]).toEqual([rows[0].n, true])
  })
})

describe('what a revision changes', () => {
  it('data: a source counts as away after the revised time; everything stands after a restart', async () => {
    expect((await put('data.away', { value: { yellow: 5, red: 20 } })).status).toBe(200)
    const dataDir = join(server.dataDir, 'again')
    mkdirSync(dataDir)
    for (const file of ['audit-key', 'audit-anchors.jsonl'])
      cpSync(join(server.dataDir, file), join(dataDir, file))
    const config = readConfig({ PORT: '0', DATABASE_URL: server.database.url, GUANLAN_DATA_DIR: dataDir })
    const again = await startServer(config, pino({ level: 'silent' }))
    const rules = again.ports.standards.rules()
    await again.close()
    expect([
      rules.away.yellowMs,
      rules.idle.yellow,
      rules.weights.activity['dailyKm'],
      rules.vehicle.silentMs,
    ]).toEqual([300_000, 10, 1, 1_800_000])
    expect(rules.carbon.find(({ region, year }) => region === '450000' && year === 2023)?.value).toBe(0.45)
    expect((await rowOf('housing.idle')).revised).toMatchObject({
      version: 1,
      by: 'manager',
      reason: '省局统一口径',
    })
  })
})
