import { describe, expect, it } from 'vitest'
import {
  bearingFromFrame,
  bearingToFrame,
  fromFrame,
  toFrame,
} from '../../../src/engines/interior/shapes/frame.ts'
import {
  anchorOf,
  cleanRing,
  insetRing,
  insideRing,
  signedArea,
} from '../../../src/engines/interior/shapes/rings.ts'
import { axesOf, cornersOf, framePoints, turnBetween } from '../../../src/engines/framing.ts'
import { distanceOfZoom, metresPerPixel, zoomOfDistance } from '../../../src/shared/scene/ground.ts'
import { sameSpec } from '../../../src/engines/sameSpec.ts'
import { officeBuilding } from '../../builders/records/officeBuilding.ts'

describe('a building frame', () => {
  const frame = { origin: [108.3, 22.8] as const, rotationDeg: 30 }

  it('turns its x axis counter-clockwise from east', () => {
    const [lon, lat] = fromFrame(frame, 100, 0)
    expect((lon - 108.3) * 111_319.49 * Math.cos((22.8 * Math.PI) / 180)).toBeCloseTo(86.6, 1)
    expect((lat - 22.8) * 111_319.49).toBeCloseTo(50, 1)
  })

  it('comes back to where it started', () => {
    const [x, y] = toFrame(frame, fromFrame(frame, 12.5, -40))
    expect([x, y].map((value) => Math.round(value * 1000))).toEqual([12_500, -40_000])
    expect(bearingFromFrame(frame, bearingToFrame(frame, -170))).toBeCloseTo(-170, 9)
  })
})

describe('the ground resolution of a pose', () => {
  it('is that of a 512 px Mercator map', () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(40_075_016.686 / 512, 3)
    expect(zoomOfDistance(distanceOfZoom(17.3, 22.8, 720), 22.8, 720)).toBeCloseTo(17.3, 9)
    expect(distanceOfZoom(10, 0, 600)).toBeCloseTo(1.5 * 600 * metresPerPixel(10, 0), 3)
  })
})

describe('framing', () => {
  it('brings every corner of a box into the free part of the view', () => {
    const corners = cornersOf({ min: [0, -8, 0], max: [60, 40, 20] })
    const orbit = framePoints(corners, 60, -25, 720, [800, 500])
    const { right, up, forward } = axesOf(60, -25)
    const dot = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, k) => sum + value * b[k]!, 0)
    const seen = corners.map((corner) => {
      const away = corner.map((value, k) => value - orbit.target[k]!)
      const deep = orbit.distance + dot(away, forward)
      return [(dot(away, right) / deep) * 1080, (dot(away, up) / deep) * 1080]
    })
    expect(Math.max(...seen.map(([x]) => Math.abs(x!)))).toBeLessThanOrEqual(401)
    expect(Math.max(...seen.map(([, y]) => Math.abs(y!)))).toBeLessThanOrEqual(251)
  })

  it('turns the shorter way', () => {
    expect(turnBetween(170, -170)).toBe(20)
    expect(turnBetween(-170, 170)).toBe(-20)
  })
})

describe('rings', () => {
  const hook = cleanRing([
    [0, 0],
    [0, 10],
    [2, 10],
    [2, 2],
    [10, 2],
    [10, 0],
    [0, 0],
  ])

  it('are made counter-clockwise and open', () => {
    expect(hook).toHaveLength(6)
    expect(signedArea(hook)).toBeCloseTo(36, 9)
  })

  it('are inset evenly, or not at all where they are too narrow', () => {
    expect(signedArea(insetRing(hook, 0.5)!)).toBeCloseTo(36 - 0.5 * 40 + 4 * 0.25, 6)
    expect(insetRing(hook, 1.2)).toBeNull()
  })

  it('carry their label inside, even where they bend around their centre', () => {
    const [x, y] = anchorOf(hook)
    expect(insideRing(hook, x, y)).toBe(true)
  })
})

describe('sameSpec', () => {
  it('sees a new column version and a new choice, and nothing in a rewritten equal spec', () => {
    const layer = officeBuilding({ above: 1, below: 0, bays: 2 })
    expect(sameSpec(layer, { ...layer, fill: { ...layer.fill } })).toBe(true)
    expect(sameSpec(layer, { ...layer, fill: { ...layer.fill, version: 2 } })).toBe(false)
    expect(sameSpec(layer, { ...layer, selected: 'r101' })).toBe(false)
    expect(sameSpec({ ...layer, origin: [1, 2] }, { ...layer, origin: [1, 3] })).toBe(false)
  })
})
