import { describe, expect, it } from 'vitest'
import { axonometry, platesAt, type Block } from '../../../src/boards/housing/panels/worst-live/axonometry.ts'
import { worstRoom } from '../../../src/boards/housing/panels/worst-live/worstRoom.ts'
import type { InteriorRoomRow } from '../../../src/shared/protocol/http.ts'
import { drawPlan, partOf } from '../../../src/widgets/plan/drawPlan.ts'

const [LON, LAT] = [108.3, 22.8]
/** A square of so many metres, its south-west corner so far east and north of the middle. */
const square = (id: string, east: number, north: number, side: number, heightM: number): Block => {
  const at = (x: number, y: number) => [LON + x / 102_600, LAT + y / 111_319] as const
  return {
    id,
    ring: [at(east, north), at(east + side, north), at(east + side, north + side), at(east, north + side)],
    heightM,
    floors: 4,
  }
}
const BOUNDS = [LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001] as const
const SIZE = [1000, 600] as const

describe('a compound in parallel projection', () => {
  const drawn = axonometry(
    [square('south', -20, -60, 30, 12), square('north', -20, 40, 30, 40)],
    BOUNDS,
    SIZE,
    100,
  )

  it('stands whole beneath the plates, the farthest building first', () => {
    expect(drawn.blocks.map(({ id }) => id)).toEqual(['north', 'south'])
    const points = [
      ...drawn.ground,
      ...drawn.blocks.flatMap(({ roof, walls }) => [...roof, ...walls.flatMap((wall) => wall.points)]),
    ]
    for (const [x, y] of points) expect([x >= 0 && x <= 1000, y >= 100 && y <= 600]).toEqual([true, true])
  })

  it('shows the two walls of a square that face who looks, with a line between floors, the higher roof higher', () => {
    for (const { walls } of drawn.blocks) {
      expect(walls).toHaveLength(2)
      for (const { bands, light } of walls) {
        expect(bands.match(/M/g)).toHaveLength(3)
        expect(light).toBeGreaterThan(0.5)
      }
    }
    const [north, south] = drawn.blocks
    const rise = ({ roof, walls }: (typeof drawn.blocks)[number]): number =>
      Math.max(...walls.flatMap(({ points }) => points.map(([, y]) => y))) -
      Math.max(...roof.map(([, y]) => y))
    expect(rise(north!) / rise(south!)).toBeCloseTo(40 / 12, 1)
  })

  it('is the same whichever way an outline was walked, and nothing without room', () => {
    const one = square('a', 0, 0, 20, 10)
    const other = { ...one, ring: one.ring.toReversed() }
    const wallsOf = (block: Block): number => axonometry([block], BOUNDS, SIZE, 0).blocks[0]!.walls.length
    expect(wallsOf(other)).toBe(wallsOf(one))
    expect(axonometry([one], BOUNDS, [0, 0], 0)).toEqual({ ground: [], blocks: [] })
  })
})

describe('plates in a row', () => {
  it('stand over their places, beside each other where those are near, and within the edges', () => {
    expect(platesAt([500], 100, 10, 1000)).toEqual([450])
    expect(platesAt([500, 510, 990], 100, 10, 1000)).toEqual([450, 560, 900])
    expect(platesAt([990, 980, 10], 100, 10, 1000)).toEqual([900, 790, 0])
  })
})

const room = (id: string, told: Partial<InteriorRoomRow>): InteriorRoomRow =>
  ({
    id,
    number: id,
    state: 'used',
    limitUse: null,
    limit: null,
    idleDays: null,
    ring: [],
    ...told,
  }) as InteriorRoomRow

describe('the room to go to', () => {
  const rooms = [
    room('a', { limitUse: 1.02 }),
    room('b', { limitUse: 1.4 }),
    room('c', { state: 'idle', idleDays: 90 }),
    room('d', { state: 'idle', idleDays: 172, limitUse: 3 }),
  ]

  it('is the farthest over its limit, or the longest idle, by what the index tells rooms by', () => {
    expect(worstRoom({ rooms }, 'over-limit')?.id).toBe('b')
    expect(worstRoom({ rooms }, 'days-idle')?.id).toBe('d')
  })

  it('is none where no room is a case, nor where the index tells no room', () => {
    expect(worstRoom({ rooms: [room('a', { limitUse: 0.9 })] }, 'over-limit')).toBeNull()
    expect([worstRoom({ rooms }, 'floor'), worstRoom({ rooms }, undefined)]).toEqual([null, null])
  })
})

describe('a floor from above', () => {
  const ring = (x: number, y: number, w: number, h: number) =>
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ] as [number, number][]
  const floor = {
    outline: ring(0, 0, 60, 20),
    corridors: [ring(0, 9, 60, 2)],
    cores: [],
    rooms: [room('a', { ring: ring(0, 11, 10, 9) })],
  }

  it('fills its room in its own proportions, north up', () => {
    const plan = drawPlan(floor, 600, 300)!
    expect([plan.outline.width, plan.outline.height]).toEqual([600, 200])
    expect(plan.rooms[0]!.middle).toEqual([50, 95])
  })

  it('lies on its side where it is deeper than wide, and is turned, not mirrored', () => {
    const plan = drawPlan(
      {
        ...floor,
        outline: ring(0, 0, 20, 60),
        corridors: [],
        rooms: [room('a', { ring: ring(0, 0, 10, 10) })],
      },
      600,
      300,
    )!
    expect([plan.outline.width, plan.outline.height]).toEqual([600, 200])
    expect(plan.rooms[0]!.middle).toEqual([50, 100])
  })

  it('has a part of a room with a share of its area, as wide as that share where it is a rectangle', () => {
    const [whole] = drawPlan(floor, 600, 300)!.rooms
    expect([whole!.width, partOf(whole!, 0.68).width]).toEqual([100, expect.closeTo(68, 2)])
    expect(partOf(whole!, 0.68).height).toBe(whole!.height)
    const corner = [
      [0, 0],
      [20, 0],
      [20, 10],
      [10, 10],
      [10, 20],
      [0, 20],
    ] as [number, number][]
    const angled = drawPlan({ ...floor, outline: corner, rooms: [room('l', { ring: corner })] }, 200, 200)!
    expect(partOf(angled.rooms[0]!, 2 / 3).width).toBeCloseTo(100, 2)
  })

  it('is nothing without room or geometry', () => {
    expect(drawPlan(floor, 0, 0)).toBeNull()
    expect(drawPlan({ outline: [], corridors: [], cores: [], rooms: [] }, 600, 300)).toBeNull()
  })
})
