import { PerspectiveCamera, Vector3 } from 'three'
import { VIEW_FOV_DEG } from '#shared/scene/ground.ts'
import { axesOf, framePoints, turnBetween, type Box3, type Orbit, type Vec } from '../../framing.ts'
import { Blend } from '../walk/Blend.ts'
import type { Walk } from '../walk/Walk.ts'
import { easeInOut } from './Glide.ts'
import { rayThrough, type Ray } from './picking.ts'

const MAX_PITCH_DEG = 85
const MIN_DISTANCE_M = 4
/** Share of the free view that a framed building leaves empty around it. */
const MARGIN = 0.12
/** Share of its speed that a thrown camera keeps after a second. */
const KEPT_SPEED = 0.0025

interface Flight {
  readonly from: Orbit
  readonly to: Orbit
  readonly start: number
  readonly lengthMs: number
  readonly landed: () => void
}

/** The orbiting camera: limits, eased flights and the glide after a drag. Knows nothing of pointers. */
export class CameraRig {
  readonly camera = new PerspectiveCamera(VIEW_FOV_DEG, 1, 1, 5000)
  /** What the target must stay near, and how far the camera may go. */
  limits: Box3 = { min: [-200, -50, -200], max: [200, 200, 200] }
  /** No motion is wanted. */
  calm = false
  #orbit: Orbit = { target: [0, 0, 0], distance: 100, pitchDeg: 55, bearingDeg: 0 }
  #flight: Flight | null = null
  #spin: readonly [bearing: number, pitch: number] = [0, 0]
  #spunAt = 0
  #size: readonly [number, number] = [1, 1]
  #padding: readonly [number, number, number, number] = [0, 0, 0, 0]
  /** Whoever walks at eye height has the camera; the orbit waits. */
  #walk: Walk | null = null
  #blend: Blend | null = null

