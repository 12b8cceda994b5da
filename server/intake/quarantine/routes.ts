import { z } from 'zod'
import { openedQuarantineSchema, quarantineSchema, unmaskSchema } from '#shared/protocol/http.ts'
import type { QuarantineReading } from './list.ts'
import { offset, route, type RouteDefinition } from '../../http/route.ts'

const querySchema = z.object({
  source: z.string().max(64).optional(),
  offset,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

export const quarantineRoutes = (reading: QuarantineReading): RouteDefinition[] => [
  route({
    method: 'GET',
    url: '/api/quarantine',
    needs: 'ops.read',
    summary: '未过校验的记录及原因 / records of the own region that failed at the door, with their reasons',
    query: querySchema,
    response: quarantineSchema,
    handle: ({ query }, { viewer }) => reading.list({ ...query, source: query.source ?? null }, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/quarantine/:id/open',
    needs: 'unmask',
    summary: '查看一条隔离记录的原文 / one row in the clear; logged first',
    params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
    body: unmaskSchema.pick({ reason: true }),
    response: openedQuarantineSchema,
    perMinute: 60,
    handle: ({ params, body }, { viewer, address }) => reading.open(params.id, body.reason, viewer, address),
  }),
]
