import { BufferAttribute, BufferGeometry, Group, Mesh, type ShaderMaterial } from 'three'
import type { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { deskMesh } from './desks.ts'
import { floorGeometry, SLAB_M } from './floorGeometry.ts'
import { Glide } from '../camera/Glide.ts'
import { lineMaterial, ringLines } from './lines.ts'
import { deskMaterial, glassMaterial, solidMaterial, type SharedUniforms } from '../materials.ts'
import type { FloorModel } from './model.ts'
import type { Palette } from '../palette.ts'

/** How a floor stands in the picture. */
export type FloorMode = 'stacked' | 'opened' | 'ghost'

/** Walls cut low enough to look over when a floor is opened, and as tall as they fit in the stack. */
const OPENED_WALL_M = 1.15
const STACKED_WALL_SHARE = 0.4
/** A ghost's outline, and how much of it the next one further away keeps. */
const GHOST_LINE = { above: 0.3, under: 0.42, keeps: 0.8 } as const

/** One floor on the stage: a solid mesh, desks, a curtain wall and an outline, all moved together. */
export class FloorView {
  readonly model: FloorModel
  readonly group = new Group()
  readonly y: Glide
  readonly #presence = new Glide(1)
  readonly #glassiness = new Glide(1)
  readonly #wall: Glide
  readonly #line = new Glide(0.75)
  readonly #solid: Mesh<BufferGeometry, ShaderMaterial>
  readonly #glass: Mesh<BufferGeometry, ShaderMaterial>
  readonly #edge: LineSegments2
  readonly #desks: Mesh<BufferGeometry, ShaderMaterial> | null
  #mode: FloorMode = 'stacked'

  constructor(model: FloorModel, palette: Palette, shared: SharedUniforms, explode: number) {
    this.model = model
    this.y = new Glide(model.spec.elevationM * explode)
    this.#wall = new Glide(stackedWall(model))
    this.#solid = new Mesh(floorGeometry(model), solidMaterial(palette, shared, model.spec.schematic))
    this.#glass = new Mesh(curtainGeometry(model), glassMaterial(palette))
    this.#edge = ringLines([{ ring: model.outline, z: 0.02 }], lineMaterial(palette.edge, 1.25, false))
    const desks = model.spec.desks.length > 0 ? deskMesh(model.spec.desks, deskMaterial(palette)) : null
    this.#desks = desks as Mesh<BufferGeometry, ShaderMaterial> | null
    this.#solid.frustumCulled = this.#glass.frustumCulled = false
    this.#glass.renderOrder = 20 + model.rank
    this.#edge.renderOrder = 10
    this.group.add(this.#solid, this.#glass, this.#edge, ...(desks ? [desks] : []))
  }

  get mode(): FloorMode {
    return this.#mode
  }

  get wallM(): number {
    return this.#wall.target
  }

  /** `away` counts floors from the opened one, positive above it: further ones are drawn fainter. */
  set(mode: FloorMode, away: number, explode: number, now: number, lengthMs: number): void {
    this.#mode = mode
    this.y.to(this.model.spec.elevationM * explode, now, lengthMs)
    this.#presence.to(mode === 'ghost' ? 0 : 1, now, lengthMs)
    this.#glassiness.to(mode === 'stacked' ? 1 : 0, now, lengthMs)
    this.#wall.to(mode === 'opened' ? OPENED_WALL_M : stackedWall(this.model), now, lengthMs)
    this.#line.to(
      mode === 'ghost'
        ? (away > 0 ? GHOST_LINE.above : GHOST_LINE.under) * GHOST_LINE.keeps ** (Math.abs(away) - 1)
        : 0.8,
      now,
      lengthMs,
    )
  }

  choose(floorChosen: boolean, deskChosen: number, deskPointed: number): void {
    this.#solid.material.uniforms.uFloorChosen!.value = floorChosen ? 1 : 0
    if (!this.#desks) return
    this.#desks.material.uniforms.uChosen!.value = deskChosen
    this.#desks.material.uniforms.uPointed!.value = deskPointed
  }

  /** Puts the state of this instant on the meshes; true while something still moves. */
  update(now: number, desksShown: boolean): boolean {
    const presence = this.#presence.at(now)
    const glass = this.#glassiness.at(now)
    this.group.position.y = this.y.at(now)
    this.#solid.visible = presence > 0.01
    this.#solid.material.uniforms.uOpacity!.value = presence
    this.#solid.material.uniforms.uWall!.value = this.#wall.at(now)
    this.#solid.material.depthWrite = presence > 0.6
    this.#glass.visible = glass > 0.01
    this.#glass.material.uniforms.uOpacity!.value = glass
    this.#edge.material.opacity = this.#line.at(now)
    if (this.#desks) {
      this.#desks.visible = desksShown && presence > 0.5
      this.#desks.material.uniforms.uOpacity!.value = presence
    }
    return [this.y, this.#presence, this.#glassiness, this.#wall, this.#line].some((glide) =>
      glide.moving(now),
    )
  }

  dispose(): void {
    for (const mesh of [this.#solid, this.#glass, this.#edge, ...(this.#desks ? [this.#desks] : [])]) {
      mesh.geometry.dispose()
      mesh.material.dispose()
    }
    this.group.removeFromParent()
  }
}

const stackedWall = (model: FloorModel): number => Math.max(1, model.spec.heightM * STACKED_WALL_SHARE)

/** The outline raised to just below the next floor, with metres along it for the mullions. */
const curtainGeometry = (model: FloorModel): BufferGeometry => {
  const [positions, normals, wraps, indices]: [number[], number[], number[], number[]] = [[], [], [], []]
  const top = Math.max(0.5, model.spec.heightM - SLAB_M - 0.05)
  let run = 0
  model.outline.forEach((a, i) => {
    const b = model.outline[(i + 1) % model.outline.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const first = positions.length / 3
    positions.push(a[0], 0, -a[1], b[0], 0, -b[1], b[0], top, -b[1], a[0], top, -a[1])
    for (let k = 0; k < 4; k++) normals.push((b[1] - a[1]) / length, 0, (b[0] - a[0]) / length)
    wraps.push(run, 0, run + length, 0, run + length, top, run, top)
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3)
    run += length
  })
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3))
  geometry.setAttribute('normal', new BufferAttribute(new Float32Array(normals), 3))
  geometry.setAttribute('wrap', new BufferAttribute(new Float32Array(wraps), 2))
  geometry.setIndex(indices)
  return geometry
}
