/** What a building's picture is made of: floors pulled out, rooms measured against their limit, bars, measures. */
import { describe, expect, it } from 'vitest'
import { BuildingView } from '../../../../src/engines/interior/building/BuildingView.ts'
import { dimensionsOf } from '../../../../src/engines/interior/building/dimensions.ts'
import { fanOf } from '../../../../src/engines/interior/building/fan.ts'
import { cellsOf } from '../../../../src/engines/interior/building/said.ts'
import { plateUnder, thingUnder } from '../../../../src/engines/interior/camera/picking.ts'
import { sheetOf } from '../../../../src/engines/interior/building/sheet.ts'
import { stretchesOf } from '../../../../src/engines/interior/meshes/CutFaces.ts'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { buildModel } from '../../../../src/engines/interior/shapes/model.ts'
import { depthOf, depthOfShare } from '../../../../src/engines/interior/shapes/roomPlan.ts'
import { ROOM_MARKS } from '../../../../src/shared/scene/layers.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { OPTIONS } from '../fakeEngine.ts'

const SLAB = { minX: 0, minY: 0, maxX: 60, maxY: 15 }
const office = officeBuilding({ above: 3, below: 1, bays: 3 })
const made = () => new BuildingView(office, makePalette(OPTIONS as never))
/** Of a plate's depth as seen, what the plate above it in its column leaves free. */
const seenOf = ({ gapM, pitchDeg }: ReturnType<typeof fanOf>, deepM: number): number =>
  (2 * gapM * Math.sin((pitchDeg * Math.PI) / 180)) / (deepM * Math.cos((pitchDeg * Math.PI) / 180))

describe('floors that are pulled out', () => {
  it('are seen from the side that most stands out on, heavier things first', () => {
    const bearing = (weighed: Parameters<typeof fanOf>[2], box = SLAB) =>
      fanOf(box, 6, weighed, [1200, 800]).bearingDeg
    expect([
      bearing([]),
      bearing([{ at: [10, 2], weight: 1 }]),
      bearing([{ at: [10, 14], weight: 1 }]),
    ]).toEqual([12, 12, 192])
    expect(
      bearing([
        { at: [10, 2], weight: 1 },
        { at: [50, 2], weight: 1 },
        { at: [10, 14], weight: 3 },
      ]),
    ).toBe(192)
    expect(bearing([{ at: [14, 30], weight: 1 }], { minX: 0, minY: 0, maxX: 15, maxY: 60 })).toBe(282)
  })

  it('stand so far apart that each is seen, as steeply as the field lets them, and one alone as an opened one', () => {
    const deep = 60 * Math.sin((12 * Math.PI) / 180) + 15 * Math.cos((12 * Math.PI) / 180)
    for (const floors of [2, 5, 8, 14, 40])
      for (const field of [
        [1200, 800],
        [2600, 900],
        [700, 1600],
      ] as const) {
        const fan = fanOf(SLAB, floors, [], field)
        expect(seenOf(fan, deep)).toBeGreaterThan(0.399)
        expect(seenOf(fan, deep)).toBeLessThan(1.151)
        expect([fan.pitchDeg >= 38, fan.pitchDeg <= 73]).toEqual([true, true])
      }
    expect(fanOf(SLAB, 1, [], [1200, 800])).toMatchObject({ gapM: 0, slideM: 0, pitchDeg: 40 })
  })

  it('go left and right by turns from the lowest floor above ground, and home when one is opened', () => {
    const view = made()
    view.setOpen(null, 0, 0)
    const { places } = view.spread('fan', [1200, 800], 20, 0, 0)
    view.update(0, { metresPerPx: 0.1, upM: 50, bearingDeg: 0 })
    expect(view.floors.map((floor) => view.sideOf(floor))).toEqual([-1, 1, -1, 1])
    expect(view.floors[1]!.offset(0)).toEqual([places[1]![0], places[1]![2]])
    expect(places[0]![0]).toBeCloseTo(-places[1]![0], 9)
    const [east, north] = view.floors[1]!.offset(0)
    const ray = (x: number, y: number) => ({ origin: [x, 500, y], direction: [0, -1, 0] }) as const
    expect(thingUnder(ray(5 + east, 7 + north), [view.floors[1]!], null, 0)).toBe('f1')
    expect(thingUnder(ray(5 - east, 7 - north), [view.floors[1]!], null, 0)).toBeNull()
    view.setOpen('f2', 0, 0)
    expect(view.floors.map((floor) => floor.offset(0).map(Math.abs))).toEqual(Array(4).fill([0, 0]))
  })
})

