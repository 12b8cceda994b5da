import { describe, expect, it } from 'vitest'
import { placeLabels, type Placed } from '../../../../src/engines/labels/placement.ts'

describe('placement of labels', () => {
  const shown = (...args: Parameters<typeof placeLabels>) => placeLabels(...args).map(({ index }) => index)
  const box = (x: number, priority: number) => ({ x, y: 50, width: 40, height: 20, priority })

  it('gives the place to the higher priority and leaves out what is off the screen', () => {
    expect(shown([box(50, 1), box(60, 2), box(200, 0), box(900, 9)], 400, 100)).toEqual([1, 2])
  })

  it('shows a name whole or not at all', () => {
    expect(shown([box(19, 9), box(20, 1), box(380, 1), box(381, 9)], 400, 100)).toEqual([1, 2])
  })

  it('lets the earlier win a tie', () => {
    expect(shown([box(50, 1), box(60, 1)], 400, 100)).toEqual([0])
  })
})

describe('a name with a dot', () => {
  const dot = (x: number, y: number, priority = 0) => ({ x, y, width: 60, height: 30, priority, clearPx: 8 })
  const at = (placed: Placed[]) => placed.map(({ dx, dy }) => [dx, dy])

  it('stands below it, clear of it; at the edge of the screen above or beside it', () => {
    expect(at(placeLabels([dot(200, 100)], 400, 200))).toEqual([[0, 23]])
    expect(at(placeLabels([dot(200, 190)], 400, 200))).toEqual([[0, -23]])
    expect(at(placeLabels([dot(4, 100)], 400, 200))).toEqual([[38, 0]])
  })

  it('lies over no other name and over no dot, however many there are', () => {
    const dots = Array.from({ length: 40 }, (_, i) =>
      dot(40 + ((i * 97) % 330), 30 + ((i * 61) % 240), i % 7),
    )
    const placed = placeLabels(dots, 410, 300)
    expect(placed.length).toBeGreaterThan(8)
    const boxes = placed.map(({ index, dx, dy }) => ({ x: dots[index]!.x + dx, y: dots[index]!.y + dy }))
    for (const [i, a] of boxes.entries()) {
      for (const { x, y } of dots)
        expect(Math.abs(a.x - x) >= 36 || Math.abs(a.y - y) >= 21, `${i} over a dot`).toBe(true)
      for (const b of boxes.slice(0, i))
        expect(Math.abs(a.x - b.x) >= 58 || Math.abs(a.y - b.y) >= 28, `${i} over a name`).toBe(true)
    }
  })

  it('gives way to the more important, which keeps the place below', () => {
    const placed = placeLabels([dot(200, 100, 1), dot(215, 104, 2)], 400, 200)
    expect(at(placed)[1]).toEqual([0, 23])
    expect(at(placed)[0]).not.toEqual([0, 23])
  })
})
