/** Roads as a map draws them: every class has a place, and a line is thinned to what can be seen. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LonLat } from '../../../../src/shared/kernel/units.ts'
import { DETAILS, DRAWN_AS, pathAt } from '../../../../src/shared/vehicles/roads/drawn.ts'
import { ROAD_CLASSES } from '../../../../src/shared/vehicles/roads/limits.ts'

const line: LonLat[] = Array.from({ length: 60 }, (_, i) => [108 + i * 0.001, 22 + Math.sin(i / 6) * 0.0007])
const off = ([x, y]: LonLat, path: readonly (readonly [number, number])[]): number =>
  path.slice(1).reduce((least, [bx, by], i) => {
    const [ax, ay] = path[i]!
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
    const t = Math.max(0, Math.min(1, along))
    return Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
  }, Infinity)

describe('a road on the map', () => {
  it('is trunk, main road or street, and the nearest view shows every class', () => {
    expect(ROAD_CLASSES.map((one) => DRAWN_AS[one])).toEqual([
      'trunk',
      'trunk',
      'trunk',
      'main',
      'street',
      'street',
    ])
    expect(DETAILS.street.classes).toEqual(['trunk', 'main', 'street'])
    expect(DETAILS.trunk.classes).toEqual(['trunk'])
  })

  it('has fewer corners the farther it is seen from, and its ends', () => {
    const corners = (['street', 'main', 'trunk'] as const).map(
      (detail) => pathAt(line, DETAILS[detail])!.length,
    )
    expect(corners).toEqual([...corners].sort((a, b) => b - a))
    expect(corners.at(-1)).toBe(2)
    const near = pathAt(line, DETAILS.street)!
    expect([near[0], near.at(-1)]).toEqual([line[0], line.at(-1)!.map((one) => Math.round(one * 1e5) / 1e5)])
  })

  it('is not sent where it is smaller than what that view shows', () => {
    const short: LonLat[] = [
      [108, 22],
      [108.004, 22.001],
    ]
    expect([pathAt(short, DETAILS.trunk), pathAt(short, DETAILS.main)]).toEqual([
      null,
      [
        [108, 22],
        [108.004, 22.001],
      ],
    ])
  })

  it('keeps within its detail of every point that the platform sent, whatever its shape', () => {
    const point = fc.tuple(
      fc.double({ min: 108, max: 108.2, noNaN: true }),
      fc.double({ min: 22, max: 22.2, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 40 }), (path) => {
        const drawn = pathAt(path, { ...DETAILS.main, least: 0 })!
        for (const at of path) expect(off(at, drawn)).toBeLessThan(DETAILS.main.within + 1e-4)
      }),
      { numRuns: 60 },
    )
  })
})