  get orbit(): Orbit {
    return this.#walk?.orbit ?? this.#orbit
  }
  get walk(): Walk | null {
    return this.#walk
  }
  /** Gives the camera to who walks, or back to the orbit; it gets there within `lengthMs`. */
  setWalk(walk: Walk | null, now: number, lengthMs: number): void {
    if (walk === this.#walk) return
    if (walk) walk.standAs(this.#orbit)
    this.#walk = walk
    this.#spin = [0, 0]
    this.#blend = lengthMs > 0 ? new Blend(this.camera, now, lengthMs) : null
    this.#place()
  }
  get flying(): boolean {
    return this.#flight !== null
  }
  get heightPx(): number {
    return this.#size[1]
  }
  /** The part of the view that panels leave free, CSS pixels. */
  get free(): readonly [number, number] {
    const [top, right, bottom, left] = this.#padding
    return [this.#size[0] - left - right, this.#size[1] - top - bottom]
  }

  /** Metres that a CSS pixel is at the target. */
  get metresPerPx(): number {
    return (this.#orbit.distance * 2 * Math.tan((this.camera.fov * Math.PI) / 360)) / this.heightPx
  }

  /** The orbit from which points fill the free part of the view, or these shares of its width and height. */
  framing(
    points: readonly Vec[],
    pitchDeg: number,
    bearingDeg: number,
    fills: readonly [number, number] = [1 - MARGIN, 1 - MARGIN],
  ): Orbit {
    const free = this.free
    return framePoints(points, pitchDeg, bearingDeg, this.heightPx, [free[0] * fills[0], free[1] * fills[1]])
  }

  resize(widthPx: number, heightPx: number): void {
    this.#size = [Math.max(1, widthPx), Math.max(1, heightPx)]
    this.#place()
  }

  /** The line of sight through a CSS pixel. */
  rayThrough(xPx: number, yPx: number): Ray {
    const [width, height] = this.#size
    return rayThrough(this.camera, (xPx * 2) / width - 1, 1 - (yPx * 2) / height)
  }

  /** Top, right, bottom, left: the target is drawn in the middle of what is left. */
  setPadding(padding: readonly [number, number, number, number]): void {
    this.#padding = padding
    this.#place()
  }

  /** Who walks goes to the floor under a CSS pixel; false where nobody walks. */
  walkTo(xPx: number, yPx: number): boolean {
    this.#walk?.goTo(this.rayThrough(xPx, yPx), performance.now())
    return this.#walk !== null
  }

  jump(orbit: Orbit): void {
    this.#land()
    this.#walk?.standAs(orbit)
    this.#set(orbit)
  }

  fly(to: Orbit, now: number, lengthMs: number): Promise<void> {
    this.#land()
    this.#spin = [0, 0]
    this.#walk?.standAs(to)
    if (lengthMs <= 0 || this.#walk) {
      this.#set(to)
      return Promise.resolve()
    }
    return new Promise(
      (landed) => (this.#flight = { from: this.#orbit, to: this.#clamp(to), start: now, lengthMs, landed }),
    )
  }

  /** A person took the camera: flights end where they are. */
  grab(): void {
    this.#land()
    this.#spin = [0, 0]
  }

  turn(bearingDeg: number, pitchDeg: number): void {
    if (this.#walked((walk) => walk.turn(bearingDeg, pitchDeg))) return
    const orbit = this.#orbit
    this.#set({ ...orbit, bearingDeg: orbit.bearingDeg + bearingDeg, pitchDeg: orbit.pitchDeg + pitchDeg })
  }

  /** Degrees a second, let go. */
  throwTurn(bearing: number, pitch: number, now: number): void {
    if (this.#walk) return
    this.#spin = [bearing, pitch]
    this.#spunAt = now
  }

  /** Moves the target so that the ground follows the pointer; CSS pixels. */
  pan(dxPx: number, dyPx: number): void {
    if (this.#walked((walk) => walk.pan(dxPx, dyPx))) return
    const { target, distance, pitchDeg, bearingDeg } = this.#orbit
    const { right } = axesOf(pitchDeg, bearingDeg)
    const ahead = axesOf(90, bearingDeg).forward
    const metres = (2 * Math.tan((VIEW_FOV_DEG * Math.PI) / 360) * distance) / this.#size[1]
    const deep = metres / Math.max(0.25, Math.cos((pitchDeg * Math.PI) / 180))
    const move = (k: 0 | 2) => target[k] - right[k] * dxPx * metres + ahead[k] * dyPx * deep
    this.#set({ ...this.#orbit, target: [move(0), target[1], move(2)] })
  }

  /** Distance times `factor`, holding the place (east, north) still that is under the pointer. */
  zoom(factor: number, around: readonly [number, number] | null): void {
    if (this.#walked((walk) => walk.zoom(factor))) return
    const orbit = this.#orbit
    const distance = Math.min(this.#reach(), Math.max(MIN_DISTANCE_M, orbit.distance * factor))
    const kept = distance / orbit.distance
    const [x, y, z] = orbit.target
    const target = around
      ? ([around[0] + (x - around[0]) * kept, y, around[1] + (z - around[1]) * kept] as const)
      : orbit.target
    this.#set({ ...orbit, distance, target })
  }

  /** Moves on to this instant; true while it still moves. */
  update(now: number): boolean {
    const moving = this.#walk ? this.#walkOn(this.#walk, now) : this.#orbitOn(now)
    const blends = this.#blend?.moving(now) ?? false
    if (this.#blend) this.#place(now)
    if (!blends) this.#blend = null
    return moving || blends
  }

  #walkOn(walk: Walk, now: number): boolean {
    const moving = walk.update(now)
    this.#place(now)
    return moving
  }

  #walked(does: (walk: Walk) => void): boolean {
    if (!this.#walk) return false
    does(this.#walk)
    this.#place()
    return true
  }

  #orbitOn(now: number): boolean {
    if (this.#flight) return this.#advance(this.#flight, now)
    if (this.#spin[0] === 0 && this.#spin[1] === 0) return false
    const seconds = Math.min(0.1, Math.max(0, (now - this.#spunAt) / 1000))
    this.#spunAt = now
    this.turn(this.#spin[0] * seconds, this.#spin[1] * seconds)
    const kept = KEPT_SPEED ** seconds
    this.#spin = Math.hypot(...this.#spin) * kept < 1 ? [0, 0] : [this.#spin[0] * kept, this.#spin[1] * kept]
    return this.#spin[0] !== 0 || this.#spin[1] !== 0
  }

  dispose(): void {
    this.#land()
  }

  #advance(flight: Flight, now: number): boolean {
    const t = easeInOut((now - flight.start) / flight.lengthMs)
    this.#set(between(flight.from, flight.to, t))
    if (now - flight.start < flight.lengthMs) return true
    this.#land()
    return false
  }

  #land(): void {
    const flight = this.#flight
    this.#flight = null
    flight?.landed()
  }

  #reach(): number {
    const { min, max } = this.limits
    return 40 + 6 * Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2])
  }

  #clamp(orbit: Orbit): Orbit {
    const { min, max } = this.limits
    const target = orbit.target.map((value, k) => {
      const slack = Math.max(20, (max[k]! - min[k]!) / 2)
      return Math.min(max[k]! + slack, Math.max(min[k]! - slack, value))
    }) as unknown as Orbit['target']
    return {
      target,
      distance: Math.min(this.#reach(), Math.max(MIN_DISTANCE_M, orbit.distance)),
      pitchDeg: Math.min(MAX_PITCH_DEG, Math.max(0, orbit.pitchDeg)),
      bearingDeg: ((((orbit.bearingDeg + 180) % 360) + 360) % 360) - 180,
    }
  }

  #set(orbit: Orbit): void {
    this.#orbit = this.#clamp(orbit)
    this.#place()
  }

  #place(now = performance.now()): void {
    const camera = this.camera
    const [width, height] = this.#size
    const [top, right, bottom, left] = this.#padding
    if (this.#walk) this.#walk.place(camera, this.free, this.#size)
    else this.#placeOrbit()
    this.#blend?.apply(camera, now)
    camera.aspect = width / height
    camera.setViewOffset(width, height, (right - left) / 2, (bottom - top) / 2, width, height)
    camera.updateProjectionMatrix()
    camera.updateMatrixWorld(true)
  }

  #placeOrbit(): void {
    const { target, distance, pitchDeg, bearingDeg } = this.#orbit
    const { up, forward } = axesOf(pitchDeg, bearingDeg)
    const camera = this.camera
    camera.fov = VIEW_FOV_DEG
    camera.up.set(up[0], up[1], -up[2])
    camera.position.set(
      target[0] - forward[0] * distance,
      target[1] - forward[1] * distance,
      -(target[2] - forward[2] * distance),
    )
    camera.lookAt(new Vector3(target[0], target[1], -target[2]))
    camera.near = Math.max(0.5, distance / 60)
    camera.far = distance + this.#reach() * 1.5
  }
}

/** Distances go by their ratio, bearings by the shorter way. */
const between = (a: Orbit, b: Orbit, t: number): Orbit => ({
  target: [0, 1, 2].map(
    (k) => a.target[k]! + (b.target[k]! - a.target[k]!) * t,
  ) as unknown as Orbit['target'],
  distance: a.distance * (b.distance / a.distance) ** t,
  pitchDeg: a.pitchDeg + (b.pitchDeg - a.pitchDeg) * t,
  bearingDeg: a.bearingDeg + turnBetween(a.bearingDeg, b.bearingDeg) * t,
})
