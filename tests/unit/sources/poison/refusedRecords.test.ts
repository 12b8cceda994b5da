import { describe, expect, it, vi } from 'vitest'
import { positionSchema, readingSchema } from '../../../../src/shared/protocol/platform.ts'
import { unsoundPath } from '../../../../src/shared/kernel/text.ts'
import { admitPositions, admitReadings } from '../../../../server/sources/door.ts'
import { readJson } from '../../../../server/common/json.ts'
import { boundRejected } from '../../../../server/sources/turnedAway.ts'
import { goodPosition, goodReading } from '../../../builders/records/goodRecords.ts'
import { now, deep, SECRET, BAD, pathsIn, put } from './bad.ts'

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
    const parse = vi.spyOn(JSON, 'parse')
    expect(readJson('['.repeat(8_000_000))).toMatchObject({ reason: expect.stringContaining('deep') })
    expect(parse).not.toHaveBeenCalled()
    parse.mockRestore()
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
