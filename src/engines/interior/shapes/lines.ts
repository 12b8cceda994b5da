import { LineMaterial } from 'three/addons/lines/LineMaterial.js'
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js'
import type { Color } from 'three'
import type { Ring } from './rings.ts'

/** Closed rings at the given heights as pixel-wide lines; one draw call. */
export const ringLines = (
  rings: readonly { ring: Ring; z: number }[],
  material: LineMaterial,
): LineSegments2 => {
  const at: number[] = []
  for (const { ring, z } of rings)
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!
      at.push(a[0], z, -a[1], b[0], z, -b[1])
    })
  const lines = new LineSegments2(new LineSegmentsGeometry().setPositions(at), material)
  lines.frustumCulled = false
  return lines
}

export const lineMaterial = (color: Color, widthPx: number, onTop: boolean): LineMaterial => {
  const material = new LineMaterial({
    linewidth: widthPx,
    transparent: true,
    depthTest: !onTop,
    depthWrite: false,
  })
  material.color.copy(color)
  return material
}
