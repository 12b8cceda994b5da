import { describe, expect, it } from 'vitest'
import {
  CELL_ZOOMS,
  cellName,
  cellX,
  cellY,
  cellsOver,
  parseCell,
  type Cell,
} from '../../../src/shared/protocol/cells.ts'
import { LEFT_GROUP, makeFrame, readFrame, type Frame } from '../../../src/shared/protocol/frame.ts'
import { carriedMetres, carrySeconds } from '../../../src/shared/vehicles/track/carry.ts'
import { makeCellFollower } from '../../../src/app/data/liveCells.ts'
import { MOST_CELLS, cellsFor, viewBounds } from '../../../src/projections/parts/cells.ts'
import { VehicleTable } from '../../../src/state/live/vehicles.ts'
import { makeCellIndex } from '../../../server/realtime/cells.ts'

const T0 = 1_780_000_000_000

const NANNING = { lon: 108.32, lat: 22.82 }

const pose = (
  zoom: number,
  more: Partial<Record<'lon' | 'lat' | 'pitchDeg' | 'bearingDeg', number>> = {},
) => ({ ...NANNING, zoom, pitchDeg: 0, bearingDeg: 0, ...more })

describe('the grid', () => {
  it('names cells as slippy tiles and takes no other name', () => {
    const cell = { zoom: 11, x: cellX(108.32, 11), y: cellY(22.82, 11) } as const
    expect(cellName(cell)).toBe('11/1640/890')
    expect(parseCell('11/1640/890')).toEqual(cell)
    for (const name of ['9/1/1', '11/2048/0', '11/1', '11/1/1/1', 'x/1/1', '11/-1/0'])
      expect(parseCell(name)).toBeNull()
  })

  it('lists every cell that touches bounds, or none when they are too many', () => {
    expect(cellsOver([108, 22, 109, 23], 8, 9)?.map(cellName)).toEqual(['8/204/111', '8/205/111'])
    expect(cellsOver([104, 21, 112, 26], 11, 16)).toBeNull()
  })
})

describe('the cells of a view', () => {
  const choose = (zoom: number, held: readonly Cell[] | null = null, more = {}) =>
    cellsFor(viewBounds(pose(zoom, more), 1920, 1080), held)

  it('are the whole region from afar, then ever finer, never more than are allowed', () => {
    expect(choose(6)).toBeNull()
    expect(choose(10)?.[0]?.zoom).toBe(8)
    expect(choose(14)?.[0]?.zoom).toBe(11)
    for (let zoom = 5; zoom < 18; zoom += 0.1)
      expect(choose(zoom)?.length ?? 0).toBeLessThanOrEqual(MOST_CELLS)
  })

  it('stay while the view moves a little, and cover it wherever it goes', () => {
    let held = choose(13)
    const first = held
    held = choose(13, held, { lon: NANNING.lon + 0.02 })
    expect(held).toBe(first)
    for (let lon = NANNING.lon; lon < 110; lon += 0.05) {
      held = choose(13, held, { lon })
      const names = new Set(held?.map(cellName))
      expect(
        cellsOver(viewBounds(pose(13, { lon }), 1920, 1080) ?? [0, 0, 0, 0], 11, 99)?.every((cell) =>
          names.has(cellName(cell)),
        ),
      ).toBe(true)
    }
  })

  it('do not flicker around the zoom at which they change', () => {
    let held = choose(10)
    const seen: number[] = []
    for (let step = 0; step < 200; step++) {
      held = choose(11.7 + 0.15 * Math.sin(step), held)
      seen.push(held?.[0]?.zoom ?? 0)
    }
    expect(seen.filter((zoom, i) => i > 0 && zoom !== seen[i - 1]).length).toBeLessThanOrEqual(1)
  })

  it('reach as far as a tilted camera sees, and are the whole region when it sees the horizon', () => {
    const [flat, tilted] = [
      viewBounds(pose(13), 1920, 1080),
      viewBounds(pose(13, { pitchDeg: 60 }), 1920, 1080),
    ]
    expect((tilted?.[3] ?? 0) - NANNING.lat).toBeGreaterThan(((flat?.[3] ?? 0) - NANNING.lat) * 3)
    expect(viewBounds(pose(13, { pitchDeg: 75 }), 1920, 1080)).toBeNull()
  })
})

