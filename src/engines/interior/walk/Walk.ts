import type { PerspectiveCamera } from 'three'
import { Vector3 } from 'three'
import type { Degrees, LocalXY, Metres } from '#shared/kernel/units.ts'
import { axesOf, turnBetween, type Orbit } from '../../framing.ts'
import type { WalkWish } from '../../SceneEngine.ts'
import { atHeight, type Ray } from '../camera/picking.ts'
import { easeInOut } from '../camera/Glide.ts'
import { goFrom, isFree, roomAt, seesFrom, type Standing, type WalkPlan } from './plan.ts'

export const EYE_M: Metres = 1.6
/** Metres and degrees a second; a single step and turn where no motion is wanted. */
const PACE = { goMS: 2.4, turnDegS: 75, stepM: 0.6, stepDeg: 15, glideMS: 4.5 } as const
const TILT: Readonly<Record<'most' | 'first', Degrees>> = { most: 40, first: -7 }
/** Of what a drag turns a camera that orbits; metres a pixel of a drag of two fingers, and a turn of the wheel. */
const HANDS = { turn: 0.55, panM: 0.012, wheelM: 2.2 } as const
/** A picture that took longer is no longer a step than this, seconds. */
const LONGEST_S = 0.4
/** Who goes to a place stops so far from a wall behind it, to see what is there. */
const BEFORE_WALL_M = 0.8
/** What one sees of the free field's width, and the bounds of what one sees of its height. */
const SEEN = { wideDeg: 80, least: 42, most: 66 } as const
/** A camera nearer to its target than this stood at eye height. */
const NEAR_M = 4.2
/** What a pose can tell of how far one looks up: nothing. */
const LEVEL_PITCH_DEG: Degrees = 85

const rad = (degrees: number): number => (degrees * Math.PI) / 180
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

interface Way {
  readonly from: LocalXY
  readonly to: LocalXY
  readonly start: number
  readonly lengthMs: number
}

/** One who walks on a floor at eye height. Knows nothing of pointers and keys; time is `performance.now()`'s. */
export class Walk {
  readonly plan: WalkPlan
  readonly #calm: boolean
  readonly #up: Metres
  #at: LocalXY
  #headingDeg: Degrees
  #tiltDeg: Degrees = TILT.first
  #wish: WalkWish = { ahead: 0, aside: 0, turn: 0 }
  #way: Way | null = null
  #before: number | null = null

  /** `calm`: without motion, step by step. */
  constructor(plan: WalkPlan, standing: Standing, calm: boolean) {
    this.plan = plan
    this.#calm = calm
    this.#up = plan.floor.spec.elevationM + EYE_M
    this.#at = standing.at
    this.#headingDeg = standing.headingDeg
  }

  get at(): LocalXY {
    return this.#at
  }

