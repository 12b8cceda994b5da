/** A disc of several points: its arcs go round once, and what has no place on the earth is left out. */
import { describe, expect, it } from 'vitest'
import { arcsOf } from '../../../src/engines/clusterFace.ts'
import type { ClusterLayer, Rgba } from '../../../src/shared/scene/layers.ts'
import { soundLayers } from '../../../src/shared/scene/soundLayers.ts'

const RED: Rgba = [255, 90, 79, 255]
const GREY: Rgba = [59, 63, 70, 255]
const TURN = Math.PI * 2

describe('arcs', () => {
  it('go once round, each as long as its share, the last ending at the top', () => {
    const arcs = arcsOf({
      count: 8,
      arcs: [
        { count: 6, color: GREY },
        { count: 2, color: RED },
      ],
    })
    const lengths = arcs.map(({ from, to }) => to - from)
    expect(lengths[0]! / lengths[1]!).toBeCloseTo(3, 0)
    expect(arcs.at(-1)!.to).toBeGreaterThan(TURN - 0.1)
    expect(arcs.at(-1)!.to).toBeLessThanOrEqual(TURN)
    expect(arcs.at(-1)!.color).toBe(RED)
  })

  it('of one class are a whole ring', () => {
    expect(arcsOf({ count: 3, arcs: [{ count: 3, color: RED }] })).toEqual([
      { from: 0, to: TURN, color: RED },
    ])
  })
})

describe('discs', () => {
  it('without a place are left out with their faces, and counted', () => {
    const face = (count: number) => ({ count, arcs: [{ count, color: RED }] })
    const layer: ClusterLayer = {
      id: 'compound-clusters',
      kind: 'clusters',
      visible: true,
      pickable: true,
      ids: ['a', 'b', 'c'],
      positions: { values: Float64Array.of(108, 22, Number.NaN, 22, 109, 23), version: 1 },
      radii: { values: Float32Array.of(16, 17, 18), version: 1 },
      faces: { values: [face(2), face(4), face(6)], version: 1 },
      selected: null,
      hovered: null,
    }
    const { layers, dropped } = soundLayers([layer])
    const kept = layers[0] as ClusterLayer
    expect([kept.ids, kept.faces.values.map(({ count }) => count), [...kept.radii.values]]).toEqual([
      ['a', 'c'],
      [2, 6],
      [16, 18],
    ])
    expect(dropped.get('compound-clusters')).toBe(1)
  })
})
