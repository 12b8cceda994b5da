import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { instant, limitOf } from '../kernel/schemas.ts'
import { alertRowsSchema, rowSeveritySchema } from './rows/answers.ts'

export const alertRowsContracts = {
  alertRows: contract({
    method: 'GET',
    url: '/api/alerts/:id/rows',
    needs: 'view.alerts',
    summary:
      '预警所指的房间、人员、楼、车辆或记录,按超出多少排序 / the rooms, people, buildings, vehicles or records behind an alert, by how much they are a case',
    params: z.object({ id: z.string().min(1).max(160) }),
    query: z.object({
      severity: rowSeveritySchema.optional(),
      after: z.string().max(300).optional(),
      row: z.string().min(1).max(160).optional(),
      limit: limitOf(500, 200),
      at: instant,
    }),
    response: alertRowsSchema,
  }),
} as const
