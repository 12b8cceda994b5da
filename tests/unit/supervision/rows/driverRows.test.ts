import { describe, expect, it } from 'vitest'
import type { AlertRowsQuery } from '../../../../server/common/ports/alertRows.ts'
import { driverRows } from '../../../../server/vehicles/drivers/alertRows.ts'
import type { MismatchedOrder } from '../../../../server/vehicles/drivers/driverRows.ts'
import { DAY_MS } from '../../../../src/shared/kernel/time/time.ts'
import { DEFAULT_TABLES } from '../../../../src/shared/standards/tables.ts'

const NOW = Date.parse('2026-11-19T10:00:00+08:00')
const order = (id: string, minutes: number, more: Partial<MismatchedOrder> = {}): MismatchedOrder => ({
  id,
  vehicle: 'V1',
  unit: 'U1',
  start: NOW - minutes * 60_000,
  driver: '李四',
  others: ['王五', '赵六'],
  expired: false,
  ...more,
})
const ORDERS = [order('O-1', 90), order('O-2', 600, { expired: true }), order('O-3', 30)]
const spans: number[][] = []
const family = driverRows({
  drivers: {
    mismatched: (region, from, to) => {
      spans.push([Number(region), from, to])
      return Promise.resolve(ORDERS)
    },
  },
  directory: {
    now: () =>
      ({
        vehicles: [{ plate: '桂A12345', ordinal: 0, region: '450103' }],
        vehicleOrdinals: new Map([['V1', 0]]),
        units: new Map([['U1', { name: '某局', region: '450103' }]]),
      }) as never,
  },
})
const asked = (more: Partial<AlertRowsQuery> = {}): AlertRowsQuery =>
  ({
    alert: { id: 'VD-01:450103', rule: 'VD-01', region: '450103', unit: null },
    regions: null,
    severity: null,
    after: null,
    limit: 10,
    now: NOW,
    masked: false,
    people: true,
    ...more,
  }) as never

describe('the orders behind an alert of another driver', () => {
  it('are those of a day, with an expired certificate first and then the newest, each with who was ordered and who drove', async () => {
    const { rows, red, yellow } = await family.read(asked())
    expect(spans).toEqual([[450103, NOW - DAY_MS, NOW]])
    expect(rows.map(({ id, severity }) => [id, severity])).toEqual([
      ['O-2', 'red'],
      ['O-3', 'yellow'],
      ['O-1', 'yellow'],
    ])
    expect([red, yellow]).toEqual([1, 2])
    expect(rows[0]).toMatchObject({
      name: '桂A12345',
      unit: { id: 'U1', name: '某局' },
      opens: { kind: 'vehicle', id: '0', at: '450103' },
      since: NOW - 600 * 60_000,
      detail: {
        zh: '派车单 O-2:李四;刷卡 王五、赵六,证件过期',
        en: 'order O-2: 李四; card of 王五, 赵六, certificate expired',
      },
    })
    expect(rows[1]!.detail!.zh).not.toContain('证件过期')
  })

  it('mask plate and names where the role sees them so, and name nobody where it sees none', async () => {
    const [masked] = (await family.read(asked({ masked: true }))).rows
    expect(JSON.stringify(masked)).not.toMatch(/12345|李四|王五|赵六/)
    expect(masked!.detail!.zh).toContain('李*')
    expect((await family.read(asked({ people: false }))).rows.every(({ detail }) => detail === null)).toBe(
      true,
    )
    expect((await family.read(asked({ regions: ['450202'] }))).rows[0]!.opens).toBeNull()
  })

  it('say what is compared and what its grades mean', () => {
    expect(family.formula('VD-01', DEFAULT_TABLES)).toMatchObject({ zh: '刷卡驾驶员与派车单不同' })
    expect(Object.values(family.grades('VD-01', DEFAULT_TABLES)).map(({ zh }) => zh)).toEqual([
      '证件过期',
      '人单不符',
    ])
    expect(family.amount('VD-01')).toBeNull()
  })
})
