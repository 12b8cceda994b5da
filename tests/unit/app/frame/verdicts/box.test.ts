import { describe, expect, it } from 'vitest'
import { verdictBox, yearFigurePx } from '../../../../../src/app/frame/verdicts/box.ts'
import { parseWallProfile, wallFrame } from '../../../../../src/theme/wall.ts'

describe('the room of the verdicts', () => {
  it('is nine u of figure on a desk, eleven on a wide wall, five within a county', () => {
    const desk = wallFrame(1920, 1080)
    const inU = (wall: typeof desk, isLarge: boolean): number =>
      verdictBox(wall, isLarge, 4).figurePx / wall.uPx
    expect([inU(desk, true), inU(desk, false)]).toEqual([9, 5].map((u) => expect.closeTo(u, 6)))
    expect(inU(wallFrame(6656, 1792), true)).toBeCloseTo(11, 6)
    expect(verdictBox(desk, true, 4).heightPx / desk.uPx).toBeLessThan(17)
  })

  it('holds the four lines that may stand beside the figure, within a county too', () => {
    for (const wall of [wallFrame(1920, 1080), wallFrame(1366, 768), wallFrame(6656, 1792)])
      for (const isLarge of [true, false]) {
        const { cellPx } = verdictBox(wall, isLarge, 4)
        const wordsPx = Math.max(wall.titlePx * 0.85, wall.textPx) * 1.35 + wall.textPx * 1.35 * (4 + 1)
        expect(cellPx - wall.uPx * 1.6).toBeGreaterThanOrEqual(wordsPx)
      }
  })

  it('leaves beside the months what question, a row of words and foot do not take of the cell, also where a profile asks for larger text', () => {
    const parts = (profile: string): number[] => {
      const wall = wallFrame(6656, 1792, parseWallProfile(profile) ?? undefined)
      const cellPx = wall.uPx * 20
      const figurePx = yearFigurePx(wall, cellPx, wall.uPx * 11)
      const wordsPx = Math.max(wall.titlePx * 0.85, wall.textPx) * 1.35 + wall.textPx * 1.35 * 2
      return [figurePx / wall.uPx, cellPx - wall.uPx * 1.6 - figurePx - wordsPx]
    }
    expect(parts('')[0]).toBeCloseTo(11, 6)
    const [figureU, leftPx] = parts('2000x8')
    expect(figureU).toBeLessThan(10)
    expect(leftPx).toBeGreaterThanOrEqual(0)
  })

  it('is two by two on a phone with two lines for the question and two for the foot, one row on a tablet, and none without a question', () => {
    const phone = verdictBox(wallFrame(390, 844), true, 4)
    expect(phone.perRow).toBe(2)
    expect(phone.heightPx).toBeGreaterThan(phone.cellPx * 2)
    expect(verdictBox(wallFrame(820, 1180), true, 4).perRow).toBe(4)
    const { cellPx, figurePx } = phone
    expect(cellPx).toBeGreaterThan(figurePx + 4 * wallFrame(390, 844).textPx * 1.35)
    expect(verdictBox(wallFrame(820, 1180), true, 3).perRow).toBe(3)
    expect(verdictBox(wallFrame(1920, 1080), true, 0).heightPx).toBe(0)
  })
})
