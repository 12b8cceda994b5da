import { describe, expect, it } from 'vitest'
import type { LonLat } from '#shared/kernel/units.ts'
import { mercatorPosition } from '../../../../src/engines/map/gpu/mercator.ts'
import { ribbonsOf, VERTEX_FLOATS } from '../../../../src/engines/map/gpu/ribbons.ts'

/** Of each corner: where it is in the world, and what it is away from there, in half widths. */
const cornersOf = (paths: readonly (readonly LonLat[])[]) => {
  const { origin, vertices } = ribbonsOf(paths)
  return Array.from({ length: vertices.length / VERTEX_FLOATS }, (_, i) => {
    const [x = 0, y = 0, across = 0, along = 0, side = 0] = vertices.subarray(i * VERTEX_FLOATS)
    return { at: [x + origin[0], y + origin[1]], away: [across, along], side }
  })
}
const lengths = (paths: readonly (readonly LonLat[])[]): number[] =>
  cornersOf(paths).map(({ away }) => Math.hypot(away[0]!, away[1]!))

const EAST: readonly LonLat[] = [
  [108, 0],
  [109, 0],
]

describe('lines as one mesh', () => {
  it('has two corners a place, half a width to either side of the line', () => {
    const corners = cornersOf([EAST])
    expect(corners.map(({ side }) => side)).toEqual([-1, 1, -1, 1])
    expect(corners.map(({ away }) => away.map((one) => Math.round(one * 1e6) / 1e6 + 0))).toEqual([
      [0, -1],
      [0, 1],
      [0, -1],
      [0, 1],
    ])
    corners.forEach(({ at }, i) => {
      const [x, y] = mercatorPosition(...(EAST[i >> 1] as [number, number]))
      expect(at[0]).toBeCloseTo(x, 5)
      expect(at[1]).toBeCloseTo(y, 5)
    })
    expect([...ribbonsOf([EAST]).indices]).toEqual([0, 1, 2, 2, 1, 3])
  })

  it('keeps its width around a corner, and no spike stands out of a sharp one', () => {
    const right = lengths([[...EAST, [109, 1]]])
    expect(right[2]).toBeCloseTo(Math.SQRT2, 3)
    const sharp = lengths([[...EAST, [108, 0.01]]])
    expect(Math.max(...sharp)).toBeCloseTo(2, 3)
    expect(lengths([[...EAST, [108, 0]]])[2]).toBeCloseTo(1, 3)
  })

  it('joins the ends of a ring as any other corner', () => {
    const ring = cornersOf([[...EAST, [109, 1], [108, 1], [108, 0]]])
    expect(ring[0]!.away).toEqual(ring.at(-2)!.away)
    expect(Math.hypot(ring[0]!.away[0]!, ring[0]!.away[1]!)).toBeCloseTo(Math.SQRT2, 2)
  })

  it('joins no line to another, and takes a place that is told twice as one', () => {
    const twice: readonly LonLat[] = [EAST[0]!, EAST[0]!, EAST[1]!]
    const { indices, vertices } = ribbonsOf([EAST, twice, [EAST[0]!], []])
    expect(vertices).toHaveLength(2 * 4 * VERTEX_FLOATS)
    expect([...indices]).toEqual([0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7])
    expect(ribbonsOf([])).toMatchObject({ origin: [0, 0], indices: new Uint32Array(0) })
  })
})
