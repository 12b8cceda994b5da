import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { amount, count, happenedMonth, id, smallCount, stamped } from '../../kernel/fields.ts'

/** 元; below nothing where a month takes back what another had too much. */
const correction = z.number().min(-1_000_000_000).max(1_000_000_000)

/** What a month of a vehicle says beyond days, mileage and the sum of costs. */
const vehicleMonthDetails = {
  trips: count.optional(),
  /** 出车时长 and 工作时段时长, hours. */
  hoursUsed: amount.optional(),
  hoursDue: amount.optional(),
  /** 元; their sum is `cost`. */
  costs: z
    .object({
      fuel: correction,
      maintenance: correction,
      insurance: correction,
      toll: correction,
      parking: correction,
      other: correction,
    })
    .optional(),
  /**
   * 服务, counted over the whole month by the platform: orders asked for, those that got a vehicle, those that set out on
   * time, minutes of office time that approvals took and over how many, 评价 and their sum. Without it the orders handed over count.
   */
  service: z
    .object({
      orders: count,
      dispatched: count,
      onTime: count,
      approvalMinutes: amount,
      approved: count,
      ratings: count,
      ratingSum: count,
    })
    .refine(
      ({ orders, dispatched, onTime, approved, ratings, ratingSum }) =>
        dispatched <= orders &&
        approved <= orders &&
        onTime <= dispatched &&
        ratingSum >= ratings &&
        ratingSum <= 5 * ratings,
      {
        message: 'expected onTime ≤ dispatched ≤ orders, approved ≤ orders and ratings from 1 to 5',
      },
    )
    .nullable()
    .optional(),
}

const vehicleMonthSchema = z.object({
  vehicle: id,
  /** `YYYY-MM`. */
  month: happenedMonth,
  /** 出车天数 and (应在用工作日 − 维修停驶日). */
  daysUsed: smallCount,
  daysDue: smallCount,
  kilometres: amount,
  /** 元: fuel or charge, repair, insurance, tolls and the rest. */
  cost: amount,
  ...vehicleMonthDetails,
  ...stamped,
})
export type VehicleMonthRecord = z.infer<typeof vehicleMonthSchema>

export const vehicleMonths = collection({
  name: 'vehicle-months',
  title: { zh: '车辆月度运行', en: 'vehicle months' },
  schema: vehicleMonthSchema,
  key: ['vehicle', 'month'],
  parents: { vehicle: 'vehicles' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'vehicle-months': typeof vehicleMonths
  }
}
