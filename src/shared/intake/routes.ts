import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { unmaskSchema } from '../access/answers.ts'
import { openedQuarantineSchema, quarantineSchema, sourceStatusSchema } from './answers.ts'
import { limitOf, offset } from '../kernel/schemas.ts'

export const intakeContracts = {
  sources: contract({
    method: 'GET',
    url: '/api/sources',
    needs: 'session',
    summary: '数据来源状态 / state and age of each source',
    response: z.array(sourceStatusSchema),
  }),
  quarantine: contract({
    method: 'GET',
    url: '/api/quarantine',
    needs: 'ops.read',
    summary: '未过校验的记录及原因 / records of the own region that failed at the door, with their reasons',
    query: z.object({ source: z.string().max(64).optional(), offset, limit: limitOf(1000, 100) }),
    response: quarantineSchema,
  }),
  openQuarantine: contract({
    method: 'POST',
    url: '/api/quarantine/:id/open',
    needs: 'unmask',
    summary: '查看一条隔离记录的原文 / one row in the clear; logged first',
    params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
    body: unmaskSchema.pick({ reason: true }),
    response: openedQuarantineSchema,
  }),
} as const
