import { describe, expect, it } from 'vitest'
import { aspectOf, sheetOf } from '../../../src/boards/housing/panels/floor-sheet/sheet.ts'
import { overRoomsOf } from '../../../src/boards/housing/panels/over-standard/overRooms.ts'
import { slicesOf, unitsOf } from '../../../src/boards/housing/panels/stacking/stack.ts'
import { worstFirst } from '../../../src/boards/common/worstFirst.ts'
import type { InteriorFloorRow, InteriorRoomRow } from '../../../src/shared/protocol/http.ts'

const room = (id: string, more: Partial<InteriorRoomRow>): InteriorRoomRow =>
  ({
    id,
    unit: null,
    unitName: null,
    state: 'used',
    usableArea: 10,
    limit: null,
    limitUse: null,
    ...more,
  }) as never
const floorOf = (id: string, ...rooms: InteriorRoomRow[]): InteriorFloorRow => ({ id, rooms }) as never

describe('a sheet of floors', () => {
  const paper = { width: 1000, height: 600, head: 24, gap: 10, least: [150, 60] } as const
  const floors = (n: number, cases: (level: number) => number = () => 0) =>
    Array.from({ length: n }, (_, i) => ({ level: i + 1, cases: cases(i + 1), aspect: 2 }))

  it('has every floor as large as they fit, the lowest at the foot', () => {
    const { columns, rows, floors: drawn } = sheetOf(floors(8), paper)
    expect([columns, rows]).toEqual([3, 3])
    expect(drawn.map(({ one, row, column }) => [one.level, row, column])).toEqual([
      [1, 3, 1],
      [2, 3, 2],
      [3, 3, 3],
      [4, 2, 1],
      [5, 2, 2],
      [6, 2, 3],
      [7, 1, 1],
      [8, 1, 2],
    ])
  })

  it('leaves floors without a case out first where not all of them can be read', () => {
    const many = sheetOf(
      floors(60, (level) => (level === 60 ? 2 : level === 3 ? 1 : 0)),
      paper,
    )
    const levels = many.floors.map(({ one }) => one.level)
    expect(levels.length).toBeLessThan(60)
    expect(levels.length).toBeGreaterThan(20)
    expect([levels.includes(60), levels.includes(3), levels.includes(59)]).toEqual([true, true, false])
    expect(sheetOf(floors(3), { ...paper, width: 40, height: 30 }).floors).toHaveLength(1)
    expect(sheetOf([], paper).floors).toEqual([])
  })

  it('knows the longer side of a floor from its outline', () => {
    const outline = [
      [0, 0],
      [10, 0],
      [10, 40],
      [0, 40],
    ] as const
    expect([aspectOf(outline), aspectOf([])]).toEqual([4, 1])
  })
})

describe('floors over one another', () => {
  const floor = floorOf(
    'F1',
    room('a', { unit: 'u1', unitName: '财政局', usableArea: 20, limit: 18 }),
    room('b', { unit: 'u2', unitName: '审计局', usableArea: 50, limit: 60 }),
    room('c', { unit: 'u1', unitName: '财政局', usableArea: 40, limit: 30 }),
    room('d', { state: 'idle', unit: 'u2', unitName: '审计局', usableArea: 15 }),
    room('e', { usableArea: 25 }),
  )

  it('have the largest unit first, what is idle and what is shared last, and lose no square metre', () => {
    expect(slicesOf(floor).map(({ kind, name, area }) => [kind, name, area])).toEqual([
      ['unit', '财政局', 60],
      ['unit', '审计局', 50],
      ['idle', null, 15],
      ['shared', null, 25],
    ])
  })

  it('name the units by how far their offices lie above what is approved', () => {
    expect(unitsOf([floor]).map(({ name, area, limit }) => [name, area, limit])).toEqual([
      ['财政局', 60, 48],
      ['审计局', 50, 60],
    ])
  })
})

describe('offices above their limit', () => {
  const floors = [
    floorOf(
      'F1',
      room('a', { limit: 18, usableArea: 20, limitUse: 1.11 }),
      room('b', { limit: 30, usableArea: 30.1, limitUse: 1.003 }),
    ),
    floorOf(
      'F2',
      room('c', { limit: 24, usableArea: 32.5, limitUse: 1.35 }),
      room('d', { limit: 9, usableArea: 12, limitUse: 1.3, state: 'idle' }),
    ),
  ]

  it('are listed by their square metres above it, beyond the band that warns, idle ones not', () => {
    expect(overRoomsOf(floors, null, 1.05).map((one) => [one.room.id, one.over])).toEqual([
      ['c', 8.5],
      ['a', 2],
    ])
    expect(overRoomsOf(floors, 'F1', 1).map((one) => one.room.id)).toEqual(['a', 'b'])
  })
})

describe('the worst of some places', () => {
  it('is the one with the gravest figure, whichever way it is better; one without a figure never', () => {
    const rows = [{ v: 2 }, { v: null }, { v: 9 }, { v: 5 }]
    expect(worstFirst(rows, ({ v }) => v, 'less').map(({ v }) => v)).toEqual([9, 5, 2, null])
    expect(worstFirst(rows, ({ v }) => v, 'more').map(({ v }) => v)).toEqual([2, 5, 9, null])
  })
})
