/** What the synthetic scenes stand on. */
import type { CameraPose } from '../../../../src/shared/scene/camera.ts'
import type { Polygon, Rgba } from '../../../../src/shared/scene/layers.ts'
import type { LonLat } from '../../../../src/shared/kernel/units.ts'

export const NANNING: LonLat = [108.32, 22.82]
export const EPOCH = Date.parse('2026-03-02T09:00:00+08:00')
export const flat = (zoom: number, at: LonLat = NANNING): CameraPose => ({
  lon: at[0],
  lat: at[1],
  zoom,
  pitchDeg: 0,
  bearingDeg: 0,
})

/** Quiet blue to amber to red, as an index would colour. */
const RAMP: readonly Rgba[] = [
  [24, 58, 92, 235],
  [34, 84, 122, 235],
  [58, 116, 140, 235],
  [196, 148, 62, 235],
  [206, 88, 58, 235],
]
export const fillOf = (count: number, shift: number): Uint8Array => {
  const bytes = new Uint8Array(count * 4)
  for (let i = 0; i < count; i++) bytes.set(RAMP[(i * 3 + shift) % RAMP.length] as Rgba, i * 4)
  return bytes
}

/** Counties as a jittered grid whose neighbours share their vertices exactly; `wave` bends the borders. */
export const gridPolygons = (
  columns: number,
  rows: number,
  west: number,
  south: number,
  stepDeg: number,
): Polygon[] => {
  const corner = (column: number, row: number): LonLat => [
    west + stepDeg * (column + 0.22 * Math.sin(column * 2.1 + row * 1.3)),
    south + stepDeg * (row + 0.22 * Math.cos(column * 1.7 - row * 2.4)),
  ]
  const side = (from: LonLat, to: LonLat): LonLat[] => {
    const forward = from[0] < to[0] || (from[0] === to[0] && from[1] < to[1])
    const [a, b] = forward ? [from, to] : [to, from]
    const points = Array.from({ length: 8 }, (_, i): LonLat => {
      const t = i / 8
      const bend = Math.sin(t * Math.PI * 3) * stepDeg * 0.035
      return [
        a[0] + (b[0] - a[0]) * t - (b[1] - a[1]) * bend,
        a[1] + (b[1] - a[1]) * t + (b[0] - a[0]) * bend,
      ]
    })
    return forward ? points : [from, ...points.slice(1).reverse()]
  }
  return Array.from({ length: columns * rows }, (_, i) => {
    const [c, r] = [i % columns, Math.floor(i / columns)]
    const corners = [corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1)]
    const ring = corners.flatMap((from, k) => side(from, corners[(k + 1) % 4] as LonLat))
    return { id: `r${i}`, parts: [[[...ring, ring[0] as LonLat]]] }
  })
}
