import { Mesh, type BufferGeometry, type Object3D, type ShaderMaterial } from 'three'
import { deskMaterial, edgeMaterial, solidMaterial, type SharedUniforms } from '../materials.ts'
import type { Palette } from '../palette.ts'
import { DESK_FIELDS, deskShape, writeDesks } from '../shapes/desks.ts'
import { EDGE_FIELDS, edgeInstances, writeRing } from './edges.ts'
import { writeFloor } from '../shapes/floorGeometry.ts'
import { Instances, Rows } from './Instances.ts'
import { MeshWriter } from '../shapes/MeshWriter.ts'
import { WALL_FIELDS, wallShape } from './walls.ts'
import type { FloorView } from '../building/FloorView.ts'

const EDGE_PX = 1.25
const EDGE_UP_M = 0.02
/** After the ground, over what stands behind it. */
const ORDER = { fading: 6, edges: 10 } as const

/** Where the floors begin in a buffer; one more than there are floors. */
type Starts = readonly number[]

/** All floors of a building: faces, walls, desks and outlines, a draw call each, however many floors there are. */
export class FloorMeshes {
  readonly objects: readonly Object3D[]
  readonly #solids: readonly Mesh<BufferGeometry, ShaderMaterial>[]
  readonly #walls: readonly Instances[]
  readonly #edges: Instances
  readonly #desks: Instances | null
  readonly #starts: { readonly faces: Starts; readonly walls: Starts; readonly desks: Starts }

  constructor(floors: readonly FloorView[], palette: Palette, shared: SharedUniforms) {
    const [faces, walls] = [new MeshWriter(), new Rows(WALL_FIELDS)]
    const [desks, edges] = [new Rows(DESK_FIELDS), new Rows(EDGE_FIELDS)]
    const starts = { faces: [0], walls: [0], desks: [0] }
    for (const { model, grid } of floors) {
      writeFloor(faces, walls, model)
      writeDesks(desks, model.spec.desks, model.rank, ({ x, y }) => grid.roomAt(x, y)?.ordinal ?? -1)
      writeRing(edges, model.outline, model.rank, EDGE_UP_M)
      starts.faces.push(faces.indices)
      starts.walls.push(walls.count)
      starts.desks.push(desks.count)
    }
    this.#starts = starts
    const geometry = faces.build()
    const shape = wallShape()
    const ways = [false, true]
    this.#solids = ways.map((fading) => {
      const mesh = new Mesh(geometry, solidMaterial(palette, shared, { walls: false, fading }))
      mesh.frustumCulled = false
      return mesh
    })
    const taken = walls.buffer()
    this.#walls = ways.map(
      (fading) =>
        new Instances(shape, WALL_FIELDS, taken, solidMaterial(palette, shared, { walls: true, fading })),
    )
    this.#edges = edgeInstances(
      edges,
      edgeMaterial(palette.edge, shared, { widthPx: EDGE_PX, hidden: false }),
    )
    this.#edges.mesh.renderOrder = ORDER.edges
    this.#desks =
      desks.count > 0
        ? new Instances(deskShape(), DESK_FIELDS, desks.buffer(), deskMaterial(palette, shared))
        : null
    this.#fading.forEach((mesh) => (mesh.renderOrder = ORDER.fading))
    this.objects = [
      ...this.#solids,
      ...this.#walls.map(({ mesh }) => mesh),
      this.#edges.mesh,
      ...(this.#desks ? [this.#desks.mesh] : []),
    ]
  }

  /** Of all desks of the building; −1 for none. */
  choose(desk: number, pointed: number): void {
    if (!this.#desks) return
    this.#desks.mesh.material.uniforms['uChosen']!.value = desk
    this.#desks.mesh.material.uniforms['uPointed']!.value = pointed
  }

  /** The row of a floor's first desk among all desks. */
  firstDesk(rank: number): number {
    return this.#starts.desks[rank] ?? 0
  }

  /** Draws the stretch of floors that are there, and of those whose desks are; nothing is moved for it. */
  show(floors: readonly FloorView[], now: number, hasDesks: (floor: FloorView) => boolean): void {
    const seen = floors.map((floor) => floor.seen(now))
    const [from, to] = stretch(seen.map((one) => one !== 'not'))
    const { faces, walls, desks } = this.#starts
    this.#solids[0]!.geometry.setDrawRange(faces[from]!, faces[to]! - faces[from]!)
    for (const one of this.#walls) one.show(walls[from]!, walls[to]! - walls[from]!)
    const isFading = seen.includes('faint')
    for (const mesh of this.#fading) mesh.visible = isFading
    if (!this.#desks) return
    const [first, end] = stretch(floors.map(hasDesks))
    this.#desks.show(desks[first]!, desks[end]! - desks[first]!)
    this.#desks.mesh.visible = desks[end]! > desks[first]!
  }

  dispose(): void {
    for (const mesh of this.#solids) {
      mesh.geometry.dispose()
      mesh.material.dispose()
      mesh.removeFromParent()
    }
    for (const one of [...this.#walls, this.#edges, ...(this.#desks ? [this.#desks] : [])]) one.dispose()
  }

  get #fading(): readonly Mesh<BufferGeometry, ShaderMaterial>[] {
    return [this.#solids[1]!, this.#walls[1]!.mesh]
  }
}

/** From the first that holds to one after the last. */
const stretch = (holds: readonly boolean[]): readonly [number, number] => {
  const from = holds.indexOf(true)
  return from < 0 ? [0, 0] : [from, holds.lastIndexOf(true) + 1]
}
