import { describe, expect, it } from 'vitest'
import type { OrderBoard, OrderCard } from '../../../../src/shared/protocol/http.ts'
import type { OrderRecord } from '../../../../src/shared/protocol/platform.ts'
import { admitRecords } from '../../../../server/sources/door.ts'
import { NOW, MINUTE, house, bundles, leader, give, ask, one } from './house.ts'

const waiting = {
  ...(bundles[0]!.orders[0] as OrderRecord),
  id: 'O-late',
  start: NOW + 3 * 3_600_000,
  end: NOW + 4 * 3_600_000,
  status: 'approved' as const,
  report: null,
  rating: null,
  updatedAt: NOW,
  steps: [{ step: 'apply' as const, at: NOW - 150 * MINUTE, by: 'applicant' as const }],
}

describe('the board of the eleven steps', () => {
  it('shows whose turn each order is, role, hours and limit of each step as the platform publishes them', async () => {
    const board = await ask<OrderBoard>('/api/vehicles/orders', leader, {}, { region: '450000' })
    expect(board.steps.map(({ step }) => step)).toEqual([
      'apply',
      'review',
      'accept',
      'schedule',
      'assign',
      'confirm',
      'depart',
      'return',
      'report',
      'audit',
      'rate',
    ])
    expect(board.steps.every(({ own, by, limitMinutes }) => !own && by.length > 0 && limitMinutes > 0)).toBe(
      true,
    )
    const open = await one(`select count(*) from orders where status <> 'cancelled' and rating is null`)
    expect(board.steps.reduce((sum, { count }) => sum + count, 0)).toBe(open)
    const notBack = await one(
      `select count(*) from orders where status <> 'cancelled' and rating is null and not steps @> '[{"step": "return"}]'`,
    )
    expect([board.open, board.backlog]).toEqual([notBack, open - notBack])
    const out = await one(
      `select count(*) from orders where status <> 'cancelled' and rating is null and steps @> '[{"step": "depart"}]' and not steps @> '[{"step": "return"}]'`,
    )
    expect(board.out).toMatchObject({ orders: out, moving: 0, stopped: 0 })
    expect(
      (await ask<OrderBoard>('/api/vehicles/orders', leader, {}, { region: '450000', at: NOW - MINUTE })).out,
    ).toBeNull()
  })
})

describe('the board of the eleven steps', () => {
  it('flags a time-out by the limits that the platform publishes', async () => {
    await give('orders', [waiting])
    await house.live.vehicleLedger.all()
    const late = await ask<OrderBoard>(
      '/api/vehicles/orders',
      leader,
      {},
      { region: '450103', step: 'review', late: 'true' },
    )
    expect(late.orders.find(({ id }) => id === 'O-late')).toMatchObject({
      step: 'review',
      by: 'approver',
      since: NOW - 150 * MINUTE,
      due: NOW - 30 * MINUTE,
      overdue: true,
    })
    const alerts = await ask<{
      alerts: { rule: string; region: string; count: number; text: { zh: string } }[]
    }>('/api/alerts', leader, {}, { limit: 500 })
    expect(
      alerts.alerts.find((alert) => alert.rule === 'VO-01' && alert.region === '450103')?.text.zh,
    ).toMatch(/审核 \d/)
    await give('order-step-limits', [
      {
        region: '450103',
        step: 'review',
        by: 'approver',
        hours: null,
        limitMinutes: 600,
        since: 'previous',
        updatedAt: NOW,
      },
    ])
    await house.live.vehicleLedger.all()
    const card = await ask<OrderCard>('/api/vehicles/orders/:id', leader, { id: 'O-late' })
    expect(card).toMatchObject({
      overdue: false,
      masked: true,
      steps: [
        { step: 'apply', state: 'done' },
        { step: 'review', state: 'current', due: NOW + 450 * MINUTE },
        ...Array.from({ length: 9 }, () => ({ state: 'waiting' })),
      ],
    })
  })
})

describe('the board of the eleven steps', () => {
  it('a step that is no step goes to quarantine with its field and reason', () => {
    const { good, rejected } = admitRecords(
      'pages',
      'orders',
      [
        bundles[0]!.orders[0],
        { ...bundles[0]!.orders[1], steps: [{ step: 'teleport', at: 1, by: 'driver' }] },
      ],
      NOW,
    )
    expect([good.length, rejected[0]?.field]).toEqual([1, 'steps.0.step'])
  })
})
