import { describe, expect, it } from 'vitest'
import type {
  OrderBoard,
  OrderCard,
  VehicleFigures,
  VehicleFindingList,
} from '../../../../src/shared/protocol/http.ts'
import { viewerOf } from '../../../builders/house/liveHouse.ts'
import { clock, bundles, leader, ask, one } from './house.ts'

const city = viewerOf('supervisor', '450200')

describe('scope and masks', () => {
  it('a city sees its own, a unit its own, others get what does not exist; drivers and plates are masked', async () => {
    await expect(ask('/api/vehicles/figures', city, {}, { region: '450103' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(ask('/api/vehicles/orders/:id', city, { id: 'O-late' })).rejects.toMatchObject({
      code: 'not-found',
    })
    const own = bundles[1]!.vehicles[0]!
    const user = viewerOf('unit-user', '450202', own.unit)
    const figures = await ask<VehicleFigures>('/api/vehicles/figures', user, {}, {})
    expect(figures).toMatchObject({ id: own.unit, kind: 'unit' })
    expect(figures.values.runningCost).toBeCloseTo(
      await one(
        `select sum(cost) from vehicle_months m join vehicles v on v.id = m.vehicle where v.unit = '${own.unit}' and month = '2026-09'`,
      ),
      4,
    )
    await expect(
      ask('/api/vehicles/figures', user, {}, { unit: bundles[0]!.units[0]!.id }),
    ).resolves.toMatchObject({ id: own.unit })
    await expect(ask('/api/vehicles/overlaps', user, {}, { region: '450202' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(
      ask('/api/vehicles/orders/:id', viewerOf('unit-user', '450103', bundles[0]!.vehicles[0]!.unit), {
        id: 'O-good',
      }),
    ).rejects.toMatchObject({ code: 'not-found' })
    const card = await ask<OrderCard>('/api/vehicles/orders/:id', user, { id: 'O-good' })
    expect([card.driver, card.plate.includes('*')]).toEqual(['韦**', true])
    expect(
      (await ask<OrderCard>('/api/vehicles/orders/:id', viewerOf('manager', '450000'), { id: 'O-good' }))
        .driver,
    ).toBe('韦师傅')
    const board = await ask<OrderBoard>('/api/vehicles/orders', user)
    expect(board.orders.every((row) => row.unit === own.unit)).toBe(true)
  })

  it('findings count what the records break, by rule', async () => {
    const list = await ask<VehicleFindingList>('/api/vehicles/findings', leader, {}, { region: '450000' })
    const off = await one(
      `select count(*) from vehicle_costs where vendor is null and kind in ('fuel', 'maintenance', 'insurance') and at >= ${clock.now - 45 * 86_400_000}`,
    )
    expect(list.rules.find(({ rule }) => rule === 'VH-03')?.count ?? 0).toBe(off)
    expect(list.total).toBe(list.rules.reduce((sum, { count }) => sum + count, 0))
  })
})
