import { z } from 'zod'
import { ROAD_CLASSES } from '../../vehicles/roads/limits.ts'
import { clock, day, id, instant, label, lonLat, regionCode, stamped, text } from './common.ts'

const kmh = z.number().positive().max(200)

/** 道路限速: a road with its class, its corridor and what its signs say. */
export const roadLimitSchema = z.object({
  id,
  region: regionCode,
  name: label,
  /** 高速公路, 城市快速路, 公路, 主干路, 次干路和支路, 无中心线道路. */
  class: z.enum(ROAD_CLASSES),
  /** WGS-84, in the direction of driving where `oneWay`. */
  path: z.array(lonLat).min(2).max(5000),
  /** Whole width of the corridor in which a position is on the road, m; null takes the class's. */
  widthM: z.number().positive().max(200).nullable().optional(),
  oneWay: z.boolean().optional().describe('default false'),
  /** 限速标志; null where there is none and the class decides. */
  limitKmh: kmh.nullable(),
  /** For what is no small passenger car of 9 seats or less; null takes the same, on an expressway at most 100. */
  limitOtherKmh: kmh.nullable().optional(),
  ...stamped,
})
export type RoadLimitRecord = z.infer<typeof roadLimitSchema>

/** `MM-DD`. */
const date = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** 工作时段表: of a unit, or of a region and everything below it; the nearest one in force decides alone. */
export const workingHoursSchema = z.object({
  id,
  region: regionCode,
  /** null: every unit of the region and below that has no nearer table. */
  unit: id.nullable(),
  name: text(60).min(1),
  /** Several rows of one day add up: shifts, summer and winter hours; a day without a row has no working hours. */
  rows: z
    .array(
      z.object({
        /** Season, both days included; from after to runs over the turn of the year. */
        from: date,
        to: date,
        /** By the State Council's calendar: 工作日 (a Saturday can be one), 周末休息日, 法定节假日, 每日. */
        days: z.enum(['workdays', 'restdays', 'holidays', 'all']),
        /** A span that ends at or before its beginning runs over midnight; 00:00–24:00 is 24 小时值班. */
        spans: z
          .array(z.object({ from: clock, to: clock }))
          .min(1)
          .max(8),
      }),
    )
    .min(1)
    .max(40),
  since: day.nullable(),
  until: day.nullable(),
  ...stamped,
})
export type WorkingHoursRecord = z.infer<typeof workingHoursSchema>

/** What was approved with an order; absent, the order itself is the approval of its own time and destination. */
export const orderApprovalSchema = z.object({
  /** 跨区审批: the regions that it opens, each with all below it: origin, destination and what lies on the way. */
  regions: z.array(text(64)).max(200),
  /** 非工作时段用车, 节假日用车. */
  outsideHours: z.boolean(),
  holiday: z.boolean(),
  /** Null takes the order's own start and end. */
  since: instant.nullable(),
  until: instant.nullable(),
})
export type OrderApproval = z.infer<typeof orderApprovalSchema>
