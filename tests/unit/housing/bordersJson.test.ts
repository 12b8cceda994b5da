import { describe, expect, it, vi } from 'vitest'
import type { RegionNode } from '../../../server/common/regions/regionRows.ts'
import { bordersJson, bordersOf, bordersVersion } from '../../../server/housing/places/borders.ts'
import type { Borders } from '../../../src/shared/protocol/http.ts'

const square = (east: number) => [[[[108, 22] as const, [east, 22] as const, [108, 23] as const]]]
const node = (code: string, east = 109) => ({ code, geometry: square(east) }) as unknown as RegionNode
const nodes = [node('450100'), node('"45\\02')]
const parsed = (borders: Borders): unknown => JSON.parse(Buffer.from(bordersJson(borders)).toString())

describe('the borders as JSON', () => {
  it('are the JSON of the answer, also where there are none', () => {
    expect(parsed(bordersOf(nodes))).toEqual(bordersOf(nodes))
    expect(parsed(bordersOf([]))).toEqual({ version: bordersVersion([]), borders: [] })
  })

  it('are written without a look at borders that were written before', () => {
    bordersJson(bordersOf(nodes))
    const written = vi.spyOn(JSON, 'stringify')
    bordersJson(bordersOf(nodes))
    expect(written.mock.calls.every(([value]) => typeof value === 'string')).toBe(true)
    written.mockRestore()
  })
})

describe('the version of borders', () => {
  it('is the same for the same borders, read anew', () => {
    expect(bordersVersion([node('450100'), node('"45\\02')])).toBe(bordersVersion(nodes))
  })

  it.each([
    ['a border moved', [node('450100', 110), node('"45\\02')]],
    ['a region is gone', [node('450100')]],
    ['they stand in another order', nodes.toReversed()],
  ])('is another one where %s', (_, others) => {
    expect(bordersVersion(others)).not.toBe(bordersVersion(nodes))
  })
})
