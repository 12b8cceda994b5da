import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'
import { unsoundPath } from '#shared/kernel/text.ts'

type Def = Record<string, unknown> & { type: string }
const INNER = ['innerType', 'element', 'valueType'] as const

/**
 * The same schema, refusing every key that it does not name, in the objects within it too. One that was opened by hand
 * (`z.looseObject`, a catch-all) stays open.
 */
export const closed = (schema: z.ZodType): z.ZodType => {
  const def = schema.def as unknown as Def
  const changed: Record<string, unknown> = {}
  if (def.type === 'object') {
    changed['shape'] = Object.fromEntries(
      Object.entries(def['shape'] as Record<string, z.ZodType>).map(([key, value]) => [key, closed(value)]),
    )
    changed['catchall'] = def['catchall'] ?? z.never()
  }
  for (const part of INNER) if (def[part]) changed[part] = closed(def[part] as z.ZodType)
  if (def.type === 'union') changed['options'] = (def['options'] as z.ZodType[]).map(closed)
  return Object.keys(changed).length === 0 ? schema : schema.clone({ ...schema.def, ...changed } as never)
}

const PARTS = { params: 'params', query: 'query', body: 'body' } as const

/** Before anything is validated: text that a database cannot keep, or nesting without end, is refused with its field. */
export const refuseUnsound = (request: FastifyRequest, parts: readonly (keyof typeof PARTS)[]): void => {
  for (const part of parts) {
    const path = unsoundPath(request[part])
    if (path === null) continue
    const field = path === '' ? part : `${part}.${path}`
    throw new AppError(
      'bad-request',
      `${field}:含有不可保存的字符(空字符或残缺字符),或嵌套过深 / NUL, half a character, or nested too deep`,
      { details: { field, in: part } },
    )
  }
}
