import { describe, expect, it } from 'vitest'
import {
  blockOf,
  cellOf,
  layoutOf,
  spotAt,
  type CityInput,
  type Layout,
} from '../../../src/engines/mosaic/layout.ts'
import { squarified } from '../../../src/engines/mosaic/treemap.ts'
import { between, clamped, HOME, lookingAt, onScreen, zoomedAt } from '../../../src/engines/mosaic/camera.ts'
import { generator } from '../../builders/mosaic/synthetic.ts'

const citiesOf = (cities: number, groups: number): CityInput[] => {
  const random = generator(3)
  let from = 0
  return Array.from({ length: cities }, (_, i) => {
    const counts = Uint32Array.from({ length: groups }, () => Math.floor(random() * 90))
    from += counts.reduce((sum, n) => sum + n, 0)
    return { id: `c${i}`, counts, from: from - counts.reduce((sum, n) => sum + n, 0) }
  })
}
const SIZES = [
  { width: 1500, height: 900, head: 26, between: 6 },
  { width: 5900, height: 1600, head: 43, between: 10 },
  { width: 380, height: 420, head: 18, between: 4 },
]
const inputs = citiesOf(5, 60)
const layouts = SIZES.map((size) => layoutOf(inputs, size))

/** Left top corners of all rooms' cells, in whole cells from the city's corner. */
const cells = (layout: Layout): string[] =>
  layout.cities.flatMap((city) =>
    [...city.counts].flatMap((count, group) =>
      Array.from({ length: count }, (_, nth) => {
        const { x, y } = cellOf(layout, city, group, nth)
        return `${city.id} ${Math.round((x - city.x) / layout.cell)} ${Math.round((y - city.y - city.head) / layout.cell)}`
      }),
    ),
  )

describe('the layout of the mosaic', () => {
  it('gives every room one cell of its own, inside its city, at every size of the screen', () => {
    const rooms = inputs.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0)
    for (const layout of layouts) {
      const all = cells(layout)
      expect(new Set(all).size).toBe(rooms)
      for (const city of layout.cities)
        for (const [group, count] of city.counts.entries()) {
          if (count === 0) continue
          const block = blockOf(layout, city, group)
          expect(block.x).toBeGreaterThanOrEqual(city.x)
          expect(block.y).toBeGreaterThanOrEqual(city.y + city.head)
          expect(block.x + block.w).toBeLessThanOrEqual(city.x + city.w + 0.01)
          expect(block.y + block.h).toBeLessThanOrEqual(city.y + city.h + 0.01)
        }
    }
  })

  it('keeps the rooms of a group together, apart from every other group', () => {
    for (const layout of layouts)
      for (const city of layout.cities) {
        const boxes = [...city.counts.keys()]
          .filter((group) => city.counts[group]! > 0)
          .map((group) => blockOf(layout, city, group))
        boxes.forEach((a, i) =>
          boxes.slice(i + 1).forEach((b) => {
            const isApart =
              a.x + a.w < b.x + 0.01 ||
              b.x + b.w < a.x + 0.01 ||
              a.y + a.h < b.y + 0.01 ||
              b.y + b.h < a.y + 0.01
            expect(isApart).toBe(true)
          }),
        )
      }
  })
})

describe('a point of the mosaic', () => {
  it('finds at the middle of each cell the room that is drawn there, and no room between blocks', () => {
    const layout = layouts[0]!
    for (const city of layout.cities)
      for (const [group, count] of city.counts.entries())
        for (let nth = 0; nth < count; nth += 7) {
          const { x, y, w, h } = cellOf(layout, city, group, nth)
          expect(spotAt(layout, x + w / 2, y + h / 2)).toEqual({ city, group, nth })
        }
    const city = layout.cities[0]!
    expect(spotAt(layout, city.x + layout.cell / 2, city.y + city.head + layout.cell / 2)).toEqual({
      city,
      group: null,
    })
    expect(spotAt(layout, -5, -5)).toBeNull()
  })

  it('has one cell size for all cities, and fills half of the picture and more', () => {
    for (const [i, layout] of layouts.entries()) {
      const rooms = cells(layout).length
      const share = (rooms * layout.cell ** 2) / (SIZES[i]!.width * SIZES[i]!.height)
      expect(share).toBeGreaterThan(0.45)
    }
  })

  it('stands without rooms', () => {
    expect(layoutOf([], SIZES[0]!).cities).toEqual([])
    expect(squarified([1], { x: 0, y: 0, w: 4, h: 2 })).toEqual([{ x: 0, y: 0, w: 4, h: 2 }])
  })
})

describe('the camera of the mosaic', () => {
  const layout = layouts[0]!
  it('stays within the picture, and keeps what lies under the pointer', () => {
    expect(clamped({ x: -50, y: 9999, scale: 0.2 }, layout)).toEqual(HOME)
    const at = { x: 700, y: 400 }
    const near = zoomedAt(HOME, 3, at, layout)
    expect([near.x + at.x / near.scale, near.y + at.y / near.scale]).toEqual([700, 400])
  })
  it('flies from here to there, with a block in the middle at the end', () => {
    const block = blockOf(layout, layout.cities[1]!, 4)
    const there = lookingAt(block, layout, 0.5)
    const [start, end] = [between(HOME, there, 0, layout), between(HOME, there, 1, layout)]
    for (const key of ['x', 'y', 'scale'] as const) {
      expect(start[key]).toBeCloseTo(HOME[key], 6)
      expect(end[key]).toBeCloseTo(there[key], 6)
    }
    const seen = onScreen(block, there)
    expect(seen.x).toBeGreaterThanOrEqual(0)
    expect(seen.x + seen.w).toBeLessThanOrEqual(layout.width + 0.01)
  })
})
