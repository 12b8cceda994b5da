import { contract } from '../kernel/contract.ts'
import { healthSchema, opsHealthSchema, readinessSchema } from './answers.ts'

const PROBE = {
  needs: 'public',
  why: 'a probe has no account; it names no place, person or vehicle',
} as const

export const operationsContracts = {
  health: contract({
    method: 'GET',
    url: '/healthz',
    ...PROBE,
    summary: 'Liveness: the process, and whether the database answers',
    response: healthSchema,
  }),
  readiness: contract({
    method: 'GET',
    url: '/readyz',
    ...PROBE,
    summary: 'Readiness: 503 while the database or the store of positions is away',
    response: readinessSchema,
  }),
  opsHealth: contract({
    method: 'GET',
    url: '/api/ops/health',
    needs: 'ops.read',
    summary: '运行状况 / the parts, the sources, and what should be mended',
    response: opsHealthSchema,
  }),
} as const