describe('what moves between cells', () => {
  const at = new Map<number, readonly [number, number]>()
  const index = makeCellIndex({
    lonE6: (o) => (at.get(o)?.[0] ?? 0) * 1e6,
    latE6: (o) => (at.get(o)?.[1] ?? 0) * 1e6,
  })
  const cell = (lon: number, lat: number, zoom: 8 | 11) =>
    cellName({ zoom, x: cellX(lon, zoom), y: cellY(lat, zoom) })

  it('is found at both zooms in one pass', () => {
    at.set(1, [108.3, 22.8]).set(9000, [108.301, 22.8])
    index.move([1, 9000])
    expect(index.inside(cell(108.3, 22.8, 11))).toEqual([1, 9000])
    at.set(1, [108.6, 22.8])
    index.move([1])
    expect([index.inside(cell(108.6, 22.8, 11)), index.left(cell(108.3, 22.8, 11))]).toEqual([[1], [1]])
    expect([index.inside(cell(108.3, 22.8, 8)), index.left(cell(108.3, 22.8, 8))]).toEqual([[1], []])
    expect([1, 9000].map(index.holds(cell(108.3, 22.8, 11)))).toEqual([false, true])
    expect([
      index.everyone(cell(108.3, 22.8, 11)),
      index.everyone(cell(108.6, 22.8, 11)),
      index.everyone(cell(108.3, 22.8, 8)),
    ]).toEqual([[9000], [1], [1, 9000]])
    index.move([])
    expect(index.left(cell(108.3, 22.8, 11))).toEqual([])
    expect(CELL_ZOOMS).toEqual([8, 11])
  })
})

type Row = readonly [ordinal: number, lon: number, state: number, speedKmh?: number]

const frame = (rows: readonly Row[], serverTime: number, snapshot = false): Frame<'vehicles'> => {
  const { buffer, columns } = makeFrame({
    topic: 'vehicles',
    snapshot,
    sequence: 1,
    follows: 0,
    rows: rows.length,
    serverTime,
  })
  for (const [i, [ordinal, lon, state, speedKmh = 0]] of rows.entries()) {
    columns.ordinal[i] = ordinal
    columns.lonE6[i] = lon * 1e6
    columns.latE6[i] = 22e6
    columns.state[i] = state
    columns.heading[i] = 64
    columns.speedKmh[i] = speedKmh
  }
  return readFrame(buffer) as Frame<'vehicles'>
}

const ordinals = (table: VehicleTable): number[] =>
  [...table.columns.ordinals.subarray(0, table.count)].toSorted((a, b) => a - b)

describe('a table fed by cells', () => {
  it('keeps a vehicle that the next cell has, and lets go one that nobody has', () => {
    const table = new VehicleTable()
    table.apply(
      frame(
        [
          [1, 108, 0],
          [2, 108, 0],
        ],
        T0,
        true,
      ),
      T0,
      undefined,
      'a',
    )
    table.apply(frame([[3, 109, 1]], T0, true), T0, undefined, 'b')
    expect(ordinals(table)).toEqual([1, 2, 3])
    table.apply(frame([[1, 109, 0]], T0 + 3000), T0 + 3000, undefined, 'b')
    expect(table.read(1, T0 + 3000)?.at[0]).toBeCloseTo(108, 5)
    table.apply(
      frame(
        [
          [1, 109, LEFT_GROUP],
          [2, 110, LEFT_GROUP],
        ],
        T0 + 3250,
      ),
      T0 + 3250,
      undefined,
      'a',
    )
    expect(ordinals(table)).toEqual([1, 3])
    expect([...table.byState]).toEqual([1, 1, 0, 0])
    table.apply(frame([[3, 109, 1]], T0 + 4000, true), T0 + 4000, undefined, 'b')
    expect(ordinals(table)).toEqual([3])
  })
})

