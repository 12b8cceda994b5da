import { Vector4, type Color, type Group } from 'three'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import { Glide } from '../camera/Glide.ts'
import type { Ray } from '../camera/picking.ts'
import { CutFaces, stretchesOf } from '../meshes/CutFaces.ts'
import type { BuildingModel } from '../shapes/model.ts'
import type { Ring } from '../shapes/rings.ts'
import { intoOf } from './spread.ts'

/** How deep it is cut where nothing is asked for, and how near to its faces it may be cut, shares. */
const USUAL = 1 / 3
const EDGE = 0.02

/** The plane along a building that is moved through it: what is before it is gone. */
export class Section {
  /** East and south into the building, how far it is cut, and whether it is, as the shaders are told. */
  readonly uniform = new Vector4(0, 1, 0, 0)
  readonly #into: LocalXY
  readonly #reach: readonly [near: Metres, far: Metres]
  readonly #faces: CutFaces
  readonly #at: Glide
  #isCut = false

  constructor(model: BuildingModel, group: Group, color: Color) {
    const { minX, minY, maxX, maxY } = model.box
    this.#into = intoOf(model.box)
    this.#reach = this.#into[0] === 1 ? [minX, maxX] : [minY, maxY]
    this.#at = new Glide(this.#reach[0])
    this.#faces = new CutFaces(model, this.#into, group, color)
  }

  /** Cut so deep, 0 to 1, or whole. */
  set(isCut: boolean, cut: number | undefined, now: number, lengthMs: number): void {
    this.#isCut = isCut
    const [near, far] = this.#reach
    const share = Math.min(1 - EDGE, Math.max(EDGE, cut ?? USUAL))
    this.#at.to(isCut ? near + (far - near) * share : near, now, isCut ? lengthMs : 0)
  }

  /** True while it moves, and once where it came to stand. */
  update(now: number): boolean {
    const at = this.#at.at(now)
    const { z: before, w: wasCut } = this.uniform
    this.uniform.set(this.#into[0], -this.#into[1], at, this.#isCut ? 1 : 0)
    this.#faces.set(this.#isCut ? at : null)
    return this.#at.moving(now) || before !== at || wasCut !== this.uniform.w
  }

  /** The line of sight from where it comes through the plane; as it is where the building is whole. */
  through({ origin, direction }: Ray, now: number): Ray {
    if (!this.#isCut) return { origin, direction }
    const [x, y] = this.#into
    const away = this.#at.at(now) - (origin[0] * x + origin[2] * y)
    const speed = direction[0] * x + direction[2] * y
    const t = away > 0 && speed > 0 ? away / speed : 0
    return {
      origin: [origin[0] + direction[0] * t, origin[1] + direction[1] * t, origin[2] + direction[2] * t],
      direction,
    }
  }

  /** Whether a place, (x, y), is gone once the plane is where it goes. */
  isGone([x, y]: LocalXY): boolean {
    return this.#isCut && x * this.#into[0] + y * this.#into[1] < this.#at.target
  }

  /** Where a floor's slab ends to the right in the plane, (x, y); null where the plane misses it, or nothing is cut. */
  rightEnd(outline: Ring, now: number): LocalXY | null {
    const at = this.#at.at(now)
    const ends = this.#isCut ? stretchesOf(outline, this.#into, at).flat() : []
    if (ends.length === 0) return null
    return this.#into[0] === 1 ? [at, Math.min(...ends)] : [Math.max(...ends), at]
  }

  dispose(): void {
    this.#faces.dispose()
  }
}
