import { COLLECTIONS, isSeries } from '#shared/protocol/platform.ts'
import type { CollectionName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { keyOf } from '../collections.ts'
import { StandinError } from '../errors.ts'
import type { Edits } from './edits.ts'
import type { Pages } from './pages.ts'

export interface EditDependencies {
  readonly pages: Pages
  readonly edits: Edits
  readonly now: () => EpochMs
  /** After the edit is durable. */
  readonly announce: (collection: CollectionName, items: readonly unknown[]) => void
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Merges, validates, stamps, keeps, announces. Throws 400 with the field that is wrong, 404 for a record that is not there. */
export const applyEdit = async (
  deps: EditDependencies,
  collection: CollectionName,
  key: string,
  patch: unknown,
): Promise<Record<string, unknown>> => {
  if (isSeries(collection))
    throw new StandinError(400, 'bad-request', '读数不可修改 / readings are not edited', {
      field: 'collection',
    })
  if (!isRecord(patch))
    throw new StandinError(400, 'bad-request', '需要 JSON 对象 / a JSON object is expected', {
      expected: 'object',
    })
  const found = await deps.pages.find(collection, key, deps.now())
  if (!found) throw new StandinError(404, 'not-found', `没有这条记录 / no ${collection} ${key}`)
  const shape = COLLECTIONS[collection].shape as Record<string, unknown>
  const foreign = Object.keys(patch).find((field) => !(field in shape))
  if (foreign !== undefined)
    throw new StandinError(400, 'invalid-record', '没有这个字段 / no such field', {
      field: foreign,
      expected: Object.keys(shape).join(', '),
    })
  const updatedAt = Math.max(deps.now(), Number(found.record['updatedAt']) + 1)
  const parsed = COLLECTIONS[collection].safeParse({ ...found.record, ...patch, updatedAt })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new StandinError(400, 'invalid-record', issue.message, {
      field: issue.path.join('.'),
      expected: issue.code,
    })
  }
  const record = parsed.data as Record<string, unknown>
  if (keyOf(collection, record) !== key)
    throw new StandinError(400, 'invalid-record', '标识不可修改 / the key is not edited', {
      field: 'id',
      expected: key,
    })
  deps.edits.add({ collection, key, county: found.place, updatedAt, record })
  deps.announce(collection, [record])
  return record
}
