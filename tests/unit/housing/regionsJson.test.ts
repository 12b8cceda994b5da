import { describe, expect, it, vi } from 'vitest'
import { regionsJson } from '../../../server/housing/places/regionRoutes.ts'
import type { Regions } from '../../../src/shared/protocol/http.ts'

const row = {
  id: '450100',
  parent: '450000',
  kind: 'city' as const,
  name: '"南宁"\\市',
  center: [108.3, 22.8] as const,
  geometry: [[[[108, 22] as const, [109, 22] as const, [109, 23] as const, [108, 22] as const]]],
  measures: [1, 2.5],
}
const answer = { regions: [row, { ...row, id: '450200' }], asOf: 1 } as unknown as Regions

const parsed = (regions: Regions): unknown => JSON.parse(Buffer.from(regionsJson(regions)).toString())

describe('the regions as JSON', () => {
  it('are the JSON of the answer, also where there are none', () => {
    expect(parsed(answer)).toEqual(answer)
    expect(parsed({ ...answer, regions: [] })).toEqual({ ...answer, regions: [] })
  })

  it('are written without a look at borders that were written before', () => {
    regionsJson(answer)
    const written = vi.spyOn(JSON, 'stringify')
    regionsJson(answer)
    expect(
      written.mock.calls.some(([value]) => Array.isArray(value) || 'geometry' in (value as object)),
    ).toBe(false)
    written.mockRestore()
  })
})
