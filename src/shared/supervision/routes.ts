import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { alertDetailSchema, alertsSchema } from './answers.ts'
import { instant, limitOf } from '../kernel/schemas.ts'

export const supervisionContracts = {
  alerts: contract({
    method: 'GET',
    url: '/api/alerts',
    needs: 'view.alerts',
    summary: '未结预警,红色在前;at 为过去时刻 / open alerts of a region, red first, now or at an instant',
    query: z.object({
      region: z.string().max(12).optional(),
      limit: limitOf(2000, 200),
      at: instant,
    }),
    response: alertsSchema,
  }),
  alert: contract({
    method: 'GET',
    url: '/api/alerts/:id',
    needs: 'view.alerts',
    summary:
      '预警的依据、事实与车辆;含准确位置时留痕 / why an alert stands, and the vehicles behind it; logged where exact places are shown',
    params: z.object({ id: z.string().min(1).max(160) }),
    query: z.object({ limit: limitOf(2000, 200), at: instant }),
    response: alertDetailSchema,
  }),
} as const
