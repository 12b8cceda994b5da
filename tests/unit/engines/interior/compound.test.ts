/** A compound on the stage without a screen: its sun and light, what is laid out around its buildings, and what stands where. */
import { Mesh, Points, type Material } from 'three'
import { describe, expect, it } from 'vitest'
import { CompoundThing } from '../../../../src/engines/interior/compound/CompoundThing.ts'
import { lightUnder, NAMED } from '../../../../src/engines/interior/compound/light.ts'
import { planOf } from '../../../../src/engines/interior/compound/plan.ts'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { insideRing } from '../../../../src/engines/interior/shapes/rings.ts'
import type { CompoundLayer } from '../../../../src/shared/scene/compoundLayer.ts'
import { sunAt } from '../../../../src/shared/scene/sun.ts'
import { compoundCase } from '../../../builders/screen/engine/compound.ts'
import { OPTIONS } from '../fakeEngine.ts'

const NANNING = [108.37, 22.82] as const
const palette = makePalette(OPTIONS)
const layerOf = (over: Partial<CompoundLayer> = {}): CompoundLayer => ({
  ...compoundCase().layers[0]!,
  ...over,
})

describe('the sun', () => {
  it('stands where tables say, and beneath the feet at midnight', () => {
    const nrel = sunAt(Date.parse('2003-10-17T19:30:30Z'), [-105.1786, 39.742476])
    expect(nrel.elevationDeg).toBeCloseTo(39.872, 1)
    expect(nrel.azimuthDeg).toBeCloseTo(194.34, 1)
    const morning = sunAt(Date.parse('2026-11-19T10:03:00+08:00'), NANNING)
    expect(morning.azimuthDeg).toBeGreaterThan(135)
    expect(morning.azimuthDeg).toBeLessThan(138)
    expect(sunAt(Date.parse('2026-06-21T12:47:00+08:00'), NANNING).elevationDeg).toBeGreaterThan(89)
    expect(sunAt(Date.parse('2026-12-21T00:30:00+08:00'), NANNING).elevationDeg).toBeLessThan(-80)
  })
})

describe('the light', () => {
  it('is the day’s, the dusk’s and the night’s where it is asked for, without a step between', () => {
    const named = (['day', 'dusk', 'night'] as const).map((name) =>
      lightUnder(NAMED[name].sun, NAMED[name].hour),
    )
    expect(named.map(({ lamp }) => lamp)).toEqual([0, 1.15, 1.6])
    expect(named[1]!.litShare).toBeGreaterThan(named[2]!.litShare)
    let before = lightUnder({ elevationDeg: 20, azimuthDeg: 240 }, 18)
    for (let elevationDeg = 19.9; elevationDeg > -16; elevationDeg -= 0.1) {
      const now = lightUnder({ elevationDeg, azimuthDeg: 240 }, 18)
      expect(Math.abs(now.exposure - before.exposure)).toBeLessThan(0.02)
      expect(Math.abs(now.lamp - before.lamp)).toBeLessThan(0.05)
      before = now
    }
    expect(before.litShare).toBeGreaterThan(lightUnder(NAMED.night.sun, 23.9).litShare)
  })
})

describe('a compound laid out', () => {
  const plan = planOf(layerOf())
  it('has its bays, beds and gate on free ground within the walls', () => {
    expect(plan.bays.length).toBeGreaterThan(60)
    for (const { x, y } of plan.bays) {
      expect(insideRing(plan.boundary, x, y)).toBe(true)
      expect(plan.buildings.filter(({ ring }) => insideRing(ring, x, y))).toEqual([])
    }
    for (const {
      rect: [x, y, wide, deep],
    } of plan.lawns)
      expect(plan.buildings.filter(({ ring }) => insideRing(ring, x + wide / 2, y + deep / 2))).toEqual([])
    expect(plan.gate).toEqual([0, -83])
    expect(plan.buildings.find(({ id }) => id === 'high')!.storeys).toBe(14)
  })

  it('goes without a boundary, and tells of a building without a footprint', () => {
    const [first] = layerOf().buildings
    const told = planOf(layerOf({ boundary: [], buildings: [first!, { ...first!, id: 'flat', ring: [] }] }))
    expect([told.boundary.length, told.problems]).toEqual([
      4,
      ['building flat: 0 distinct corners and 30.6 m high'],
    ])
    expect(planOf(layerOf({ boundary: [], buildings: [] })).boundary).toEqual([])
  })
})

describe('a compound on the stage', () => {
  it('keeps its geometry while index, pointer, vehicles and light change', () => {
    const thing = new CompoundThing(layerOf(), palette)
    const meshes = thing.group.children.length
    expect(meshes).toBeLessThanOrEqual(14)
    expect(thing.show(layerOf())).toBe(true)
    const other = layerOf({ fill: { values: layerOf().fill.values, version: 9 }, hovered: 'tower' })
    expect([thing.keeps(other), thing.show(other)]).toEqual([true, false])
    expect(thing.keeps(layerOf({ geometryVersion: 2 }))).toBe(false)
    expect(thing.labels({ palette, sizePx: 16, ratio: 1 })).toHaveLength(7)
    let triangles = 0
    thing.group.traverse((one) => {
      if (one instanceof Mesh)
        triangles +=
          ((one.geometry.index?.count ?? one.geometry.getAttribute('position').count) / 3) *
          ('count' in one ? (one.count as number) : 1)
    })
    expect(triangles).toBeLessThan(200_000)
    thing.dispose()
  })

  it('frees every geometry and material that it holds', () => {
    const thing = new CompoundThing(layerOf(), palette)
    const [held, freed] = [new Set<unknown>(), new Set<unknown>()]
    thing.group.traverse((one) => {
      if (!(one instanceof Mesh || one instanceof Points)) return
      for (const part of [one.geometry, one.material as Material]) {
        held.add(part)
        part.addEventListener('dispose', () => void freed.add(part))
      }
    })
    thing.dispose()
    expect([held.size > 12, freed]).toEqual([true, held])
  })

  it('has its buildings under the pointer, the nearer first, and the clock changes its light by the minute', () => {
    const thing = new CompoundThing(layerOf({ light: null }), palette)
    const down = (x: number, y: number) => thing.pick({ origin: [x, 300, y], direction: [0, -1, 0] })
    expect([down(75, 49), down(0, 51), down(0, 20)]).toEqual(['tower', 'main', null])
    expect(thing.pick({ origin: [69, 10, -200], direction: [0, 0, 1] })).toBe('east')
    const ten = Date.parse('2026-11-19T10:00:00+08:00')
    expect([ten, ten + 5_000, ten + 600_000].map((at) => thing.setClock(at))).toEqual([true, false, true])
    expect(thing.setClock(Date.parse('2026-11-19T18:10:00+08:00'))).toBe(true)
    thing.dispose()
  })
})
