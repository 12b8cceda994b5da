import { DataTexture, FloatType, NearestFilter, RGBAFormat } from 'three'
import { STATE_TEXELS } from '../floorShaders.ts'

/** How a floor stands at an instant. */
export interface FloorState {
  /** From its place in the building: east, up, north, metres. */
  readonly at: readonly [number, number, number]
  readonly wallM: number
  /** 0 gone to 1 there; 0 closed to 1 opened. */
  readonly presence: number
  readonly opened: number
  readonly schematic: boolean
  readonly chosen: boolean
  readonly line: number
  readonly desks: boolean
}

/** How all floors stand, as a texture of a few texels each that is sent again only where one stands differently. */
export class FloorStates {
  readonly texture: DataTexture
  readonly #data: Float32Array

  constructor(floors: number) {
    this.#data = new Float32Array(STATE_TEXELS * 4 * Math.max(1, floors))
    this.texture = new DataTexture(this.#data, STATE_TEXELS, Math.max(1, floors), RGBAFormat, FloatType)
    this.texture.minFilter = this.texture.magFilter = NearestFilter
    this.texture.needsUpdate = true
  }

  set(rank: number, { at, wallM, presence, opened, schematic, chosen, line, desks }: FloorState): void {
    const [east, up, north] = at
    const flags = [Number(schematic), Number(chosen), line, Number(desks)]
    ;[east, up, -north, wallM, presence, opened, ...flags].forEach((value, k) => this.#put(rank, k, value))
  }

  dispose(): void {
    this.texture.dispose()
  }

  #put(rank: number, k: number, value: number): void {
    const at = rank * STATE_TEXELS * 4 + k
    const told = Math.fround(value)
    if (this.#data[at] === told) return
    this.#data[at] = told
    this.texture.needsUpdate = true
  }
}
