import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { alertDetailSchema, alertsSchema, housingLevelsSchema } from './answers.ts'
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
  people: contract({
    method: 'GET',
    url: '/api/housing/people',
    needs: 'view.alerts',
    summary:
      '调离退休未腾退、一人多处办公用房,按管理层级 / people who left and people with several offices, by the level that manages them',
    query: z.object({ region: z.string().max(12).optional() }),
    response: housingLevelsSchema,
  }),
} as const
