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

describe('a name beside what stands over the picture', () => {
  const screen = [400, 200] as const
  const dot = (x: number, y: number) => ({ x, y, width: 60, height: 30, priority: 0, clearPx: 8 })
  const panel = (left: number, top: number, width: number, height: number) => ({ left, top, width, height })

  it('lies beneath no panel, and is left out where its dot does', () => {
    const covered = [panel(150, 115, 100, 85)]
    const [placed] = placeLabels([dot(200, 100)], ...screen, { covered })
    expect([placed!.dx, placed!.dy]).toEqual([0, -23])
    expect(placeLabels([dot(200, 150)], ...screen, { covered })).toEqual([])
  })

  it('moves off as far as it must, with a line from there on, and is dropped where no place is', () => {
    const left = panel(0, 68, 190, 132)
    const right = panel(210, 68, 190, 132)
    const [above, below] = [panel(190, 68, 20, 22), panel(190, 110, 20, 90)]
    const free = (...covered: ReturnType<typeof panel>[]) =>
      placeLabels([dot(200, 100)], ...screen, { covered, uPx: 10 })
    expect(free()[0]).toEqual({ index: 0, dx: 0, dy: 23 })
    expect(free(left, right, above, below, panel(0, 0, 400, 60))).toEqual([])
    const [led] = free(left, right, above, below)
    expect([led!.dx, led!.dy]).toEqual([0, -52])
    expect(led!.leader).toEqual([
      [0, -37],
      [0, -8],
    ])
  })
})

describe('a callout', () => {
  const region = { left: 100, top: 20, width: 200, height: 160 }
  const worst = (x: number, y: number) => ({
    x,
    y,
    width: 60,
    height: 30,
    priority: 2,
    clearPx: 4,
    outside: [region],
  })

  it('stands outside the region on the nearer side, its line level first', () => {
    const [right, left] = placeLabels([worst(260, 100), worst(140, 60)], 400, 200)
    expect([260 + right!.dx - 30 > 300, 140 + left!.dx + 30 < 100]).toEqual([true, true])
    const [edge, bend, rim] = right!.leader!
    expect([edge![0], edge![1]]).toEqual([right!.dx - 30, bend![1]])
    expect(Math.hypot(rim![0], rim![1])).toBeCloseTo(4)
  })

  it('is left out where there is no room outside', () => {
    expect(
      placeLabels(
        [{ ...worst(200, 100), outside: [{ ...region, left: 0, width: 400, top: 0, height: 200 }] }],
        400,
        200,
      ),
    ).toEqual([])
  })
})

describe('a disc', () => {
  it('stands on its place, and beside it with a line where another does', () => {
    const disc = (x: number, priority: number) => ({
      x,
      y: 100,
      width: 28,
      height: 28,
      priority,
      isDisc: true,
    })
    const [first, second] = placeLabels([disc(200, 2), disc(205, 1)], 400, 200, { uPx: 10 })
    expect(first).toEqual({ index: 0, dx: 0, dy: 0 })
    expect(Math.hypot(second!.dx, second!.dy)).toBeGreaterThan(20)
    expect(second!.leader).toBeDefined()
  })
})
