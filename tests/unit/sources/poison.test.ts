import { describe, expect, it } from 'vitest'
import {
  COLLECTIONS,
  COLLECTION_NAMES,
  LATEST_INSTANT,
  isSeries,
  positionSchema,
  readingSchema,
  timeFault,
  type CollectionName,
} from '../../../src/shared/protocol/platform.ts'
import { unsoundPath } from '../../../src/shared/text.ts'
import { dayOf } from '../../../src/shared/units.ts'
import { writeFaultOf } from '../../../server/db/faults.ts'
import { SHAPES } from '../../../server/intake/ledger/shapes.ts'
import { daysAround } from '../../../server/energy/quarters/days.ts'
import { PLANS, type LedgerCollection } from '../../../server/intake/ledger/plans.ts'
import { occupantRows, roomRow } from '../../../server/intake/ledger/shaped.ts'
import { keepGood } from '../../../server/intake/keepGood.ts'
import { makeLateRows } from '../../../server/common/late/lateRows.ts'
import { spellPerson } from '../../../server/common/pinyin.ts'
import { admitPositions, admitReadings, admitRecords } from '../../../server/sources/door.ts'
import { readJson } from '../../../server/common/json.ts'
import { boundRejected, shapeOf } from '../../../server/sources/turnedAway.ts'
import { goodPosition, goodReading, goodRecords } from '../../builders/records/goodRecords.ts'

const now = Date.UTC(2026, 5, 15, 4)
const good = goodRecords(now)
const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
const SECRET = '13800138000'
/** What no field can hold, beside what the field's type is. */
const BAD: readonly unknown[] = [
  `a\u0000${SECRET}`,
  `\ud800${SECRET}`,
  `${SECRET}\udc00`,
  '文'.repeat(20_000),
  SECRET.repeat(2000),
  '9999-99-99',
  '2026-02-30',
  '2026-13-01',
  '2255-01-01',
  '',
  -1,
  -32_769,
  32_768,
  2_147_483_648,
  2 ** 53,
  -(2 ** 53),
  1e300,
  -1e300,
  1e-300,
  Number.NaN,
  Infinity,
  0.5,
  Date.UTC(2255, 0),
  8_640_000_000_000_001,
  null,
  true,
  [],
  {},
  deep(60),
  Array.from({ length: 30_000 }, () => 1),
  { [`\ud800${SECRET}`]: SECRET },
]

