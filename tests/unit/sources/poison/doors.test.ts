import { describe, expect, it } from 'vitest'
import {
  COLLECTIONS,
  COLLECTION_NAMES,
  LATEST_INSTANT,
  isSeries,
  timeFault,
  type CollectionName,
} from '../../../../src/shared/protocol/platform.ts'
import { unsoundPath } from '../../../../src/shared/kernel/text.ts'
import { dayOf } from '../../../../src/shared/kernel/units.ts'
import type { LedgerCollection, TableShape } from '../../../../server/common/plan.ts'
import { PLANS } from '../../../../server/intake/ledger/plans.ts'
import { admitRecords } from '../../../../server/sources/door.ts'
import { boundRejected, shapeOf } from '../../../../server/sources/turnedAway.ts'
import { goodRecords } from '../../../builders/records/goodRecords.ts'
import { now, SECRET, BAD, type Path, pathsIn, put } from './bad.ts'

const good = goodRecords(now)

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : []

const longestIn = (value: unknown): number =>
  typeof value === 'string'
    ? value.length
    : typeof value === 'object' && value !== null
      ? Math.max(0, ...Object.values(value).map(longestIn))
      : 0

const arrival = { source: 's', now }

const parent = { id: 'x', county: '450102', compound: 'C-G', building: 'B-G' }

const rowsOf = (
  collection: LedgerCollection,
  record: unknown,
): readonly (readonly [TableShape, Record<string, unknown>])[] => {
  const plan = PLANS[collection]
  const given = { arrival, parent: () => parent, sitters: new Map() }
  const { shape, carries } = plan
  const row = [shape, { ...plan.row(record as object, given) }] as const
  if (!carries) return [row]
  return [row, ...carries.of(record as object).map((one) => [carries.shape, { ...one }] as const)]
}

const WIDTH: Readonly<Record<string, number>> = {
  int2: 32_767,
  int4: 2_147_483_647,
  int8: Number.MAX_SAFE_INTEGER,
}

/** The columns of a record that its row would break. */
const brokenColumns = (collection: LedgerCollection, record: unknown): string[] =>
  rowsOf(collection, record).flatMap(([shape, row]) =>
    Object.entries(shape.columns).flatMap(([column, type]) => {
      const value = row[column]
      const most = WIDTH[type]
      if (
        most !== undefined &&
        value !== null &&
        !(Number.isInteger(value) && Math.abs(value as number) <= most)
      )
        return [`${column} ${type} = ${String(value)}`]
      if (type === 'float8' && value !== null && !Number.isFinite(value))
        return [`${column} ${type} = ${String(value)}`]
      if (
        type === 'float4[]' &&
        !(value as number[]).every(
          (one) => Number.isFinite(Math.fround(one)) && (one === 0 || Math.fround(one) !== 0),
        )
      )
        return [`${column} ${type}`]
      return unsoundPath(value) === null ? [] : [`${column} unsound`]
    }),
  )

describe('every collection’s door', () => {
  it('takes its good record as it is', () => {
    for (const collection of COLLECTION_NAMES) {
      const { good: taken, rejected } = admitRecords(
        's',
        collection,
        [JSON.parse(JSON.stringify(good[collection]))],
        now,
      )
      expect(rejected, collection).toEqual([])
      expect(taken).toEqual([good[collection]])
      if (!isSeries(collection))
        expect(brokenColumns(collection as LedgerCollection, good[collection])).toEqual([])
    }
  })

  it.each(COLLECTION_NAMES)(
    'lets nothing of %s in that UTF-8, the clock or a column cannot hold, and says what it expected without saying what it found',
    (collection) => {
      for (const path of pathsIn(good[collection])) {
        for (const bad of BAD) {
          const { good: taken, rejected } = admitRecords(
            's',
            collection,
            [put(good[collection], path, bad)],
            now,
          )
          const what = `${collection} ${path.join('.')} ${shapeOf(bad)}`
          for (const record of taken) {
            expect(unsoundPath(record), what).toBeNull()
            expect(longestIn(record), what).toBeLessThanOrEqual(2_000)
            expect(
              numbersIn(record).every((n) => Number.isFinite(n) && Math.abs(n) <= LATEST_INSTANT),
              what,
            ).toBe(true)
            if (!isSeries(collection))
              expect(brokenColumns(collection as LedgerCollection, record), what).toEqual([])
          }
          for (const one of rejected) {
            expect(one.field, what).not.toBeNull()
            expect(one.reason, what).toMatch(/; found /)
            expect(`${one.field} ${one.reason}`, what).not.toContain(SECRET)
            expect(unsoundPath(boundRejected(one)), what).toBeNull()
          }
        }
      }
    },
  )
})

describe('every collection’s door', () => {
  it('holds every bound of a number within its column', () => {
    const bounds = (schema: any, path: Path = []): { path: Path; least: number; most: number }[] => {
      const { def } = schema
      if (def.innerType) return bounds(def.innerType, path)
      if (def.type === 'array') return bounds(def.element, [...path, 0])
      if (def.type === 'object')
        return Object.entries(def.shape).flatMap(([name, field]) => bounds(field, [...path, name]))
      if (def.type === 'record')
        return [{ path: [...path, 'staff'], least: def.valueType.minValue, most: def.valueType.maxValue }]
      return def.type === 'number' ? [{ path, least: schema.minValue, most: schema.maxValue }] : []
    }
    for (const collection of COLLECTION_NAMES) {
      for (const { path, least, most } of bounds(COLLECTIONS[collection])) {
        expect(
          [least, most].every((n) => Number.isFinite(n) && Math.abs(n) <= 1e13),
          `${collection} ${path.join('.')}`,
        ).toBe(true)
        for (const bound of [least, most]) {
          const { success, data } = COLLECTIONS[collection].safeParse(put(good[collection], path, bound))
          if (success && !isSeries(collection))
            expect(
              brokenColumns(collection as LedgerCollection, data),
              `${collection} ${path.join('.')} = ${bound}`,
            ).toEqual([])
        }
      }
    }
  })

  it('takes no stamp and no past day from the future, but what is planned', () => {
    for (const collection of COLLECTION_NAMES) {
      expect(timeFault(COLLECTIONS[collection], good[collection], now)).toBeNull()
      expect(
        timeFault(COLLECTIONS[collection], { ...good[collection], updatedAt: now + 600_000 }, now),
      ).toBeNull()
      expect(
        timeFault(COLLECTIONS[collection], { ...good[collection], updatedAt: now + 600_001 }, now)?.path,
      ).toEqual(['updatedAt'])
    }
    const fault = (collection: CollectionName, path: Path, value: unknown) =>
      admitRecords('s', collection, [put(good[collection], path, value)], now).rejected[0]?.field ?? null
    const tomorrow = dayOf(now + 86_400_000)
    expect(fault('people', ['statusSince'], tomorrow)).toBe('statusSince')
    expect(fault('rooms', ['occupants', 0, 'since'], tomorrow)).toBe('occupants.0.since')
    expect(fault('orders', ['steps', 0, 'at'], now + 3_600_000)).toBe('steps.0.at')
    expect(fault('meter-days', ['day'], tomorrow)).toBe('day')
    expect(fault('energy-months', ['month'], '2027-01')).toBe('month')
    expect(fault('orders', ['end'], now + 30 * 86_400_000)).toBeNull()
    expect(fault('buildings', ['certificate', 'planned'], '2031-01-01')).toBeNull()
    expect(fault('weather-days', ['day'], tomorrow)).toBeNull()
    expect(fault('energy-quotas', ['year'], 2027)).toBeNull()
  })
})
