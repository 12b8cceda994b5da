import { BufferAttribute, BufferGeometry, ShapeUtils, Vector2 } from 'three'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
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
type Face = (typeof FACE)[keyof typeof FACE]

/** What a face belongs to: `room` is the room's row of the fill column, −1 for none. */
export interface FaceOf {
  readonly room: number
  readonly face: Face
  /** 1 rides on the wall's height, 0 stays where it is. */
  readonly rise?: 0 | 1
}

/** Of a room's floor: how deep a point lies, 0–1, how far its inner part is from the walls, and how dark it is beside them. */
export interface FloorPlan {
  readonly depth: (p: LocalXY) => number
  readonly reachM: Metres
  readonly shadeAtWall: number
}

type Normal = readonly [x: number, y: number, up: number]
const UP: Normal = [0, 0, 1]
const SHADE_UNDER = 0.8
/** Depth as a share of this. */
const DEEP = 65535

/** A buffer that makes room for what is written. */
const grown = <T extends Float32Array | Uint8Array | Int8Array | Uint16Array | Uint32Array>(
  data: T,
  wanted: number,
): T => {
  if (wanted <= data.length) return data
  const more = new (data.constructor as new (length: number) => T)(Math.max(wanted, data.length * 2))
  more.set(data)
  return more
}

/**
 * Collects the flat faces of all floors into one mesh, 24 bytes a vertex. East is +x, north is −z, up is +y; heights are
 * above a floor's own, which the shader adds.
 */
export class MeshWriter {
  /** The place in the stack of what is written next. */
  floor = 0
  #place = new Float32Array(512)
  #room = new Float32Array(256)
  /** face, shade, rise, reach in centimetres. */
  #info = new Uint8Array(1024)
  /** Normal, then the height in centimetres. */
  #turn = new Int8Array(1024)
  /** Depth in the room, floor. */
  #inner = new Uint16Array(512)
  #indices = new Uint32Array(512)
  #vertices = 0
  #written = 0

  /** How many indices there are so far. */
  get indices(): number {
    return this.#written
  }

  /** A flat area that faces up. */
  area(outer: Ring, z: Metres, of: FaceOf): void {
    const first = this.#vertices
    for (const p of outer) this.#vertex(p, z, UP, of, 1)
    this.#fan(outer, first)
  }

  /** The band between two rings with the same number of points, facing up. */
  band(outer: Ring, inner: Ring, z: Metres, of: FaceOf): void {
    const first = this.#vertices
    for (const p of outer) this.#vertex(p, z, UP, of, 1)
    for (const p of inner) this.#vertex(p, z, UP, of, 1)
    this.#between(outer.length, first)
  }

  /** A room's floor: darker towards its walls, `soft` being its inner part, where it has one. */
  pool(outer: Ring, soft: Ring | null, z: Metres, of: FaceOf, plan: FloorPlan): void {
    const first = this.#vertices
    const n = outer.length
    for (const p of outer) this.#vertex(p, z, UP, of, soft ? plan.shadeAtWall : 1, plan.depth(p))
    if (!soft) return this.#fan(outer, first)
    for (const p of soft) this.#vertex(p, z, UP, of, 1, plan.depth(p), plan.reachM)
    this.#between(n, first)
    this.#fan(soft, first + n)
  }

  /** Walls of a solid, facing outward, from `low` to `high`. */
  sides(outer: Ring, low: Metres, high: Metres, of: FaceOf): void {
    const under = { ...of, rise: 0 as const }
    outer.forEach((a, i) => {
      const b = outer[(i + 1) % outer.length]!
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
      const normal: Normal = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length, 0]
      const first = this.#vertex(a, low, normal, under, SHADE_UNDER)
      this.#vertex(b, low, normal, under, SHADE_UNDER)
      this.#vertex(b, high, normal, of, 1)
      this.#vertex(a, high, normal, of, 1)
      this.#triangle(first, first + 1, first + 2)
      this.#triangle(first, first + 2, first + 3)
    })
  }

  build(): BufferGeometry {
    const n = this.#vertices
    const geometry = new BufferGeometry()
    geometry.setAttribute('place', new BufferAttribute(this.#place.slice(0, n * 2), 2))
    geometry.setAttribute('room', new BufferAttribute(this.#room.slice(0, n), 1))
    geometry.setAttribute('info', new BufferAttribute(this.#info.slice(0, n * 4), 4))
    geometry.setAttribute('turn', new BufferAttribute(this.#turn.slice(0, n * 4), 4))
    geometry.setAttribute('inner', new BufferAttribute(this.#inner.slice(0, n * 2), 2))
    geometry.setIndex(new BufferAttribute(this.#indices.slice(0, this.#written), 1))
    return geometry
  }

  #fan(ring: Ring, first: number): void {
    if (ring.length === 4 && isConvex(ring)) {
      this.#triangle(first, first + 1, first + 2)
      return this.#triangle(first, first + 2, first + 3)
    }
    const points = ring.map(([x, y]) => new Vector2(x, y))
    for (const [a, b, c] of ShapeUtils.triangulateShape(points, []))
      this.#triangle(first + a!, first + b!, first + c!)
  }

  #between(n: number, first: number): void {
    for (let i = 0; i < n; i++) {
      const j = (i + 1) % n
      this.#triangle(first + i, first + j, first + n + j)
      this.#triangle(first + i, first + n + j, first + n + i)
    }
  }

  #triangle(a: number, b: number, c: number): void {
    this.#indices = grown(this.#indices, this.#written + 3)
    this.#indices[this.#written++] = a
    this.#indices[this.#written++] = b
    this.#indices[this.#written++] = c
  }

  #vertex(
    p: LocalXY,
    z: Metres,
    normal: Normal,
    { room, face, rise = 0 }: FaceOf,
    shade: number,
    depth = 0,
    reachM = 0,
  ): number {
    const at = this.#vertices++
    if (at >= this.#room.length) this.#grow(at + 1)
    this.#place[at * 2] = p[0]
    this.#place[at * 2 + 1] = -p[1]
    this.#room[at] = room
    const four = at * 4
    this.#info[four] = face
    this.#info[four + 1] = Math.round(shade * 255)
    this.#info[four + 2] = rise
    this.#info[four + 3] = Math.round(reachM * 100)
    this.#turn[four] = normal[0] * 127
    this.#turn[four + 1] = normal[2] * 127
    this.#turn[four + 2] = -normal[1] * 127
    this.#turn[four + 3] = Math.round(z * 100)
    this.#inner[at * 2] = Math.round(Math.min(1, Math.max(0, depth)) * DEEP)
    this.#inner[at * 2 + 1] = this.floor
    return at
  }

  #grow(vertices: number): void {
    this.#room = grown(this.#room, vertices)
    const wanted = this.#room.length
    this.#place = grown(this.#place, wanted * 2)
    this.#info = grown(this.#info, wanted * 4)
    this.#turn = grown(this.#turn, wanted * 4)
    this.#inner = grown(this.#inner, wanted * 2)
  }
}

const isConvex = (ring: Ring): boolean =>
  ring.every((b, i) => {
    const [a, c] = [ring[(i + ring.length - 1) % ring.length]!, ring[(i + 1) % ring.length]!]
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0
  })