describe('a sheet of floors', () => {
  const named = (floors: number, field: readonly [number, number], box = SLAB) =>
    sheetOf(box, floors, field, 24)

  it('has the columns of the largest scale, from the lowest floor at the lower left', () => {
    const tower = { minX: 0, minY: 0, maxX: 34, maxY: 26 }
    expect([named(12, [1360, 830], tower).columns, named(10, [5700, 1500], tower).columns]).toEqual([4, 5])
    const scaleOf = (columns: number) =>
      Math.min(
        1360 / (columns * 34 * 1.07),
        (830 / Math.ceil(12 / columns) - 24) / (26 * 1.07 * Math.cos(0.384)),
      )
    const best = Math.max(...Array.from({ length: 12 }, (_, i) => scaleOf(i + 1)))
    expect(scaleOf(4)).toBe(best)
    const { places, columns } = named(12, [1360, 830], tower)
    expect(places[0]![0]).toBeLessThan(places[1]![0])
    expect(places[columns]![1]).toBeGreaterThan(places[0]![1])
    for (const [i, [x, y]] of places.entries())
      for (const [u, v] of places.slice(i + 1))
        expect(Math.abs(x - u) >= 34 || Math.abs(y - v) >= 26).toBe(true)
  })

  it('turns a plan that comes out larger so, keeps the names free, and holds in any field', () => {
    const deep = { minX: 0, minY: 0, maxX: 15, maxY: 60 }
    expect([named(4, [2600, 500], deep).bearingDeg, named(4, [2600, 500]).bearingDeg]).toEqual([90, 0])
    const { places, headM, columns } = named(12, [1200, 800])
    expect(places[columns]![1] - places[0]![1]).toBeGreaterThan(15 + headM)
    for (const field of [
      [1, 1],
      [300, 40],
      [6000, 900],
    ] as const)
      for (const floors of [1, 2, 40])
        for (const place of named(floors, field).places) expect(place.every(Number.isFinite)).toBe(true)
  })

  it('lies on one level, and its floors go home when one is opened', () => {
    const view = made()
    view.setOpen(null, 0, 0)
    view.spread('sheet', [1200, 800], 20, 0, 0)
    expect(view.floors.map(({ y }) => y.at(0))).toEqual([0, 0, 0, 0])
    expect(new Set(view.floors.map((floor) => floor.offset(0).join())).size).toBe(4)
    view.setOpen('f2', 0, 0)
    expect([view.floors[2]!.y.at(0), view.floors[2]!.offset(0), view.standing]).toEqual([3.6, [0, 0], null])
  })
})

