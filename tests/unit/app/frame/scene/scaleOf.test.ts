import { describe, expect, it } from 'vitest'
import { metresPerPixel } from '../../../../../src/shared/scene/ground.ts'
import { scaleOf } from '../../../../../src/app/frame/scene/scaleOf.ts'

describe('the scale', () => {
  it('is the longest round distance that its room allows, as long as that distance is where the camera looks', () => {
    for (const zoom of [3, 6.486, 9, 12.3, 17]) {
      const scale = scaleOf({ zoom, lat: 23 }, 130)!
      expect(scale.px).toBeLessThanOrEqual(130)
      expect(scale.px).toBeGreaterThan(130 / 2.6)
      expect(scale.px * metresPerPixel(zoom, 23)).toBeCloseTo(scale.metres)
      expect(['1', '2', '5']).toContain(String(scale.metres)[0])
    }
  })

  it('is printed in metres below a kilometre', () => {
    expect(scaleOf({ zoom: 6.486, lat: 23.23 }, 130)?.text).toBe('100 km')
    expect(scaleOf({ zoom: 16, lat: 23 }, 130)?.text).toBe('100 m')
  })

  it('shrinks towards the pole, where a pixel covers less ground', () => {
    const [south, north] = [10, 60].map((lat) => scaleOf({ zoom: 8, lat }, 200)!)
    expect(north!.metres).toBeLessThan(south!.metres)
  })

  it('is none where the camera stands nowhere', () => {
    expect(scaleOf({ zoom: Number.NaN, lat: 23 }, 130)).toBeNull()
  })
})
