import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Position } from 'geojson'
import { mend, paint, trace, uncross, type Grid } from '../../../../data/boundaries/raster.ts'
import { holds } from '../../../builders/plain/property.ts'
import { box, boxRing, countOf, gridOf, pictureOf, ring, shape, type Corner } from './cells.ts'

const [WIDE, HIGH] = [9, 8]
const pictures = fc.array(
  fc
    .array(fc.constantFrom('.', '1', '2', '3'), { minLength: WIDE, maxLength: WIDE })
    .map((line) => line.join('')),
  { minLength: HIGH, maxLength: HIGH },
)
/** A border from south to north that may run any way between two counties. */
const borders = fc
  .array(
    fc.record({
      x: fc.double({ min: 1, max: WIDE - 1, noNaN: true }),
      up: fc.double({ max: 0.9, min: 0, noNaN: true }),
    }),
    { minLength: HIGH + 1, maxLength: HIGH + 1 },
  )
  .map((points) => points.map(({ x, up }, y): Corner => [x, y % HIGH === 0 ? y : y + up]))

const painted = (grid: Grid): number => grid.cells.length - countOf(grid, 0)
const uncrossed = (picture: readonly string[]): Grid => {
  const grid = gridOf(picture)
  uncross(grid)
  return grid
}
const touchesByCorner = ({ cells, columns }: Grid): boolean =>
  cells.some((a, i) => {
    const [b, c, d] = [cells[i + 1], cells[i + columns], cells[i + columns + 1]]
    return (a === d && b !== a && c !== a) || (b === c && a !== b && d !== b)
  })
const stepsOf = (points: readonly Position[]): string[] =>
  points.slice(1).map((to, i) => `${points[i]!.join()} ${to.join()}`)
const turned = (step: string): string => step.split(' ').toReversed().join(' ')
/** A field of 1, 16 cells wide and 12 high, with a picture laid on its middle; 1 holds more than 100 cells without it. */
const inField = (picture: readonly string[]): string[] =>
  Array.from({ length: 12 }, (_, y) => {
    const line = picture[y - 3] ?? ''
    return `11111${line}`.padEnd(16, '1')
  })

describe('paint', () => {
  it('gives each cell to the county that its middle lies in', () => {
    const grid = paint([box(0, 0, 3, 2), box(3, 0, 5, 2.6)])
    expect(pictureOf(grid)).toEqual(['...22', '11122', '11122'])
  })

  it('leaves a hole to whoever lies in it', () => {
    const round = shape([boxRing(0, 0, 5, 4), boxRing(1, 1, 4, 3)])
    expect(pictureOf(paint([round, box(1, 1, 3, 3)]))).toEqual(['11111', '122.1', '122.1', '11111'])
  })

  it('paints all parts of a county', () => {
    expect(pictureOf(paint([shape([boxRing(0, 0, 1, 1)], [boxRing(3, 0, 4, 1)])]))).toEqual(['1..1'])
  })

  it('gives every cell along a border that two counties share to exactly one of them, however it runs', () => {
    holds(borders, (border) => {
      const west = shape([ring([0, 0], ...border, [0, HIGH])])
      const east = shape([ring([WIDE, 0], [WIDE, HIGH], ...border.toReversed())])
      expect(painted(paint([west])) + painted(paint([east]))).toBe(WIDE * HIGH)
      expect(painted(paint([west, east]))).toBe(WIDE * HIGH)
    })
  })
})

const FIELD = inField([])

describe('mend', () => {
  it('leaves what has neither gaps nor crumbs, a county without a neighbour and the sea', () => {
    const grid = gridOf(FIELD)
    expect(mend(grid)).toBe(0)
    expect(pictureOf(grid)).toEqual(FIELD)
  })

  it('gives a gap to the county that borders it most', () => {
    const east = '2'.repeat(12)
    const grid = gridOf(
      inField([]).map((line, y) => (y === 5 ? `${line.slice(0, -2)}..${east}` : line + east)),
    )
    expect(mend(grid)).toBe(2)
    expect(pictureOf(grid)).toEqual(FIELD.map((line) => line + east))
  })

  it('gives a loose crumb to the county around it, and one in the sea to the sea', () => {
    const grid = gridOf(inField(['222', '222']).map((line, y) => `${line}...${y === 4 ? '22' : '..'}`))
    expect(mend(grid)).toBe(8)
    expect(pictureOf(grid)).toEqual(FIELD.map((line) => `${line}.....`))
  })

  it('keeps a part of 100 cells and no smaller one', () => {
    const island = (width: number): string[] => Array.from({ length: 10 }, () => '1'.repeat(width))
    const [whole, small] = [gridOf(island(10)), gridOf([...island(10).slice(1), '1'.repeat(9) + '.'])]
    expect(mend(whole)).toBe(0)
    expect(mend(small)).toBe(99)
    expect(countOf(small, 1)).toBe(0)
  })
})

