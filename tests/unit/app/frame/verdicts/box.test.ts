import { describe, expect, it } from 'vitest'
import { verdictBox } from '../../../../../src/app/frame/verdicts/box.ts'
import { wallFrame } from '../../../../../src/theme/wall.ts'

describe('the room of the verdicts', () => {
  it('is nine u of figure on a desk, eleven on a wide wall, five within a county', () => {
    const desk = wallFrame(1920, 1080)
    const inU = (wall: typeof desk, isLarge: boolean): number =>
      verdictBox(wall, isLarge, 4).figurePx / wall.uPx
    expect([inU(desk, true), inU(desk, false)]).toEqual([9, 5].map((u) => expect.closeTo(u, 6)))
    expect(inU(wallFrame(6656, 1792), true)).toBeCloseTo(11, 6)
    expect(verdictBox(desk, true, 4).heightPx / desk.uPx).toBeLessThan(17)
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
