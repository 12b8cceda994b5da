import { Quaternion, Vector3, type PerspectiveCamera } from 'three'
import { easeInOut } from '../camera/Glide.ts'

/** A camera on its way from where it was to wherever it is put meanwhile. */
export class Blend {
  readonly #position: Vector3
  readonly #turn: Quaternion
  readonly #fovDeg: number
  readonly #near: number
  readonly #start: number
  readonly #lengthMs: number

  constructor({ position, quaternion, fov, near }: PerspectiveCamera, now: number, lengthMs: number) {
    this.#position = position.clone()
    this.#turn = quaternion.clone()
    this.#fovDeg = fov
    this.#near = near
    this.#start = now
    this.#lengthMs = lengthMs
  }

  moving(now: number): boolean {
    return now - this.#start < this.#lengthMs
  }

  /** Takes a camera that was just put somewhere back to this instant of its way there. */
  apply(camera: PerspectiveCamera, now: number): void {
    const left = 1 - easeInOut((now - this.#start) / this.#lengthMs)
    camera.position.lerp(this.#position, left)
    camera.quaternion.slerp(this.#turn, left)
    camera.fov += (this.#fovDeg - camera.fov) * left
    camera.near = left > 0 ? Math.min(camera.near, this.#near) : camera.near
    camera.far = left > 0 ? Math.max(camera.far, 600) : camera.far
  }
}
