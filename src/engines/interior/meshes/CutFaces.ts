import {
  BufferGeometry,
  DoubleSide,
  Float32BufferAttribute,
  Mesh,
  MeshBasicMaterial,
  type Color,
  type Group,
} from 'three'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import { SLAB_M } from '../shapes/floorGeometry.ts'
import type { BuildingModel, FloorModel } from '../shapes/model.ts'
import type { Ring } from '../shapes/rings.ts'
import { WALL_M } from './walls.ts'

/** Just before the plane, so that what is cut there does not shine through. */
const BEFORE_M = 0.03
/** How far the ground's line runs beyond the building, a share of its length, and how thick it is. */
const GROUND = { beyond: 0.09, thickM: 0.14 } as const

/** A stretch of the plane, along it and up, metres. */
export interface CutFace {
  readonly from: Metres
  readonly to: Metres
  readonly low: Metres
  readonly high: Metres
}

/** Where a plane across `into` at `at` meets a ring: stretches along the plane. */
export const stretchesOf = (
  ring: Ring,
  into: LocalXY,
  at: Metres,
): readonly (readonly [Metres, Metres])[] => {
  const along: LocalXY = [into[1], into[0]]
  const cuts: number[] = []
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const [da, db] = [a[0] * into[0] + a[1] * into[1] - at, b[0] * into[0] + b[1] * into[1] - at]
    if (da < 0 === db < 0) return
    const t = da / (da - db)
    cuts.push((a[0] + (b[0] - a[0]) * t) * along[0] + (a[1] + (b[1] - a[1]) * t) * along[1])
  })
  cuts.sort((a, b) => a - b)
  return cuts.flatMap((from, i) =>
    i % 2 === 0 && cuts[i + 1] !== undefined ? [[from, cuts[i + 1]!] as const] : [],
  )
}

const facesOfFloor = ({ spec, outline, rooms }: FloorModel, into: LocalXY, at: Metres): CutFace[] => {
  const up = spec.elevationM
  const ceiling = up + Math.max(1, spec.heightM - SLAB_M)
  const slabs = stretchesOf(outline, into, at).map(([from, to]) => ({ from, to, low: up - SLAB_M, high: up }))
  const walls = rooms.flatMap(({ ring }) =>
    stretchesOf(ring, into, at).flatMap(([from, to]) => [
      { from, to: from + WALL_M, low: up, high: ceiling },
      { from: to - WALL_M, to, low: up, high: ceiling },
    ]),
  )
  return [...slabs, ...walls]
}

/** Slabs and walls where the plane goes through them. */
const cutFaces = ({ floors }: BuildingModel, into: LocalXY, at: Metres): readonly CutFace[] =>
  floors.flatMap((floor) => facesOfFloor(floor, into, at))

/** What the plane cuts through, and the ground's line, as one mesh in the plane. */
export class CutFaces {
  readonly #model: BuildingModel
  readonly #into: LocalXY
  readonly #mesh: Mesh<BufferGeometry, MeshBasicMaterial>
  readonly #group: Group
  #at: Metres | null = null

  constructor(model: BuildingModel, into: LocalXY, group: Group, color: Color) {
    this.#model = model
    this.#into = into
    this.#mesh = new Mesh(
      new BufferGeometry(),
      new MeshBasicMaterial({ color, side: DoubleSide, transparent: true }),
    )
    this.#mesh.frustumCulled = false
    this.#group = group
  }

  /** Cut at this distance along the way into the building; null where it is whole. */
  set(at: Metres | null): void {
    this.#mesh.visible = at !== null
    if (at === null || at === this.#at) return
    if (this.#at === null) this.#group.add(this.#mesh)
    this.#at = at
    const faces = [...cutFaces(this.#model, this.#into, at), this.#ground()]
    this.#mesh.geometry.dispose()
    this.#mesh.geometry = this.#geometryOf(faces, at)
  }

  dispose(): void {
    this.#mesh.geometry.dispose()
    this.#mesh.material.dispose()
    this.#mesh.removeFromParent()
  }

  #ground(): CutFace {
    const { box } = this.#model
    const [low, high] = this.#into[1] === 1 ? [box.minX, box.maxX] : [box.minY, box.maxY]
    const beyond = (high - low) * GROUND.beyond
    return { from: low - beyond, to: high + beyond, low: -SLAB_M - GROUND.thickM, high: -SLAB_M }
  }

  #geometryOf(faces: readonly CutFace[], at: Metres): BufferGeometry {
    const [intoX, intoY] = this.#into
    const place = (along: Metres, up: Metres): readonly number[] => {
      const deep = at - BEFORE_M
      return [along * intoY + deep * intoX, up, -(along * intoX + deep * intoY)]
    }
    const positions = faces.flatMap(({ from, to, low, high }) => [
      ...place(from, low),
      ...place(to, low),
      ...place(to, high),
      ...place(from, high),
    ])
    const indices = faces.flatMap((_, i) => [0, 1, 2, 0, 2, 3].map((k) => i * 4 + k))
    return new BufferGeometry()
      .setAttribute('position', new Float32BufferAttribute(positions, 3))
      .setIndex(indices)
  }
}
