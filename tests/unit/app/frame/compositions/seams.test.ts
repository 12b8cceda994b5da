import { describe, expect, it } from 'vitest'
import { compose } from '../../../../../src/app/frame/compositions/compose.ts'
import type { Box, Composed, Need } from '../../../../../src/app/frame/compositions/composition.ts'
import { parseWallProfile, wallFrame } from '../../../../../src/theme/wall.ts'

const needs = (prefix: string, n: number): Need[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${prefix}${i}`, weight: 1 + i }))
const on = (width: number, height: number, profile: string, card = false): Composed =>
  compose({
    wall: wallFrame(width, height, parseWallProfile(profile)!),
    widthPx: width,
    heightPx: height,
    panels: { left: needs('l', 3), right: needs('r', 3), more: needs('m', 5) },
    cells: 4,
    isLarge: true,
    card,
    drawn: false,
    unfolded: false,
  })
const HAIR = 0.001
/** How far the box stays from the nearest seam, u; below 0 where it crosses one. */
const clearOf = ({ x, w }: Box, seams: readonly number[]): number =>
  Math.min(...seams.map((seam) => Math.max(seam - (x + w), x - seam)))
const boxesOf = ({ columns, card, legend, centre }: Composed): Box[] => [
  ...columns.flatMap(({ panels }) => panels.map(({ box }) => box)),
  ...(card ? [card] : []),
  ...(legend ? [legend] : []),
  centre,
]
/** From where to where each of a row stands, the row beginning at `from`. */
const laid = (from: number, { widths, gap }: { widths: readonly number[]; gap: number }): Box[] => {
  let x = from
  return widths.map((w) => {
    const box = { x, y: 0, w, h: 0 }
    x += w + gap
    return box
  })
}

const WALLS = [
  [5760, 1080, '2000x8x3', 3],
  [5760, 1080, '2000x8x3x20', 3],
  [5760, 1080, '2000x8x1:2:1x12', 3],
  [6656, 1792, '2000x8x2', 2],
  [6656, 1792, '2000x8x4x8', 4],
  [1920, 1080, '1800x6x3x4', 3],
  [7680, 1080, '2000x8x5x6', 5],
  [3840, 2160, '1800x6x2', 2],
] as const

describe('the screens that a wall’s profile names', () => {
  it.each(WALLS)(
    '%i × %i, %s: nothing stands on an edge or beneath it',
    (width, height, profile, screens) => {
      for (const card of [false, true]) {
        const composed = on(width, height, profile, card)
        const { bezelU, uPx } = wallFrame(width, height, parseWallProfile(profile)!)
        expect(composed.seams).toHaveLength(screens - 1)
        for (const box of boxesOf(composed)) {
          expect(box.w).toBeGreaterThan(10)
          expect(clearOf(box, composed.seams)).toBeGreaterThanOrEqual(1.5 + bezelU / 2 - HAIR)
        }
        const { at, tracks, cells } = composed.verdicts
        const rows = tracks ? laid(at.x, tracks) : [at]
        expect(tracks ? rows.length : cells.perRow).toBe(cells.perRow)
        const bar = composed.bar ? laid(1.5, composed.bar) : []
        expect(bar).toHaveLength(screens > 3 ? screens : 0)
        const matters = composed.strip ? laid(1.5, composed.strip) : []
        expect(matters).toHaveLength(composed.strip ? composed.matters + 1 : 0)
        for (const box of [...rows, ...matters, ...bar]) {
          expect(box.w).toBeGreaterThan(10)
          expect(clearOf(box, composed.seams)).toBeGreaterThanOrEqual(1.5 + bezelU / 2 - HAIR)
          expect(box.x + box.w).toBeLessThanOrEqual(width / uPx - 1.5 + HAIR)
        }
      }
    },
  )

  it('lie where their widths say, and what hides behind their edges is as wide as the profile says', () => {
    const { seams } = on(5760, 1080, '2000x8x1:2:1x20')
    expect(seams.map((seam) => seam * 10.8)).toEqual([expect.closeTo(1440, 3), expect.closeTo(4320, 3)])
    expect(wallFrame(5760, 1080, parseWallProfile('2000x8x3x20')!).bezelU).toBeCloseTo(1, 6)
  })

  it('change nothing where three are alike and hide nothing, nor where none is named', () => {
    const told = (profile: string): string[] =>
      boxesOf(on(5760, 1080, profile)).map(({ x, y, w, h }) =>
        [x, y, w, h].map((u) => u.toFixed(6)).join(' '),
      )
    expect(told('2000x8x3')).toEqual(told('2000x8'))
    expect(on(1920, 1080, '1800x6').seams).toEqual([])
  })
})