type Path = readonly (string | number)[]
const pathsIn = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value)
    ? value.slice(0, 1).map((one, i) => [i, one] as const)
    : Object.entries(value)
  return [
    ...(path.length > 0 ? [path] : []),
    ...entries.flatMap(([key, one]) => pathsIn(one, [...path, key])),
  ]
}
const put = (value: unknown, path: Path, bad: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return bad
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) }
  ;(copy as Record<string | number, unknown>)[key] = put(
    (value as Record<string | number, unknown>)[key],
    rest,
    bad,
  )
  return copy
}
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
): readonly (readonly [keyof typeof SHAPES, Record<string, unknown>])[] => {
  if (collection === 'rooms')
    return [
      ['rooms', { ...roomRow(record as never, parent, new Map(), arrival) }],
      ...occupantRows(record as never).map((row) => ['occupants', { ...row }] as const),
    ]
  const plan = PLANS[collection] as (typeof PLANS)['units']
  const parents = new Map(plan.parents(record as never).map(([, id]) => [id as string, parent]))
  return [[plan.shape, { ...plan.row(record as never, parents, arrival) }]]
}
const WIDTH: Readonly<Record<string, number>> = {
  int2: 32_767,
  int4: 2_147_483_647,
  int8: Number.MAX_SAFE_INTEGER,
}
/** The columns of a record that its row would break. */
const brokenColumns = (collection: LedgerCollection, record: unknown): string[] =>
  rowsOf(collection, record).flatMap(([shape, row]) =>
    Object.entries(SHAPES[shape].columns).flatMap(([column, type]) => {
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

describe('the doors of positions and readings', () => {
  it('let nothing in that cannot be held', () => {
    for (const bad of BAD) {
      for (const path of pathsIn(goodPosition(now))) {
        const { good: taken } = admitPositions('s', [put(goodPosition(now), path, bad)])
        expect(
          taken.every(
            (one) =>
              unsoundPath(one) === null &&
              positionSchema.safeParse(one).success &&
              new Date(one.at).toISOString(),
          ),
        ).toBe(true)
      }
      for (const path of pathsIn(goodReading(now))) {
        const { good: taken } = admitReadings('s', [put(goodReading(now), path, bad)])
        expect(
          taken.every(
            (one) =>
              unsoundPath(one) === null &&
              readingSchema.safeParse(one).success &&
              new Date(one.at).toISOString(),
          ),
        ).toBe(true)
      }
    }
    expect(admitPositions('s', [{ ...goodPosition(now), vehicle: '桂A12345' }]).good).toHaveLength(1)
  })

  it('read JSON of any size and depth without being held by it', () => {
    expect(readJson('[1]')).toEqual({ value: [1] })
    expect(readJson(`{"name":"${SECRET}`)).toMatchObject({ reason: expect.not.stringContaining(SECRET) })
    const started = performance.now()
    expect(readJson('['.repeat(8_000_000))).toMatchObject({ reason: expect.stringContaining('deep') })
    expect(performance.now() - started).toBeLessThan(1_000)
    const text = JSON.stringify({ text: '['.repeat(20_000), quoted: '\\"[['.repeat(5_000) })
    expect(readJson(text)).toEqual({ value: JSON.parse(text) })
  })
})

describe('a refused record', () => {
  it('is written down sound and small, whatever it is', () => {
    const bodies = [
      ...BAD,
      deep(5_000),
      { a: '\ud800'.repeat(1e6) },
      Array.from({ length: 1e5 }, () => 'x'.repeat(100)),
      Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, '文'.repeat(900)])),
      undefined,
      'x'.repeat(1e7),
      Buffer.alloc(1e6),
    ]
    for (const body of bodies) {
      const once = boundRejected({
        source: 's',
        collection: 'people',
        recordId: '\ud800'.repeat(500),
        field: 'a\u0000',
        reason: '文'.repeat(5_000),
        body,
      })
      const text = JSON.stringify(once)
      expect(unsoundPath(JSON.parse(text))).toBeNull()
      expect(text.length).toBeLessThan(64_000)
      expect(JSON.stringify(boundRejected(once)).length).toBeLessThan(64_000)
    }
  })
})

const fail = (code: string | undefined, name = 'error') =>
  Object.assign(new Error('index "x" (a)=(secret)'), code ? { code } : { name })