describe('a section', () => {
  it('is cut across the short side, shows its slabs and walls there, and is looked into through the plane', () => {
    const view = made()
    const { section } = view
    const [near, far] = [view.model.box.minY, view.model.box.maxY]
    section.set(true, 0.25, 0, 0)
    expect([section.update(0), section.update(0)]).toEqual([true, false])
    const at = near + (far - near) * 0.25
    expect([...section.uniform.toArray()]).toEqual([0, -1, at, 1])
    expect([section.isGone([5, at - 1]), section.isGone([5, at + 1])]).toEqual([true, false])
    const { outline, box } = view.model.floors[1]!
    expect(section.rightEnd(outline, 0)).toEqual([box.maxX, at])
    const ray = { origin: [5, 2, near - 10], direction: [0, -0.05, 1] } as const
    const inside = section.through(ray, 0)
    expect(inside.origin[2]).toBeCloseTo(at, 9)
    view.setOpen(null, 0, 0)
    view.spread('section', [1200, 800], 20, 0, 0)
    expect(view.floors.map(({ y }) => y.at(0))).toEqual([-3.6, 0, 3.6, 7.2])
    expect(plateUnder({ origin: [5, 1, at], direction: [0, -0.2, 1] }, view.floors, 0)).toBe('f1')
    section.set(false, 0.25, 0, 0)
    section.update(0)
    expect([section.uniform.w, section.isGone([5, at - 1]), section.rightEnd(outline, 0)]).toEqual([
      0,
      false,
      null,
    ])
    expect(section.through(ray, 0)).toEqual(ray)
  })

  it('fills a slab and the walls of each room that the plane goes through, and nothing beyond the building', () => {
    const square = [
      [0, 0],
      [6, 0],
      [6, 5],
      [0, 5],
    ] as const
    expect(stretchesOf(square, [0, 1], 2)).toEqual([[0, 6]])
    expect(stretchesOf(square, [1, 0], 2)).toEqual([[0, 5]])
    expect(stretchesOf(square, [0, 1], 7)).toEqual([])
  })
})

describe('a room', () => {
  const square = [
    [0, 0],
    [6, 0],
    [6, 5],
    [0, 5],
  ] as const

  it('reaches as deep as its limit allows, from the windows to the door', () => {
    const depth = depthOf(square, { edge: 0, from: 0.4, to: 0.6 })
    expect(depth).toMatchObject({ from: [0, 5], lengthM: 5 })
    expect(depthOfShare(square, depth, 0.6)).toBeCloseTo(0.6, 5)
    const hook = [
      [0, 0],
      [6, 0],
      [6, 2],
      [3, 2],
      [3, 4],
      [0, 4],
    ] as const
    expect(depthOfShare(hook, depthOf(hook, { edge: 0, from: 0.4, to: 0.6 }), 1 / 3)).toBeCloseTo(0.5, 5)
    expect([depthOfShare(square, depth, 1), depthOfShare(square, depth, 2)]).toEqual([1, 1])
  })

  it('is measured along both sides, outside, where the camera is', () => {
    const room = buildModel(office).roomOf.get('r101')!
    const [wide, deep] = dimensionsOf(room, 0)
    const { minX, maxX, minY, maxY } = room.box
    expect([wide!.lengthM, deep!.lengthM].map((m) => Number(m.toFixed(6)))).toEqual([
      Number((maxX - minX).toFixed(6)),
      Number((maxY - minY).toFixed(6)),
    ])
    expect(wide!.from[1]).toBeCloseTo(minY - 0.5, 9)
    expect(dimensionsOf(room, 180)[0]!.from[1]).toBeCloseTo(maxY + 0.5, 9)
  })

  it('counts in its floor’s bar by its colour: what is over first, then idle, then the others', () => {
    const { rooms } = buildModel(office).floors[1]!
    const values = new Uint8Array(office.fill.values.length)
    const paint = (k: number, red: number): void => void values.set([red, 0, 0, 255], rooms[k]!.ordinal * 4)
    ;[9, 9, 9, 200, 120, 9, 9].forEach((red, k) => paint(k, red))
    const said = office.floors.flatMap(({ rooms: all }) =>
      all.map(() => ({ mark: ROOM_MARKS.none as 0 | 1 | 2, text: '', withinLimit: 1 })),
    )
    said[rooms[3]!.ordinal]!.mark = ROOM_MARKS.idle
    said[rooms[4]!.ordinal]!.mark = ROOM_MARKS.over
    const bar = cellsOf(rooms, { fill: { values, version: 1 }, remarks: { values: said, version: 1 } })
    expect(bar.map(({ hex, rooms: n, hatched }) => [hex, n, hatched])).toEqual([
      ['#780000', 1, false],
      ['#c80000', 1, true],
      ['#090000', 5, false],
    ])
  })
})
