import { orderStepLimits } from '#shared/vehicles/collections/order-step-limits.ts'
import { plan } from '../../common/plan.ts'

export const orderStepLimitsPlan = plan({
  of: orderStepLimits,
  table: 'order_step_limits',
  fields: { region: 'text', step: 'text', hours: 'jsonb', since: 'text' },
  columns: { by_role: ['text', (r) => r.by], limit_minutes: ['int4', (r) => r.limitMinutes] },
})
