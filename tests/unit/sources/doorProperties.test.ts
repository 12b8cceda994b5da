import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admitRecords, type Admission } from '../../../server/sources/door.ts'
import { unsoundPath } from '../../../src/shared/kernel/text.ts'
import { COLLECTION_NAMES, COLLECTIONS, type CollectionName } from '../../../src/shared/protocol/platform.ts'
import { byName } from '../../builders/mount/names.ts'
import { sample } from '../../builders/mount/sample.ts'
import { holds } from '../../builders/plain/property.ts'

const NOW = Date.parse('2026-06-15T10:07:00+08:00')
const collections = fc.constantFrom(...COLLECTION_NAMES)
/** What a platform's JSON may hold, text that is no text too. */
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  fc.constantFrom('\ud800', '\0', { id: '\udfff' }, { id: { id: [] } }, [[]], null, -0, 1e308),
)

/** Nothing is lost, nothing is told twice: each item is a record or has its reason. */
const expectSorted = ({ good, rejected }: Admission<unknown>, items: readonly unknown[]): void => {
  expect(good.length + rejected.length).toBe(items.length)
  for (const record of good) expect(unsoundPath(record)).toBeNull()
  for (const { reason, recordId, field, body } of rejected) {
    expect(reason).toMatch(/expected|found|must|invalid|Invalid|not|at most|at least/)
    for (const text of [reason, recordId, field]) expect(unsoundPath(text)).toBeNull()
    expect(items).toContain(body)
  }
}

describe('the door', () => {
  it('gives a record or a named reason for every value of any collection', () => {
    holds(fc.tuple(collections, fc.array(anyJson, { maxLength: 5 })), ([name, items]) =>
      expectSorted(admitRecords('test', name, items, NOW), items),
    )
  })

  it('keeps the good ones of a batch in which any field of one is anything', () => {
    const whole = new Map(
      COLLECTION_NAMES.map((name) => [name, sample(COLLECTIONS[name], 'full', byName(false))]),
    )
    holds(fc.tuple(collections, fc.nat(), anyJson), ([name, nth, value]) => {
      const record = whole.get(name as CollectionName) as Record<string, unknown>
      const fields = Object.keys(record)
      const items = [record, { ...record, [fields[nth % fields.length] as string]: value }, record]
      const told = admitRecords('test', name, items, NOW)
      expectSorted(told, items)
      const sound = admitRecords('test', name, [record], NOW).good.length
      expect(told.good.length).toBeGreaterThanOrEqual(2 * sound)
    })
  })
})
