import { z } from 'zod'
import { contract } from '../kernel/contract.ts'
import {
  parameterEditSchema,
  parameterHistorySchema,
  parameterListSchema,
  parameterRowSchema,
} from './answers.ts'

const params = z.object({ key: z.string().min(1).max(80) })

export const standardsContracts = {
  parameters: contract({
    method: 'GET',
    url: '/api/standards/parameters',
    needs: 'view.places',
    summary: '口径参数 / the parameters of the rules as they are in force, with who revised them',
    response: parameterListSchema,
  }),
  parameterHistory: contract({
    method: 'GET',
    url: '/api/standards/parameters/:key/history',
    needs: 'view.places',
    summary: '修订记录 / all revisions of a parameter, newest first',
    params,
    response: parameterHistorySchema,
  }),
  editParameter: contract({
    method: 'PUT',
    url: '/api/standards/parameters/:key',
    needs: 'standards.edit',
    summary:
      '修订口径参数 / a new version of a parameter, from a day on; a null value goes back to the default',
    params,
    body: parameterEditSchema,
    response: parameterRowSchema,
  }),
} as const
