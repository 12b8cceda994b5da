import { describe, expect, it } from 'vitest'
import { atOnce } from '../../../src/shared/kernel/language/steps.ts'
import { makeGrid } from '../../../src/shared/vehicles/fences/grid.ts'
import { makeFenceIndex } from '../../../src/shared/vehicles/fences/locate.ts'
import { packFencesSteps } from '../../../src/shared/vehicles/fences/pack.ts'
import type { FenceShape } from '../../../src/shared/vehicles/fences/shape.ts'
import type { LonLat } from '../../../src/shared/kernel/units.ts'
import { makeFences } from '../../../server/vehicles/fences/fences.ts'

const squareAt = (x: number, y: number, size: number): LonLat[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const square = (x: number, y: number, size: number): FenceShape => ({
  type: 'polygon',
  polygons: [[squareAt(x, y, size)]],
})

describe('thousands of fences over the same ground', () => {
  it('make no larger an index than as many side by side, and each is still found', () => {
    const shapes = Array.from({ length: 3000 }, (_, i) => square(108 + (i % 7) * 1e-4, 22, 0.01))
    const grid = atOnce(makeGrid(atOnce(packFencesSteps(shapes))))
    expect(grid.inside.length + grid.border.length).toBeLessThan(1 << 23)
    const index = makeFenceIndex(shapes)
    expect(index.members(index.at(108.005, 22.005)).length).toBe(3000)
    expect([...index.members(index.at(108.00005, 22.005))].every((i) => i % 7 === 0)).toBe(true)
  })
})

describe('the borders of regions', () => {
  it('are indexed once, and again when a border is another one', async () => {
    const node = { geometry: [[squareAt(108, 22, 1)]] }
    const regions = {
      province: () => ({ code: '450000' }),
      subtree: () => ['450000'],
      get: () => node,
      path: () => [],
      contains: () => true,
    }
    const { ground } = makeFences({
      regions,
      fences: { list: async () => [] },
      rules: { roads: async () => [] },
    } as unknown as Parameters<typeof makeFences>[0])
    const [first, second] = [await ground(), await ground()]
    expect(second.regions).toBe(first.regions)
    node.geometry = [[squareAt(109, 22, 1)]]
    const third = await ground()
    expect([first, third].map(({ regions: known }) => known!.index.at(109.5, 22.5) > 0)).toEqual([
      false,
      true,
    ])
  })
})
