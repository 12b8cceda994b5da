import { z } from 'zod'
import type { NamedConfig } from './definition.ts'
import { WAYS } from './ways.ts'

/** One connector: its way, its name, and what the way asks for beside them. */
export type SourceConfig = NamedConfig & { readonly way: string }
export type SourcesConfig = readonly SourceConfig[]

const [first, ...others] = WAYS.map(({ way, schema }) => schema.extend({ way: z.literal(way) }))
if (!first) throw new Error('server/sources: no source is defined')

/** Every connector this server runs; names must differ. */
export const sourcesConfigSchema: z.ZodType<SourceConfig[]> = z
  .array(z.discriminatedUnion('way', [first, ...others]) as unknown as z.ZodType<SourceConfig>)
  .refine(
    (list) => new Set(list.map((source) => source.name)).size === list.length,
    'two sources have the same name',
  )
