import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { compoundRowSchema, regionsSchema } from './answers.ts'
import { regionCode } from '../kernel/schemas.ts'

export const regionContracts = {
  regions: contract({
    method: 'GET',
    url: '/api/regions',
    needs: 'view.places',
    summary: 'Every region in scope with geometry and measures',
    response: regionsSchema,
  }),
  compounds: contract({
    method: 'GET',
    url: '/api/compounds',
    needs: 'view.places',
    summary: 'All compounds below a region',
    query: z.object({ region: regionCode }),
    response: z.array(compoundRowSchema),
  }),
} as const
