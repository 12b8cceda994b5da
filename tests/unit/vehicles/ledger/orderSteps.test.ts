import { describe, expect, it } from 'vitest'
import { isWorkday } from '../../../../server/common/clock/calendar.ts'
import { isOpenStep, outCount } from '#shared/vehicles/orders/orderStage.ts'
import {
  afterWorking,
  orderState,
  stepLimits,
  workingBetween,
  type OrderFacts,
} from '#shared/vehicles/orders/orders.ts'
import { vehicleLedgerSchema } from '#shared/vehicles/answers/account.ts'
import { vehicleCardSchema } from '#shared/vehicles/answers/cards.ts'
import { orderCardSchema } from '#shared/vehicles/answers/orders.ts'
import { ORDER_STATUSES, orderPurposeSchema } from '#shared/vehicles/collections/orders.ts'
import shown from '../../../../src/boards/vehicles/shared/vehicleText.ts'
import ordersMessages from '../../../../src/boards/vehicles/shared/words/ordersMessages.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)

const MINUTE = 60_000

const OFFICE = { from: 8, to: 18 }

describe('working time', () => {
  it('counts a Saturday that the state made a workday and leaves holidays and weekends out', () => {
    expect(afterWorking(at('2025-10-10T17:30'), 60 * MINUTE, OFFICE, isWorkday)).toBe(at('2025-10-11T08:30'))
    expect(afterWorking(at('2025-10-11T17:30'), 60 * MINUTE, OFFICE, isWorkday)).toBe(at('2025-10-13T08:30'))
    expect(afterWorking(at('2025-09-30T17:00'), 2 * 60 * MINUTE, OFFICE, isWorkday)).toBe(
      at('2025-10-09T09:00'),
    )
    expect(afterWorking(at('2025-10-12T12:00'), 60 * MINUTE, null, isWorkday)).toBe(at('2025-10-12T13:00'))
    expect(workingBetween(at('2025-10-10T17:00'), at('2025-10-13T09:00'), OFFICE, isWorkday)).toBe(
      12 * 60 * MINUTE,
    )
  })
})

const limits = stepLimits([])

const order = (more: Partial<OrderFacts>): OrderFacts => ({
  start: at('2025-10-11T14:00'),
  end: at('2025-10-11T16:00'),
  status: 'approved',
  steps: [{ step: 'apply', at: at('2025-10-10T17:30'), by: 'applicant' }],
  updatedAt: 0,
  ...more,
})

describe('the eleven steps', () => {
  it('waits for the approver within its hours, is due on the working Saturday, and late after', () => {
    const early = orderState(order({}), limits, at('2025-10-11T09:00'), isWorkday)
    expect(early.current).toMatchObject({
      step: 'review',
      by: 'approver',
      since: at('2025-10-10T17:30'),
      due: at('2025-10-11T09:30'),
      late: false,
    })
    expect(orderState(order({}), limits, at('2025-10-11T09:31'), isWorkday).overdue).toBe(true)
    expect(early.steps.map(({ state }) => state)).toEqual([
      'done',
      'current',
      ...Array.from({ length: 9 }, () => 'waiting'),
    ])
  })

  it('takes departure and return from the order’s own times, the platform’s limits before its own', () => {
    const steps = [
      ...order({}).steps!,
      ...(['review', 'accept', 'schedule', 'assign', 'confirm'] as const).map((step, i) => ({
        step,
        at: at('2025-10-11T09:00') + i * MINUTE,
        by: 'dispatcher' as const,
      })),
    ]
    const before = orderState(order({ steps }), limits, at('2025-10-11T13:00'), isWorkday)
    expect(before.current).toMatchObject({
      step: 'depart',
      since: at('2025-10-11T14:00'),
      due: at('2025-10-11T14:30'),
      late: false,
    })
    const short = stepLimits([{ step: 'depart', by: 'driver', hours: null, limitMinutes: 5, since: 'start' }])
    expect(orderState(order({ steps }), short, at('2025-10-11T14:06'), isWorkday).overdue).toBe(true)
    const back = orderState(
      order({
        status: 'underway',
        steps: [...steps, { step: 'depart', at: at('2025-10-11T14:45'), by: 'driver' }],
      }),
      limits,
      at('2025-10-11T16:40'),
      isWorkday,
    )
    expect(back).toMatchObject({
      lateSteps: 1,
      overdue: true,
      current: { step: 'return', due: at('2025-10-11T16:30') },
    })
  })
})

describe('the eleven steps', () => {
  it('is finished after the rating, cancelled at once, and told by its status where the platform keeps no steps', () => {
    const all = (
      [
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
      ] as const
    ).map((step, i) => ({ step, at: at('2025-10-11T09:00') + i * MINUTE, by: 'driver' as const }))
    expect(
      orderState(order({ steps: all, status: 'returned' }), limits, at('2025-11-01T09:00'), isWorkday),
    ).toMatchObject({ finished: true, current: null, overdue: false })
    expect(
      orderState(order({ status: 'cancelled' }), limits, at('2025-11-01T09:00'), isWorkday),
    ).toMatchObject({ cancelled: true, current: null, finished: false })
    expect(
      orderState(
        order({ steps: null, status: 'dispatched', updatedAt: at('2025-10-11T13:00') }),
        limits,
        at('2025-10-11T13:10'),
        isWorkday,
      ).current?.step,
    ).toBe('confirm')
  })
})

describe('orders on the road', () => {
  it('are set against their vehicles once each; what moves besides is told apart', () => {
    const seen = { a: 'moving', b: 'stopped', c: 'silent' } as const
    expect(outCount(['a', 'b', 'b', 'c'], (vehicle) => seen[vehicle as 'a'], 5)).toEqual({
      orders: 4,
      moving: 1,
      stopped: 1,
      silent: 1,
      others: 4,
    })
    expect((['apply', 'depart', 'return', 'report', 'rate'] as const).map(isOpenStep)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('an order’s state and kind', () => {
  it('are words of the published dictionary in every answer, and each has its own on the screen', () => {
    expect(orderCardSchema.shape.status.options).toEqual(ORDER_STATUSES)
    expect(orderCardSchema.shape.purpose.unwrap().options).toEqual(orderPurposeSchema.options)
    expect(vehicleLedgerSchema.shape.orders.element.shape.status.options).toEqual(ORDER_STATUSES)
    expect(vehicleCardSchema.shape.order.unwrap().shape.status.safeParse('lost').success).toBe(false)
    const words = [
      ...ORDER_STATUSES.map((status) => (status === 'returned' ? 'returned-state' : status)),
      ...orderPurposeSchema.options.map((purpose) => (purpose === 'other' ? 'other-purpose' : purpose)),
    ]
    for (const lang of ['zh', 'en'] as const)
      for (const word of words) {
        expect(shown[lang][word], `${lang} ${word}`).toMatch(/./)
        expect(shown[lang][word], `${lang} ${word}`).toBe(ordersMessages[lang][word])
      }
  })
})
