import { Group, Mesh, type BufferGeometry, type ShaderMaterial } from 'three'
import type { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import type { InteriorDesk } from '#shared/scene/layers.ts'
import { insideRing } from '../shapes/rings.ts'
import { deskMesh } from '../shapes/desks.ts'
import { floorGeometry } from '../shapes/floorGeometry.ts'
import { Glide } from '../camera/Glide.ts'
import { lineMaterial, ringLines } from '../shapes/lines.ts'
import { deskMaterial, solidMaterial, type SharedUniforms } from '../materials.ts'
import type { FloorModel } from '../shapes/model.ts'
import type { Palette } from '../palette.ts'

/** How a floor stands in the picture. */
export type FloorMode = 'fanned' | 'opened' | 'ghost'

/** Walls cut low enough to look over where a floor is opened, and lower where plates stand behind one another. */
const WALL_M = { opened: 1.15, fanned: 0.5 } as const
/** A ghost's outline, and how much of it the next one further away keeps. */
const GHOST_LINE = { above: 0.16, under: 0.24, keeps: 0.8 } as const

/** One floor on the stage: a solid mesh, desks and an outline, all moved together. */
export class FloorView {
  readonly model: FloorModel
  readonly group = new Group()
  readonly y: Glide
  /** How far it is pulled out of the building, along `#right`. */
  readonly #slide = new Glide(0)
  #right: LocalXY = [1, 0]
  readonly #presence = new Glide(1)
  readonly #wall = new Glide(WALL_M.fanned)
  readonly #opened = new Glide(0)
  readonly #line = new Glide(0.75)
  readonly #solid: Mesh<BufferGeometry, ShaderMaterial>
  readonly #edge: LineSegments2
  readonly #desks: Mesh<BufferGeometry, ShaderMaterial> | null
  #mode: FloorMode = 'fanned'

  constructor(model: FloorModel, palette: Palette, shared: SharedUniforms) {
    this.model = model
    this.y = new Glide(model.spec.elevationM)
    this.#solid = new Mesh(floorGeometry(model), solidMaterial(palette, shared, model.spec.schematic))
    this.#edge = ringLines([{ ring: model.outline, z: 0.02 }], lineMaterial(palette.edge, 1.25, false))
    const desks =
      model.spec.desks.length > 0
        ? deskMesh(model.spec.desks, deskMaterial(palette, shared), (desk) => roomAt(model, desk))
        : null
    this.#desks = desks as Mesh<BufferGeometry, ShaderMaterial> | null
    this.#solid.frustumCulled = false
    this.#edge.renderOrder = 10
    this.group.add(this.#solid, this.#edge, ...(desks ? [desks] : []))
  }

  get mode(): FloorMode {
    return this.#mode
  }

  get wallM(): number {
    return this.#wall.target
  }

  /** How far it stands from its place in the building, metres along the frame's axes. */
  offset(now: number): LocalXY {
    const slide = this.#slide.at(now)
    return [this.#right[0] * slide, this.#right[1] * slide]
  }

  /** Pulled out of the building, at a height of its own. */
  pull(upM: Metres, slideM: Metres, right: LocalXY, now: number, lengthMs: number): void {
    this.#right = right
    this.#slide.to(slideM, now, lengthMs)
    this.y.to(upM, now, lengthMs)
  }

  /** `away` counts floors from the opened one, positive above it: further ones are drawn fainter. Fanned, it is pulled next. */
  set(mode: FloorMode, away: number, now: number, lengthMs: number): void {
    this.#mode = mode
    if (mode !== 'fanned') this.pull(this.model.spec.elevationM, 0, this.#right, now, lengthMs)
    this.#presence.to(mode === 'ghost' ? 0 : 1, now, lengthMs)
    this.#opened.to(mode === 'opened' ? 1 : 0, now, lengthMs)
    this.#wall.to(mode === 'opened' ? WALL_M.opened : WALL_M.fanned, now, lengthMs)
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
    const [x, y] = this.offset(now)
    this.group.position.set(x, this.y.at(now), -y)
    this.#solid.visible = presence > 0.01
    this.#solid.material.uniforms.uOpacity!.value = presence
    this.#solid.material.uniforms.uWall!.value = this.#wall.at(now)
    this.#solid.material.uniforms.uOpened!.value = this.#opened.at(now)
    this.#solid.material.depthWrite = presence > 0.6
    this.#edge.material.opacity = this.#line.at(now)
    if (this.#desks) {
      this.#desks.visible = desksShown && presence > 0.5
      this.#desks.material.uniforms.uOpacity!.value = presence
    }
    return [this.y, this.#slide, this.#presence, this.#opened, this.#wall, this.#line].some((glide) =>
      glide.moving(now),
    )
  }

  dispose(): void {
    for (const mesh of [this.#solid, this.#edge, ...(this.#desks ? [this.#desks] : [])]) {
      mesh.geometry.dispose()
      mesh.material.dispose()
    }
    this.group.removeFromParent()
  }
}

/** The ordinal of the room that a desk stands in. */
const roomAt = ({ rooms }: FloorModel, { x, y }: InteriorDesk): number =>
  rooms.find(
    ({ box, ring }) =>
      x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY && insideRing(ring, x, y),
  )?.ordinal ?? -1
