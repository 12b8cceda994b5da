import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { metresApart, METRES_PER_DEGREE } from '../../../src/shared/kernel/sphere.ts'
import { metresOnSphere } from '../../../src/shared/vehicles/fences/shape.ts'
import { outingsOf } from '../../../src/shared/vehicles/orders/outings.ts'
import { resample } from '../../../src/shared/vehicles/orders/overlap.ts'
import { makePoints } from '../../../src/shared/vehicles/track/points.ts'
import { distanceE6 } from '../../../src/shared/vehicles/report.ts'
import { tripFacts } from '../../../src/shared/vehicles/orders/trip.ts'
import { trackFacts } from '../../../src/shared/vehicles/orders/threeWay/track.ts'

/** A tenth of a degree due north in ten minutes, a report each 10 s: 11,119.508 m on the mean sphere. */
const NORTH_M = (6_371_008.8 * Math.PI) / 180 / 10
const north = () => {
  const points = makePoints(61)
  for (let i = 0; i < 61; i++) {
    points.at[i] = i * 10_000
    points.lonE7[i] = 1_083_000_000
    points.latE7[i] = 228_000_000 + Math.round((i * 1e6) / 60)
    points.speed[i] = 667
  }
  return points
}

describe('one sphere', () => {
  it('measures a way the same as a trip, a drive, a straight line, a fence and a path', () => {
    const facts = tripFacts(north())
    expect(facts.km * 1000).toBeCloseTo(NORTH_M, 3)
    expect(outingsOf(north())[0]).toMatchObject({
      km: expect.closeTo(NORTH_M / 1000, 6),
      farM: expect.closeTo(NORTH_M, 3),
    })
    expect(metresApart(108.3, 22.8, 108.3, 22.9)).toBeCloseTo(NORTH_M, 6)
    expect(distanceE6(108_300_000, 22_800_000, 108_300_000, 22_900_000)).toBeCloseTo(NORTH_M, 6)
    expect(metresOnSphere(108.3, 22.8, 108.3, 22.9)).toBeCloseTo(NORTH_M, 6)
    expect(resample(north()).length / 3).toBe(Math.floor(NORTH_M / 100) + 1)
    const stand = { from: 0, to: 600_000, lonE7: 1_083_000_000, latE7: 228_000_000 }
    expect(
      trackFacts({ ...facts, stops: [stand] }, null, { lonE7: 1_083_000_000, latE7: 229_000_000 })
        .destinationM,
    ).toBeCloseTo(NORTH_M, 3)
    expect(METRES_PER_DEGREE).toBeCloseTo(111_195.0802, 4)
  })

  it('stands in one file: nobody else writes down what a degree or the earth is', () => {
    const OWN = new Set([
      'src/shared/kernel/sphere.ts',
      'src/shared/vehicles/track/trackPredict.ts',
      'src/shared/scene/ground.ts',
      'src/projections/camera.ts',
      'src/engines/globe/camera/localFrame.ts',
    ])
    const files = ['src', 'server', 'data/province', 'data/standin'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|vue)$/.test(name) && !name.includes('node_modules'))
        .map((name) => join(folder, name)),
    )
    expect(files.length).toBeGreaterThan(300)
    const found = files.filter(
      (file) =>
        !OWN.has(file) &&
        /\b(111_?(1[89]|3[12])\d|6_?37[18]_?\d{3}|0\.0?1111[0-9]{3})/.test(readFileSync(file, 'utf8')),
    )
    expect(found).toEqual([])
  })
})