describe('what the database refuses', () => {
  const keep = async (items: readonly string[], spoils: (item: string) => Error | null) => {
    const written: string[] = []
    const refused: unknown[] = []
    const left = await keepGood({
      source: 's',
      collection: 'people',
      items: items.map((id) => ({ id })),
      write: async (some) => {
        const error = some.map(({ id }) => spoils(id)).find((one) => one !== null)
        if (error) throw error
        written.push(...some.map(({ id }) => id))
      },
      refuse: async (rejected) => void refused.push(...rejected),
    })
    return { written, refused, left }
  }
  const ids = Array.from({ length: 100 }, (_, i) => `r${i}`)

  it('for its data stands alone in quarantine, and all others are written', async () => {
    const { written, refused, left } = await keep(ids, (id) =>
      ['r0', 'r37', 'r99'].includes(id) ? fail('22003') : null,
    )
    expect(written).toHaveLength(97)
    expect(refused).toMatchObject([
      { recordId: 'r0' },
      { recordId: 'r37' },
      { recordId: 'r99', reason: expect.stringMatching(/the database cannot hold it: 22003/) },
    ])
    expect(JSON.stringify(refused)).not.toContain('secret')
    expect(left).toEqual(refused)
  })
  it('for an error of this program’s own as well; while it is away nothing is refused', async () => {
    expect(
      (await keep(ids, (id) => (id === 'r5' ? fail(undefined, 'TypeError') : null))).refused,
    ).toHaveLength(1)
    for (const code of ['57P01', '53100', '08006', 'ECONNREFUSED', '40P01', 'ENOSPC'])
      await expect(keep(ids, () => fail(code))).rejects.toThrow()
    expect(['22P05', '54000', '21000', '23502'].map((code) => writeFaultOf(fail(code)))).toEqual([
      'data',
      'data',
      'data',
      'data',
    ])
    expect([
      writeFaultOf(fail('42601')),
      writeFaultOf(new Error('Connection terminated')),
      writeFaultOf('x'),
    ]).toEqual(['own', 'away', 'away'])
  })
  it('is waited for while a table or the right to it is taken away: no record is to blame', async () => {
    for (const code of ['42P01', '42501', '3F000'])
      await expect(keep(ids, () => fail(code))).rejects.toThrow()
  })
  it('is this program’s own where Node names the error by a code', () => {
    expect(writeFaultOf(Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBe('own')
    expect(writeFaultOf(fail('ERR_IPC_CHANNEL_CLOSED'))).toBe('away')
  })
})

describe('rows that wait on the disk', () => {
  it('go on behind one that can never be written, which is given up and told once; an outage is waited for', async () => {
    const rows = new Map<number, Uint8Array>()
    let next = 1
    const spool = {
      append: async (bytes: Uint8Array) => (rows.set(next, bytes), next++),
      read: async () => [...rows].map(([sequence, bytes]) => ({ sequence, bytes })),
      forget: async (to: number) =>
        void [...rows.keys()].filter((n) => n <= to).forEach((n) => rows.delete(n)),
      close: async () => undefined,
    }
    const told: string[] = []
    const log = {
      info: () => undefined,
      warn: () => undefined,
      error: (_: object, message: string) => void told.push(message),
    }
    const written: string[] = []
    const given: string[] = []
    let outages = 1
    const late = makeLateRows<{ id: string }>({
      what: 'rows',
      log,
      open: () => spool as never,
      write: async ({ id }) => {
        if (id === 'bad') throw fail('22P05')
        if (id === 'away' && outages-- > 0) throw fail('57P01')
        written.push(id)
      },
      giveUp: async ({ id }) => void given.push(id),
    })
    for (const id of ['a', 'bad', 'away', 'b']) await late.add({ id })
    rows.set(next++, Buffer.from('no json'))
    await late.add({ id: 'c' })
    late.start()
    await late.written()
    await late.stop()
    expect([written, given, told.length]).toEqual([['a', 'away', 'b', 'c'], ['bad'], 2])
  })
})

describe('who waits for what is written', () => {
  it('does not wait for what comes behind it', async () => {
    const rows = new Map<number, Uint8Array>()
    let next = 1
    const spool = {
      append: async (bytes: Uint8Array) => (rows.set(next, bytes), next++),
      read: async () => [...rows].map(([sequence, bytes]) => ({ sequence, bytes })),
      forget: async (to: number) => void rows.delete(to),
      close: async () => undefined,
    }
    let more = true
    const late = makeLateRows<{ n: number }>({
      what: 'rows',
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      open: () => spool as never,
      write: async ({ n }) => {
        await new Promise((resolve) => setImmediate(resolve))
        if (more) await late.add({ n: n + 1 })
      },
    })
    late.start()
    await late.add({ n: 0 })
    await late.written()
    expect(rows.size).toBeGreaterThan(0)
    more = false
    await late.stop()
  })
})

describe('late days', () => {
  it('cost only the days around them, however far they lie apart', () => {
    expect(daysAround(['2026-06-10', '1970-01-01', '2026-06-11'])).toHaveLength(17 + 18)
    expect(daysAround(['2026-06-10'])).toContain('2026-06-02')
  })
})

describe('rare characters', () => {
  it('of a name are whole in its initials', () => {
    expect(unsoundPath(spellPerson('黄𠮷𠮷'))).toBeNull()
  })
})
