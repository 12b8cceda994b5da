import { describe, expect, it } from 'vitest'
import { compose } from '../../../../../src/app/frame/compositions/compose.ts'
import type { Asked, Box, Composed, Need } from '../../../../../src/app/frame/compositions/composition.ts'
import { wallFrame, type WallProfile } from '../../../../../src/theme/wall.ts'

const SIZES = [
  [1366, 768, 'desk'],
  [1920, 1080, 'desk'],
  [3840, 2160, 'desk'],
  [3840, 1080, 'wide'],
  [6656, 1792, 'wide'],
  [7680, 2160, 'wide'],
  [5760, 1080, 'three'],
  [820, 1180, 'upright'],
  [390, 844, 'phone'],
] as const
const needs = (prefix: string, n: number, leastRows = 0): Need[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${prefix}${i}`, weight: 1 + i, leastRows }))
const PANELS = { left: needs('l', 3, 8), right: needs('r', 3, 10), more: needs('m', 5) }
/** A scene with a panel for each field of a wall. */
const FIELDS = {
  ...PANELS,
  more: [
    ...PANELS.more,
    ...(['list', 'year', 'matrix', 'live', 'matters'] as const).map((field) => ({
      id: field,
      weight: 1,
      field,
    })),
  ],
}
const on = (width: number, height: number, asked: Partial<Asked> = {}, profile?: WallProfile): Composed =>
  compose({
    wall: wallFrame(width, height, profile),
    widthPx: width,
    heightPx: height,
    panels: PANELS,
    cells: 4,
    isLarge: true,
    card: false,
    drawn: false,
    unfolded: false,
    ...asked,
  })
const STATES: readonly Partial<Asked>[] = [
  {},
  { card: true },
  { drawn: true },
  { card: true, drawn: true, unfolded: true },
  { unfolded: true },
  { cells: 0 },
  { panels: { left: needs('l', 1), right: [], more: [] } },
  { panels: FIELDS },
  { panels: FIELDS, card: true },
  { panels: FIELDS, drawn: true, unfolded: true },
]
/** What stands on the wall, by name; panels of a sheet scroll beneath its edge. */
const boxesOf = ({ columns, card, verdicts, legend, scrolls, folds }: Composed): [string, Box][] => [
  ...columns.flatMap(({ box, panels }) =>
    scrolls ? [['column', box] as [string, Box]] : panels.map((one): [string, Box] => [one.id, one.box]),
  ),
  ...(card ? ([['card', card]] as [string, Box][]) : []),
  ...(verdicts.shown > 0 && !folds ? ([['verdicts', verdicts.at]] as [string, Box][]) : []),
  ...(legend ? ([['legend', legend]] as [string, Box][]) : []),
]
const HAIR = 0.001
const overlaps = (a: Box, b: Box): boolean =>
  a.x + a.w > b.x + HAIR && b.x + b.w > a.x + HAIR && a.y + a.h > b.y + HAIR && b.y + b.h > a.y + HAIR

describe('the composition of a wall', () => {
  describe.each(SIZES)('%i × %i', (width, height, id) => {
    it.each(STATES)('is its own, nothing overlaps or lies beyond the edge: %o', (state) => {
      const composed = on(width, height, state)
      expect(composed.id).toBe(id)
      const [u, boxes] = [wallFrame(width, height).uPx, boxesOf(composed)]
      for (const [name, { x, y, w, h }] of boxes) {
        expect([name, x >= 1.5 - HAIR, y >= 7, w > 0, h > 0]).toEqual([name, true, true, true, true])
        expect([name, x + w <= width / u - 1.5 + HAIR, y + h <= height / u - 7]).toEqual([name, true, true])
      }
      const met = boxes.flatMap(([a, one], i) =>
        boxes.slice(i + 1).flatMap(([b, other]) => (overlaps(one, other) ? [`${a} over ${b}`] : [])),
      )
      expect(met).toEqual([])
      if (!composed.folds)
        for (const [name, box] of boxes) expect([name, overlaps(box, composed.free)]).toEqual([name, false])
    })

    it('keeps its panels while the time axis is unfolded', () => {
      const ids = (state: Partial<Asked>): string[] =>
        on(width, height, state).columns.flatMap(({ panels }) => panels.map((one) => one.id))
      expect(ids({ unfolded: true })).toEqual(ids({}))
    })

    it('writes nothing smaller than the floor', () => {
      const { textPx, uPx } = wallFrame(width, height)
      expect(textPx).toBeGreaterThanOrEqual(Math.max(12, uPx * 1.6))
      const { cells } = on(width, height).verdicts
      expect(cells.figurePx).toBeGreaterThan(textPx * 2)
    })
  })
})

describe('three screens', () => {
  it('crosses no seam of three screens, and leaves 1.5u free beside each', () => {
    for (const state of STATES) {
      const composed = on(5760, 1080, state)
      expect(composed.seams).toEqual([160 / 0.9, 320 / 0.9].map((seam) => expect.closeTo(seam, 3)))
      for (const [name, { x, w }] of [...boxesOf(composed), ['free', composed.free] as [string, Box]])
        for (const seam of composed.seams)
          expect([name, x + w <= seam - 1.5 + HAIR || x >= seam + 1.5 - HAIR]).toEqual([name, true])
    }
  })
})

describe('on each kind of wall', () => {
  it('has the four verdicts 40u wide at the left of 32:9, the scene beside them', () => {
    const { verdicts, free } = on(6656, 1792)
    expect([verdicts.at.x, verdicts.at.w]).toEqual([1.5, 40])
    expect(verdicts.cells).toMatchObject({ perRow: 1, figurePx: expect.closeTo(11 * 17.92, 3) })
    expect(verdicts.cells.cellPx / 17.92).toBeCloseTo(20.2, 0)
    expect(free.w).toBeGreaterThan(100)
  })

  it('shows every panel of the scene on the wide walls', () => {
    for (const [width, height] of [
      [6656, 1792],
      [7680, 2160],
      [5760, 1080],
    ] as const) {
      const ids = on(width, height).columns.flatMap(({ panels }) => panels.map(({ id }) => id))
      expect(ids.sort()).toEqual([...PANELS.left, ...PANELS.right, ...PANELS.more].map(({ id }) => id).sort())
    }
  })

  it('has a panel whole or not at all, and gives its room to its neighbours', () => {
    const tall = [
      { id: 'a', weight: 1, leastRows: 20 },
      { id: 'b', weight: 9, leastRows: 10 },
      { id: 'c', weight: 9, leastRows: 10 },
    ]
    const { columns } = on(1920, 1080, { panels: { left: tall, right: [], more: [] } })
    const placed = columns[0]!.panels
    expect(placed.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(placed[0]!.box.h).toBeCloseTo(20 * 1.5 * 1.6, 3)
    expect(placed[0]!.box.h + placed[1]!.box.h + 1).toBeCloseTo(columns[0]!.box.h, 3)
    expect(on(1920, 1080, { panels: { left: [], right: [], more: [] } }).centre.w).toBeGreaterThan(170)
    const narrow = [{ id: 'n', weight: 1, leastWidth: 60 }, ...needs('l', 1)]
    const one = on(1920, 1080, { panels: { left: narrow, right: [], more: [] } })
    expect(one.columns[0]!.panels.map(({ id }) => id)).toEqual(['l0'])
  })

  it('gives the tablet’s scene 55 % of its height, the verdicts beneath it, and hides no figure behind a button', () => {
    const { free, centre, verdicts, folds, scrolls } = on(820, 1180)
    const u = wallFrame(820, 1180).uPx
    expect(((centre.y + centre.h) * u) / 1180).toBeCloseTo(0.55, 2)
    expect(verdicts.at.y).toBeGreaterThan(centre.y + centre.h)
    expect([folds, scrolls, free.h > 40]).toEqual([false, true, true])
  })

  it('keeps one answer beside the drawer of an alert, and all of them where it covers none', () => {
    expect(
      [on(1920, 1080, { drawn: true }), on(6656, 1792, { drawn: true })].map((c) => c.verdicts.shown),
    ).toEqual([1, 4])
    const { columns } = on(5760, 1080, { drawn: true })
    expect(Math.max(...columns.map(({ box }) => box.x + box.w))).toBeLessThanOrEqual(5760 / 10.8 - 95.8)
  })

  it('has larger text on a wall that is read from afar, and fewer columns of it', () => {
    const many = { panels: { ...PANELS, more: needs('m', 9) } }
    const far = on(6656, 1792, many, { heightMm: 2000, distanceM: 8 })
    expect(far.columns.length).toBeLessThan(on(6656, 1792, many).columns.length)
  })
})

describe('the strip of a wall', () => {
  it('says what just happened where the list of matters stands on the wall, a drawer over it or not', () => {
    const happens = (width: number, height: number, asked: Partial<Asked>): boolean =>
      on(width, height, asked).happens ?? false
    for (const drawn of [false, true]) {
      expect(happens(6656, 1792, { panels: FIELDS, drawn })).toBe(true)
      expect(happens(5760, 1080, { panels: FIELDS, drawn })).toBe(true)
      expect(happens(6656, 1792, { drawn })).toBe(false)
      expect(happens(1920, 1080, { panels: FIELDS, drawn })).toBe(false)
    }
  })
})

describe('the fields of a wall', () => {
  it.each([
    [6656, 1792],
    [7680, 2160],
    [5760, 1080],
  ] as const)(
    'gives each field of %i × %i to the panel made for it, and the card the room of others',
    (width, height) => {
      const composed = on(width, height, { panels: FIELDS })
      const boxes = new Map(
        composed.columns.flatMap(({ panels }) => panels.map(({ id, box }) => [id, box] as const)),
      )
      const { list, year, matrix, live, matters } = Object.fromEntries(boxes) as Record<string, Box>
      expect(list!.x).toBe(year!.x)
      expect(year!.y).toBeGreaterThan(list!.y)
      expect(live!.h).toBeGreaterThan(80)
      expect(live!.w).toBeGreaterThan(60)
      expect(matters!.x).toBeGreaterThan(live!.x)
      expect([matrix!.w > 43, matrix!.h > 40]).toEqual([true, true])
      const card = on(width, height, { panels: FIELDS, card: true })
      expect(card.card!.x).toBeGreaterThan(live!.x)
      expect(card.columns.flatMap(({ panels }) => panels.map(({ id }) => id))).toContain('live')
    },
  )

  it('gives no field, and no more than its sentence, to a panel that has little to say', () => {
    const brief = {
      ...FIELDS,
      more: FIELDS.more.map((one) => (one.id === 'live' ? { ...one, brief: true } : one)),
    }
    const { columns } = on(6656, 1792, { panels: brief })
    const live = columns.flatMap(({ panels }) => panels.filter(({ id }) => id === 'live'))
    expect(live.every(({ box }) => box.h < 20)).toBe(true)
    const tall = [{ id: 'a', weight: 9, leastRows: 12, brief: true }, ...needs('l', 1)]
    const [column] = on(1920, 1080, { panels: { left: tall, right: [], more: [] } }).columns
    expect(column!.panels[0]!.box.h).toBeCloseTo(6 * 1.5 * 1.6, 3)
    expect(column!.panels[1]!.box.h).toBeGreaterThan(60)
  })

  it('leaves the fields of a wall to walls that have them', () => {
    const ids = on(3000, 1080, { panels: FIELDS }).columns.flatMap(({ panels }) => panels.map(({ id }) => id))
    expect(ids).toContain('matters')
    for (const field of ['list', 'year', 'matrix', 'live']) expect(ids).not.toContain(field)
  })
})
