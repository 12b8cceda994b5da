import { z } from 'zod'
import type { Collection } from '#shared/kernel/collection.ts'
import {
  COLLECTIONS,
  COLLECTION_NAMES,
  faultsSchema,
  pageSchema,
  positionAckSchema,
  positionBatchSchema,
  positionGapSchema,
  positionHelloSchema,
  positionSchema,
  readingSchema,
  webhookSchema,
} from '#shared/protocol/platform.ts'
import type { CollectionName } from '#shared/protocol/platform.ts'

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Chinese and English name of a collection. */
export const titleOf = ({ title: { zh, en } }: Pick<Collection, 'title'>): string => `${zh} / ${en}`

export const schemaName = (collection: CollectionName): string =>
  collection
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')

const toJson = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input' }) as Record<string, Json>
  return json
}

/** A zod schema's JSON Schema with one of its array members pointing at another component. */
const withItems = (schema: z.ZodType, member: string, items: Json): Json => {
  const json = toJson(schema) as { properties: Record<string, Record<string, Json>> }
  return { ...json, properties: { ...json.properties, [member]: { ...json.properties[member], items } } }
}

export const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const errorSchema = z.object({
  code: z.string().describe('机器可读代码 / stable code'),
  message: z.string(),
  field: z.string().optional().describe('有误的字段 / the field that is wrong'),
  expected: z.string().optional().describe('应为 / what was expected'),
})

/** Every schema of the contract as a component; both files carry the same ones. */
const componentSchemas = (): Record<string, Json> => ({
  ...Object.fromEntries(COLLECTION_NAMES.map((name) => [schemaName(name), toJson(COLLECTIONS[name])])),
  Page: toJson(pageSchema),
  Position: toJson(positionSchema),
  PositionHello: toJson(positionHelloSchema),
  PositionAck: toJson(positionAckSchema),
  PositionBatch: withItems(positionBatchSchema, 'items', refTo('Position')),
  PositionGap: toJson(positionGapSchema),
  Reading: toJson(readingSchema),
  Webhook: withItems(webhookSchema, 'items', {
    anyOf: COLLECTION_NAMES.map((name) => refTo(schemaName(name))),
  }),
  Faults: toJson(faultsSchema),
  Error: toJson(errorSchema),
})
export const pick = (names: readonly string[]): Record<string, Json> => {
  const all = componentSchemas()
  return Object.fromEntries(names.map((name) => [name, all[name]!]))
}
