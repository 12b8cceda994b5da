import { describe, expect, it } from 'vitest'
import { screenPoint } from '../../../../src/projections/screenPoint.ts'

const SCREEN = { width: 1200, height: 800 }
const FLAT = { lon: 108, lat: 23, zoom: 8, pitchDeg: 0, bearingDeg: 0 }
/** One degree of longitude at this zoom. */
const DEGREE_PX = (512 * 2 ** 8) / 360

describe('where a place stands on the map’s picture', () => {
  it('is the middle for what the camera looks at, however it is turned and tilted', () => {
    for (const pose of [FLAT, { ...FLAT, bearingDeg: 70, pitchDeg: 55 }])
      expect(screenPoint(pose, [108, 23], SCREEN)).toEqual([600, 400])
  })

  it('is to the right of it for what lies east, and above it once east is ahead', () => {
    expect(screenPoint(FLAT, [109, 23], SCREEN)).toEqual([expect.closeTo(600 + DEGREE_PX, 6), 400])
    const [x, y] = screenPoint({ ...FLAT, bearingDeg: 90 }, [108.5, 23], SCREEN)!
    expect([x, y]).toEqual([expect.closeTo(600, 6), expect.closeTo(400 - DEGREE_PX / 2, 6)])
  })

  it('is nearer to the middle ahead than behind where the camera is tilted', () => {
    const tilted = { ...FLAT, pitchDeg: 45 }
    const [ahead, behind] = [23.4, 22.6].map((lat) =>
      Math.abs(screenPoint(tilted, [108, lat], SCREEN)![1] - 400),
    )
    expect(ahead).toBeLessThan(behind!)
  })

  it('is nowhere beyond the picture and behind the camera', () => {
    expect(screenPoint(FLAT, [115, 23], SCREEN)).toBeNull()
    expect(screenPoint({ ...FLAT, pitchDeg: 80 }, [108, 10], SCREEN)).toBeNull()
  })
})
