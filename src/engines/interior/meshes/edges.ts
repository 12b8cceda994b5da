import { BufferGeometry, Float32BufferAttribute, Vector2 } from 'three'
import type { ShaderMaterial } from 'three'
import type { Metres } from '#shared/kernel/units.ts'
import { Instances, type Fields, type Rows } from './Instances.ts'
import type { Ring } from '../shapes/rings.ts'

/** Both ends of an edge; its floor, how far above it it lies, and the row of the room that it is of, −1 for the floor's own. */
export const EDGE_FIELDS: Fields = { ends: 4, owner: 3 }

/** Along the edge 0 to 1, across −1 to 1. */
const shape = (): BufferGeometry =>
  new BufferGeometry()
    .setAttribute('position', new Float32BufferAttribute([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0], 3))
    .setIndex([0, 1, 2, 0, 2, 3])

/** `up` is above the slab, of a room's above its walls. */
export const writeRing = (rows: Rows, ring: Ring, floor: number, up: Metres, room = -1): void =>
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    rows.push(a[0], -a[1], b[0], -b[1], floor, up, room)
  })

/** Edges as lines that are as wide from near as from afar; one draw call. */
export const edgeInstances = (rows: Rows, material: ShaderMaterial): Instances => {
  const edges = new Instances(shape(), EDGE_FIELDS, rows.buffer(), material)
  const viewport = material.uniforms['uViewport']!.value as Vector2
  edges.mesh.onBeforeRender = (renderer) => void renderer.getSize(viewport)
  return edges
}