describe('mend, where crumbs and gaps lie side by side,', () => {
  it('leaves no crumb of a gap that went to a crumb', () => {
    const grid = gridOf(inField(['222', '2.2', '2.2', '1.2']))
    mend(grid)
    expect(pictureOf(grid)).toEqual(FIELD)
  })

  it('leaves no crumb that a gap went to all around it', () => {
    const grid = gridOf(inField(['22222', '2...2', '2.2.2', '2...2', '11.11']))
    mend(grid)
    expect(pictureOf(grid)).toEqual(FIELD)
  })

  it('gives whatever crumbs and gaps lie in one county to that county', () => {
    holds(pictures, (picture) => {
      const grid = gridOf(inField(picture))
      mend(grid)
      expect(pictureOf(grid)).toEqual(FIELD)
    })
  })
})

describe('uncross', () => {
  it('joins what touches itself across a corner by the cell beside it', () => {
    expect(pictureOf(uncrossed(['1122', '1122', '2211', '2211']))).toEqual(['1122', '1122', '2221', '2211'])
  })

  it('ends with no value that touches itself across a corner, and paints nothing around the counties', () => {
    holds(pictures, (picture) => {
      const grid = uncrossed(picture)
      expect(touchesByCorner(grid)).toBe(false)
      expect(grid).toEqual(gridOf(pictureOf(grid)))
    })
  })
})

describe('trace', () => {
  it('follows a county counterclockwise from its lowest corner, one point for each cell', () => {
    const [county] = trace(gridOf(['1.', '11']), 1)
    const corners: Corner[] = [
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 2],
      [0, 2],
      [0, 1],
    ]
    expect(county).toEqual(shape([ring(...corners)]))
  })

  it('gives a county that lies in another the other’s hole as its border, the other way round', () => {
    const [outer, inner] = trace(gridOf(['1111', '1221', '1111']), 2)
    expect(outer!.coordinates[0]).toHaveLength(2)
    expect(stepsOf(inner!.coordinates[0]![0]!).map(turned).sort()).toEqual(
      stepsOf(outer!.coordinates[0]![1]!).sort(),
    )
  })

  it('gives the parts of a county as polygons of their own, and none to a county without paint', () => {
    const counties = trace(gridOf(['1.1', '1.1']), 2)
    expect(counties.map(({ coordinates }) => coordinates.length)).toEqual([2, 0])
  })

  it('refuses paint that touches itself across a corner', () => {
    expect(() => trace(gridOf(['111', '1.1', '11.']), 1)).toThrow('expected it uncrossed')
  })

  it('gives borders that painted again are the same paint: each cell lies in exactly one county', () => {
    holds(pictures, (inside) => {
      const frame = '1'.repeat(WIDE + 2)
      const grid = uncrossed([frame, ...inside.map((line) => `1${line}1`), frame])
      expect(pictureOf(paint(trace(grid, 3)))).toEqual(pictureOf(grid))
    })
  })

  it('gives every step of a border between two counties to both, once in each direction', () => {
    holds(pictures, (picture) => {
      const steps = trace(uncrossed(picture.map((line) => line.replaceAll('.', '3'))), 3)
        .flatMap(({ coordinates }) => coordinates.flat())
        .flatMap(stepsOf)
      const known = new Set(steps)
      expect(known.size).toBe(steps.length)
      const alone = steps.filter((step) => !known.has(turned(step)))
      expect(alone).toHaveLength(2 * (WIDE + HIGH))
    })
  })
})
