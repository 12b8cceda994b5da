import { describe, expect, it } from 'vitest'
import { poseForBounds } from '../../../../src/engines/boundsPose.ts'
import { mercatorPosition, mercatorSeries } from '../../../../src/engines/map/gpu/mercator.ts'
import { bordersOf } from '../../../../src/engines/map/layers/borders.ts'

describe('northing as a polynomial', () => {
  it('stays within a centimetre of Web Mercator over four degrees, in 32-bit offsets', () => {
    const terms = mercatorSeries(22.8)
    const metresPerUnit = (40_075_016.7 / 512) * Math.cos((22.8 * Math.PI) / 180)
    for (let offset = -4; offset <= 4; offset += 0.37) {
      const exact = mercatorPosition(108, 22.8 + offset)[1] - mercatorPosition(108, 22.8)[1]
      const series = terms.reduceRight((sum, term) => (sum + term) * offset, 0)
      expect(Math.abs(series - exact) * metresPerUnit).toBeLessThan(0.01)
    }
  })
})

describe('borders of polygons', () => {
  const square = (id: string, x: number) => ({
    id,
    parts: [
      [
        [
          [x, 0],
          [x + 1, 0],
          [x + 1, 1],
          [x, 1],
          [x, 0],
        ] as [number, number][],
      ],
    ],
  })

  it('draws the border between two neighbours once, and the outline apart', () => {
    const borders = bordersOf([square('a', 0), square('b', 1), square('c', 2)])
    const edges = (paths: readonly (readonly unknown[])[]) =>
      paths.reduce((sum, path) => sum + path.length - 1, 0)
    expect([edges(borders.inner), edges(borders.outer), borders.isCoverage]).toEqual([2, 8, true])
  })

  it('takes compounds that lie apart for no coverage', () => {
    expect(bordersOf([square('a', 0), square('b', 5)]).isCoverage).toBe(false)
  })
})

describe('the pose for bounds', () => {
  it('fits one degree of longitude into the free width, and moves the centre away from the padding', () => {
    const pose = poseForBounds(
      { kind: 'bounds', bounds: [108, 22.7, 109, 22.8], pitchDeg: 0, bearingDeg: 0, padding: [0, 0, 0, 200] },
      1224,
      800,
    )
    expect(pose.zoom).toBeCloseTo(Math.log2((1024 * 360) / 512), 6)
    expect(pose.lon).toBeCloseTo(108.5 - 100 / 1024, 6)
  })

  it('needs a lower zoom when a long shape stands across the screen', () => {
    const goal = {
      kind: 'bounds',
      bounds: [108, 22.7, 109, 22.8],
      pitchDeg: 0,
      padding: [0, 0, 0, 0],
    } as const
    const upright = poseForBounds({ ...goal, bearingDeg: 90 }, 1600, 400).zoom
    expect(upright).toBeCloseTo(poseForBounds({ ...goal, bearingDeg: 0 }, 1600, 400).zoom - 2, 1)
  })
})
