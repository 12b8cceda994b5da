import { z } from 'zod'
import { collection } from '../../kernel/collection.ts'
import { count, regionCode, stamped } from '../../kernel/fields.ts'
import { orderRoleSchema, orderStepNameSchema } from './orders.ts'

/** 各环节主体、工作时间、执行时限. */
const orderStepLimitSchema = z.object({
  region: regionCode.describe('the region whose orders it binds, with all below it; the nearest one wins'),
  step: orderStepNameSchema,
  by: orderRoleSchema,
  /** Hours of workdays that count, UTC+8; null counts every hour. */
  hours: z.object({ from: z.number().min(0).max(24), to: z.number().min(0).max(24) }).nullable(),
  limitMinutes: count.min(1),
  /** When the limit begins: as the step before is done, or at the order's own start or end. */
  since: z.enum(['previous', 'start', 'end']),
  ...stamped,
})
export type OrderStepLimitRecord = z.infer<typeof orderStepLimitSchema>

export const orderStepLimits = collection({
  name: 'order-step-limits',
  title: { zh: '派车环节时限', en: 'limits of order steps' },
  schema: orderStepLimitSchema,
  key: ['region', 'step'],
  parents: { region: 'regions' },
  master: 'platform',
})

declare module '../../kernel/collection.ts' {
  interface Collections {
    'order-step-limits': typeof orderStepLimits
  }
}