describe('a table fed by cells', () => {
  it('goes from a region to cells and back without losing or keeping anything', () => {
    const asked: string[] = []
    const connector = {
      subscribe: (_: string, __: string, cell?: string) => asked.push(`+${cell ?? 'all'}`),
      unsubscribe: (_: string, __: string, cell?: string) => asked.push(`-${cell ?? 'all'}`),
    }
    const table = new VehicleTable()
    const follower = makeCellFollower(connector as never, table, '450000')
    const feed = (cell: string | undefined, rows: readonly Row[], snapshot = false): void => {
      const group = follower.groupOf(cell)
      if (group === null) return
      table.apply(frame(rows, T0, snapshot), T0, undefined, group)
      follower.arrived(cell)
    }
    const [a, b] = [
      { zoom: 11, x: 1, y: 1 },
      { zoom: 11, x: 2, y: 1 },
    ] as const
    follower.follow(null)
    feed(
      undefined,
      [
        [1, 108, 0],
        [2, 108, 0],
        [3, 108, 0],
      ],
      true,
    )
    follower.follow([a, b])
    feed('11/1/1', [[1, 108, 0]], true)
    feed(undefined, [
      [1, 108.1, 0],
      [3, 108.1, 0],
      [4, 108, 0],
    ])
    expect(ordinals(table)).toEqual([1, 2, 3, 4])
    feed('11/2/1', [[2, 108, 0]], true)
    expect(ordinals(table)).toEqual([1, 2])
    feed(undefined, [[5, 108, 0]])
    expect(ordinals(table)).toEqual([1, 2])
    follower.follow([a])
    expect(ordinals(table)).toEqual([1])
    follower.follow(null)
    feed('11/1/1', [[6, 108, 0]])
    feed(
      undefined,
      [
        [1, 108, 0],
        [2, 108, 0],
      ],
      true,
    )
    expect(ordinals(table)).toEqual([1, 2])
    expect(asked).toEqual(['+all', '+11/1/1', '+11/2/1', '-all', '-11/2/1', '+all', '-11/1/1'])
  })
})

describe('dead reckoning', () => {
  it('carries on only what moves, for as long as its reports are apart, and comes to rest', () => {
    expect(carrySeconds(0, 60, 3)).toBe(3)
    expect(carrySeconds(0, 60, 20)).toBe(6)
    expect([
      carrySeconds(1, 60, 3),
      carrySeconds(2, 60, 3),
      carrySeconds(0, 2, 3),
      carrySeconds(0, 60, 0),
    ]).toEqual([0, 0, 0, 0])
    expect(carriedMetres(36, 1, 4)).toBeCloseTo(8.75, 9)
    expect([carriedMetres(36, 4, 4), carriedMetres(36, 400, 4), carriedMetres(36, -1, 4)]).toEqual([
      20, 20, 0,
    ])
  })

  it('draws a vehicle ahead of an overdue report, and the next glide begins there', () => {
    const table = new VehicleTable()
    table.apply(frame([[1, 108, 0, 72]], T0, true), T0)
    table.apply(frame([[1, 108.001, 0, 72]], T0 + 3000), T0 + 3000)
    const metresEast = (now: number): number =>
      ((table.read(1, now)?.at[0] ?? 0) - 108.001) * 111_319.49 * Math.cos((22 * Math.PI) / 180)
    expect(metresEast(T0 + 6000)).toBeCloseTo(0, 0)
    expect(metresEast(T0 + 7000)).toBeCloseTo(carriedMetres(72, 1, 3), 0)
    expect(metresEast(T0 + 60_000)).toBeCloseTo(30, 0)
    table.apply(frame([[1, 108.0011, 1, 0]], T0 + 7000), T0 + 7000)
    expect(metresEast(T0 + 7000)).toBeCloseTo(carriedMetres(72, 1, 3), 0)
    expect(metresEast(T0 + 60_000)).toBeCloseTo(10.3, 0)
  })
})
