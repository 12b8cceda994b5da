import { BufferAttribute, BufferGeometry, Color, ShapeUtils, Vector2 } from 'three'
import { inward, type Ring } from '../shapes/rings.ts'

/** East, north, up; metres in the compound's frame. */
export type At = readonly [x: number, y: number, z: number]
/** Linear light, 0–1 each. */
export type Albedo = readonly [number, number, number]
/** Numbers a vertex beside place, direction and colour, by the attribute's name. */
export type Extras = Readonly<Record<string, readonly number[]>>

/** A colour as the theme writes it, brought to linear light. */
export const albedo = (hex: string): Albedo => {
  const { r, g, b } = new Color(hex)
  return [r, g, b]
}
export const shaded = ([r, g, b]: Albedo, by: number): Albedo => [r * by, g * by, b * by]

/** A counter-clockwise ring moved outward by `metres`, mitred; inward where they are negative. */
export const outset = (ring: Ring, metres: number): Ring =>
  ring.map((at, i) => {
    const n = ring.length
    const [ax, ay] = inward(ring[(i + n - 1) % n]!, at)
    const [bx, by] = inward(at, ring[(i + 1) % n]!)
    const scale = metres / Math.max(0.25, 1 + ax * bx + ay * by)
    return [at[0] - (ax + bx) * scale, at[1] - (ay + by) * scale]
  })

/** Collects faces into one buffer: one draw call whatever it holds. In three, east is +x, north −z and up +y. */
export class SolidWriter {
  readonly #sizes: Readonly<Record<string, number>>
  readonly #positions: number[] = []
  readonly #normals: number[] = []
  readonly #colors: number[] = []
  readonly #extras: Record<string, number[]> = {}
  readonly #indices: number[] = []

  /** How many numbers a vertex has in each of its extra attributes. */
  constructor(sizes: Readonly<Record<string, number>> = {}) {
    this.#sizes = sizes
    for (const name of Object.keys(sizes)) this.#extras[name] = []
  }

  /** Corners counter-clockwise as seen from the front; `extras` are one set for all or one a corner. */
  quad(corners: readonly [At, At, At, At], color: Albedo, extras: Extras | readonly Extras[] = {}): void {
    const [a, b, , d] = corners
    const normal = unit(cross(minus(b, a), minus(d, a)))
    const first = this.#positions.length / 3
    corners.forEach((at, i) => this.#vertex(at, normal, color, ofCorner(extras, i)))
    this.#indices.push(first, first + 1, first + 2, first, first + 2, first + 3)
  }

  /** A flat area that faces up. */
  cap(ring: Ring, z: number, color: Albedo, extras: Extras = {}): void {
    const first = this.#positions.length / 3
    for (const [x, y] of ring) this.#vertex([x, y, z], [0, 0, 1], color, extras)
    const points = ring.map(([x, y]) => new Vector2(x, y))
    for (const corners of ShapeUtils.triangulateShape(points, []))
      this.#indices.push(...corners.map((i) => first + i))
  }

  /** Walls that face out of a counter-clockwise ring, or into it where `inside`. */
  walls(ring: Ring, low: number, high: number, color: Albedo, extras: Extras = {}, inside = false): void {
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!
      const [from, to] = inside ? [b, a] : [a, b]
      this.quad(
        [
          [from[0], from[1], low],
          [to[0], to[1], low],
          [to[0], to[1], high],
          [from[0], from[1], high],
        ],
        color,
        extras,
      )
    })
  }

  /** The flat band between two rings of as many corners, facing up, or down where it hangs over. */
  band(outer: Ring, inner: Ring, z: number, color: Albedo, extras: Extras = {}): void {
    outer.forEach((a, i) => {
      const j = (i + 1) % outer.length
      const [b, c, d] = [outer[j]!, inner[j]!, inner[i]!]
      this.quad(
        [
          [a[0], a[1], z],
          [b[0], b[1], z],
          [c[0], c[1], z],
          [d[0], d[1], z],
        ],
        color,
        extras,
      )
    })
  }

  /** A box around a point of the ground, its first half size along the direction `turn` (radians from east). */
  box(
    [x, y]: readonly [number, number],
    half: readonly [number, number],
    [low, high]: readonly [number, number],
    color: Albedo,
    more: { readonly turn?: number; readonly top?: Albedo; readonly extras?: Extras } = {},
  ): void {
    const { turn = 0, top = color, extras = {} } = more
    const [c, s] = [Math.cos(turn), Math.sin(turn)]
    const corner = (u: number, v: number): readonly [number, number] => [
      x + u * half[0] * c - v * half[1] * s,
      y + u * half[0] * s + v * half[1] * c,
    ]
    const ring: Ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
    this.walls(ring, low, high, color, extras)
    this.cap(ring, high, top, extras)
  }

  build(): BufferGeometry {
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(this.#positions), 3))
    geometry.setAttribute('normal', new BufferAttribute(new Int8Array(this.#normals), 3, true))
    geometry.setAttribute('albedo', new BufferAttribute(new Float32Array(this.#colors), 3))
    for (const [name, size] of Object.entries(this.#sizes))
      geometry.setAttribute(name, new BufferAttribute(new Float32Array(this.#extras[name]!), size))
    geometry.setIndex(new BufferAttribute(new Uint32Array(this.#indices), 1))
    return geometry
  }

  #vertex([x, y, z]: At, [nx, ny, nz]: At, color: Albedo, extras: Extras): void {
    this.#positions.push(x, z, -y)
    this.#normals.push(nx * 127, nz * 127, -ny * 127)
    this.#colors.push(...color)
    for (const [name, list] of Object.entries(this.#extras)) list.push(...extras[name]!)
  }
}

const ofCorner = (extras: Extras | readonly Extras[], i: number): Extras =>
  Array.isArray(extras) ? (extras as readonly Extras[])[i]! : (extras as Extras)
const minus = (a: At, b: At): At => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const cross = (a: At, b: At): At => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const unit = (v: At): At => {
  const length = Math.hypot(...v) || 1
  return [v[0] / length, v[1] / length, v[2] / length]
}
