import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import { bordersSchema, compoundRowSchema, regionsSchema } from './answers.ts'
import { regionCode } from '../kernel/schemas.ts'

export const regionContracts = {
  regions: contract({
    method: 'GET',
    url: '/api/regions',
    needs: 'view.places',
    summary: 'Every region in scope with its measures',
    response: regionsSchema,
  }),
  borders: contract({
    method: 'GET',
    url: '/api/regions/borders',
    needs: 'view.places',
    summary: 'The borders of the regions in scope, as they are in one version',
    query: z.object({ version: z.string().min(1).max(64) }),
    response: bordersSchema,
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
