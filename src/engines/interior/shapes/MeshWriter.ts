import { BufferAttribute, BufferGeometry, ShapeUtils, Vector2 } from 'three'
import type { Ring } from './rings.ts'

/** What a face is; the solid shader colours by it. */
export const FACE = {
  slab: 0,
  corridor: 1,
  /** Floors of rooms, by their finish. */
  planks: 2,
  tiles: 8,
  wallTop: 3,
  wallSide: 4,
  core: 5,
  slabSide: 6,
  shaft: 7,
} as const
export type Face = (typeof FACE)[keyof typeof FACE]

/** A vertex: metres in the building's frame; `rise` 1 rides on the wall's height, 0 stays at `z`. */
export interface Corner {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly rise: 0 | 1
}
export const corner = (p: readonly [number, number], z: number, rise: 0 | 1 = 0): Corner => ({
  x: p[0],
  y: p[1],
  z,
  rise,
})

/** Of a room's floor: how deep a point lies, 0–1, and how far its inner part is from the walls, metres. */
export interface FloorPlan {
  readonly depth: (p: readonly [number, number]) => number
  readonly reachM: number
}

/** Collects the faces of one floor into one buffer: one draw call a floor. East is +x, north is −z, up is +y. */
export class MeshWriter {
  #positions: number[] = []
  #normals: number[] = []
  /** room, face, shade, rise. */
  #infos: number[] = []
  /** Depth in the room, distance from its walls. */
  #plans: number[] = []
  #indices: number[] = []

  /** Corners counter-clockwise seen from the front. */
  quad(
    corners: readonly [Corner, Corner, Corner, Corner],
    normal: readonly [number, number, number],
    room: number,
    face: Face,
    shades: readonly [number, number, number, number] = [1, 1, 1, 1],
  ): void {
    const first = this.#infos.length / 4
    corners.forEach((c, i) => this.#vertex(c, normal, room, face, shades[i]!))
    this.#indices.push(first, first + 1, first + 2, first, first + 2, first + 3)
  }

  /** A flat area that faces up. */
  area(outer: Ring, z: number, room: number, face: Face, rise: 0 | 1 = 0, plan?: FloorPlan): void {
    const first = this.#infos.length / 4
    for (const p of outer) {
      this.#vertex(corner(p, z, rise), [0, 0, 1], room, face, 1)
      this.#plans.splice(-2, 2, plan?.depth(p) ?? 0, plan?.reachM ?? 0)
    }
    const triangles = ShapeUtils.triangulateShape(
      outer.map(([x, y]) => new Vector2(x, y)),
      [],
    )
    for (const [a, b, c] of triangles) this.#indices.push(first + a!, first + b!, first + c!)
  }

  /** The band between two rings with the same number of points, facing up. */
  band(
    outer: Ring,
    inner: Ring,
    z: number,
    room: number,
    face: Face,
    shadeOuter: number,
    rise: 0 | 1 = 0,
    plan?: FloorPlan,
  ): void {
    outer.forEach((a, i) => {
      const j = (i + 1) % outer.length
      const corners = [
        corner(a, z, rise),
        corner(outer[j]!, z, rise),
        corner(inner[j]!, z, rise),
        corner(inner[i]!, z, rise),
      ] as const
      this.quad(corners, [0, 0, 1], room, face, [shadeOuter, shadeOuter, 1, 1])
      if (plan)
        this.#plans.splice(
          -8,
          8,
          ...corners.flatMap(({ x, y }, k) => [plan.depth([x, y]), k < 2 ? 0 : plan.reachM]),
        )
    })
  }

  /** Walls of a solid, facing outward, from `low` to `high`. */
  sides(outer: Ring, low: number, high: number, room: number, face: Face, rise: 0 | 1 = 0): void {
    outer.forEach((a, i) => {
      const b = outer[(i + 1) % outer.length]!
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
      const corners = [corner(a, low), corner(b, low), corner(b, high, rise), corner(a, high, rise)] as const
      this.quad(corners, [(b[1] - a[1]) / length, -(b[0] - a[0]) / length, 0], room, face, [0.8, 0.8, 1, 1])
    })
  }

  build(): BufferGeometry {
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(this.#positions), 3))
    geometry.setAttribute('normal', new BufferAttribute(new Int8Array(this.#normals), 3, true))
    geometry.setAttribute('info', new BufferAttribute(new Float32Array(this.#infos), 4))
    geometry.setAttribute('plan', new BufferAttribute(new Float32Array(this.#plans), 2))
    geometry.setIndex(new BufferAttribute(new Uint32Array(this.#indices), 1))
    return geometry
  }

  #vertex(
    c: Corner,
    normal: readonly [number, number, number],
    room: number,
    face: Face,
    shade: number,
  ): void {
    this.#positions.push(c.x, c.z, -c.y)
    this.#normals.push(normal[0] * 127, normal[2] * 127, -normal[1] * 127)
    this.#infos.push(room, face, shade, c.rise)
    this.#plans.push(0, 0)
  }
}