  /** The room that one is in. */
  get room(): string | null {
    return roomAt(this.plan, this.#at)?.id ?? null
  }

  /** Where one stands and looks as any camera tells it. */
  get orbit(): Orbit {
    return {
      target: [this.#at[0], this.#up, this.#at[1]],
      distance: NEAR_M - 0.2,
      pitchDeg: within(90 + this.#tiltDeg, 0, LEVEL_PITCH_DEG),
      bearingDeg: turnBetween(0, this.#headingDeg),
    }
  }

  stand({ at, headingDeg }: Standing): void {
    this.#way = null
    this.#at = at
    this.#headingDeg = headingDeg
    this.#tiltDeg = TILT.first
  }

  /** Stands where an orbit tells that somebody stood; false where it tells of none, or of a place where none can. */
  standAs({ target, distance, pitchDeg, bearingDeg }: Orbit): boolean {
    const at: LocalXY = [target[0], target[2]]
    if (distance > NEAR_M || !isFree(this.plan, at)) return false
    this.stand({ at, headingDeg: bearingDeg })
    this.#tiltDeg = pitchDeg >= LEVEL_PITCH_DEG - 0.05 ? 0 : within(pitchDeg - 90, -TILT.most, 0)
    return true
  }

  /** As a drag turns an orbit: what is seen follows the hand. */
  turn(bearingDeg: Degrees, pitchDeg: Degrees): void {
    this.#headingDeg -= bearingDeg * HANDS.turn
    this.#tiltDeg = within(this.#tiltDeg - pitchDeg * HANDS.turn, -TILT.most, TILT.most)
  }

  pan(dxPx: number, dyPx: number): void {
    this.#go(dyPx * HANDS.panM, -dxPx * HANDS.panM)
  }

  /** Nearer is ahead. */
  zoom(factor: number): void {
    this.#go(-Math.log(factor) * HANDS.wheelM, 0)
  }

  /** What the keys ask for, until they ask for something else. */
  steer(wish: WalkWish, now: number): void {
    if (!this.#way) this.update(now)
    this.#wish = wish
    this.#way = null
    this.#before = now
    if (!this.#calm) return
    this.#headingDeg += wish.turn * PACE.stepDeg
    this.#go(wish.ahead * PACE.stepM, wish.aside * PACE.stepM)
  }

  /** Goes towards the floor that a line of sight meets, as far as the walls let one. */
  goTo(ray: Ray, now: number): boolean {
    const aim = atHeight(ray, this.plan.floor.spec.elevationM)
    if (!aim || !seesFrom(this.plan, this.#at, aim)) return false
    const wanted: LocalXY = [aim[0] - this.#at[0], aim[1] - this.#at[1]]
    const length = Math.hypot(...wanted) || 1
    const beyond = BEFORE_WALL_M / length
    const behind = goFrom(this.plan, aim, [wanted[0] * beyond, wanted[1] * beyond])
    const missing = BEFORE_WALL_M - Math.hypot(behind[0] - aim[0], behind[1] - aim[1])
    const share = Math.max(0, 1 - missing / length)
    const to = goFrom(this.plan, this.#at, [wanted[0] * share, wanted[1] * share])
    const far = Math.hypot(to[0] - this.#at[0], to[1] - this.#at[1])
    if (this.#calm) this.#at = to
    else this.#way = { from: this.#at, to, start: now, lengthMs: 300 + (far / PACE.glideMS) * 1000 }
    return true
  }

  /** Goes on to this instant; true while one still goes or turns. */
  update(now: number): boolean {
    if (this.#way) return this.#goOn(this.#way, now)
    const { ahead, aside, turn } = this.#wish
    if (this.#calm || (ahead === 0 && aside === 0 && turn === 0)) return false
    const seconds = within((now - (this.#before ?? now)) / 1000, 0, LONGEST_S)
    this.#before = now
    this.#headingDeg += turn * PACE.turnDegS * seconds
    this.#go(ahead * PACE.goMS * seconds, aside * PACE.goMS * seconds)
    return true
  }

  /** Puts a camera to the eye; `free` is the part of the view that panels leave, `size` all of it. */
  place(camera: PerspectiveCamera, free: readonly [number, number], size: readonly [number, number]): void {
    const { up, forward } = axesOf(90 + this.#tiltDeg, this.#headingDeg)
    const [x, y] = this.#at
    camera.up.set(up[0], up[1], -up[2])
    camera.position.set(x, this.#up, -y)
    camera.lookAt(new Vector3(x + forward[0], this.#up + forward[1], -y - forward[2]))
    const high =
      (Math.atan((Math.tan(rad(SEEN.wideDeg / 2)) * size[1]) / Math.max(1, free[0])) * 360) / Math.PI
    camera.fov = within(high, SEEN.least, SEEN.most)
    camera.near = 0.05
    camera.far = 400
  }

  #goOn(way: Way, now: number): boolean {
    const t = easeInOut((now - way.start) / way.lengthMs)
    this.#at = [way.from[0] + (way.to[0] - way.from[0]) * t, way.from[1] + (way.to[1] - way.from[1]) * t]
    if (t >= 1) this.#way = null
    return this.#way !== null
  }

  #go(aheadM: Metres, asideM: Metres): void {
    if (aheadM === 0 && asideM === 0) return
    this.#way = null
    const [sin, cos] = [Math.sin(rad(this.#headingDeg)), Math.cos(rad(this.#headingDeg))]
    this.#at = goFrom(this.plan, this.#at, [sin * aheadM + cos * asideM, cos * aheadM - sin * asideM])
  }
}
