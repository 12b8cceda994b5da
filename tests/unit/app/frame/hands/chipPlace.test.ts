import { describe, expect, it } from 'vitest'
import { chipPlace, type Hand } from '../../../../../src/app/frame/hands/chipPlace.ts'

const SCREEN = { width: 1000, height: 600 }
const CHIP = { width: 200, height: 40 }
const TEXT = 16
const at = (x: number, y: number, touch = false): readonly [number, number] =>
  chipPlace({ x, y, touch }, CHIP, SCREEN, TEXT)
const covers = ([left, top]: readonly [number, number], { x, y }: Hand): boolean =>
  x >= left && x <= left + CHIP.width && y >= top && y <= top + CHIP.height

describe('the chip', () => {
  it('stands to the lower right of the pointer, by one character', () => {
    expect(at(300, 200)).toEqual([316, 216])
  })

  it('stands on the other side where the screen ends', () => {
    expect(at(990, 200)).toEqual([774, 216])
    expect(at(300, 590)).toEqual([316, 534])
    expect(at(990, 590)).toEqual([774, 534])
  })

  it('stands above a finger, in the middle of it, and never beneath the hand', () => {
    expect(at(500, 300, true)).toEqual([400, 212])
    expect(at(500, 50, true)).toEqual([400, 98])
  })

  it('leaves the screen nowhere, and is on the pointer nowhere', () => {
    for (let x = 0; x <= SCREEN.width; x += 25)
      for (let y = 0; y <= SCREEN.height; y += 25)
        for (const touch of [false, true]) {
          const [left, top] = at(x, y, touch)
          const where = `${x},${y} ${touch ? 'finger' : 'pointer'}: ${left},${top}`
          expect([left >= 0, top >= 0, left + 200 <= 1000, top + 40 <= 600], where).toEqual([
            true,
            true,
            true,
            true,
          ])
          expect(covers([left, top], { x, y, touch }), where).toBe(false)
        }
  })

  it('that is wider than the screen begins at its rim', () => {
    expect(chipPlace({ x: 500, y: 300, touch: false }, { width: 2000, height: 40 }, SCREEN, TEXT)[0]).toBe(8)
  })
})
