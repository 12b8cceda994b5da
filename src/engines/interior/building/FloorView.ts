import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import { SLAB_M } from '../shapes/floorGeometry.ts'
import { Glide } from '../camera/Glide.ts'
import { FloorGrid } from '../shapes/FloorGrid.ts'
import type { FloorModel } from '../shapes/model.ts'
import type { FloorState } from '../meshes/FloorStates.ts'

/** How a floor stands in the picture. */
export type FloorMode = 'fanned' | 'opened' | 'ghost'

/** Walls cut low enough to look over where a floor is opened, and lower where plates stand behind one another. */
const WALL_M = { opened: 1.15, fanned: 0.5 } as const
/** A ghost's outline, and how much of it the next one further away keeps. */
const GHOST_LINE = { above: 0.16, under: 0.24, keeps: 0.8 } as const
/** What is fainter is not drawn; desks need more. */
const SEEN = { solid: 0.01, desks: 0.5, hides: 0.6 } as const

/** One floor on the stage: how it stands, and where it is on its way to. */
export class FloorView {
  readonly model: FloorModel
  readonly grid: FloorGrid
  readonly y: Glide
  /** How far it is pulled out of the building, east and north. */
  readonly #east = new Glide(0)
  readonly #north = new Glide(0)
  readonly #presence = new Glide(1)
  readonly #wall = new Glide(WALL_M.fanned)
  readonly #opened = new Glide(0)
  readonly #line = new Glide(0.75)
  #mode: FloorMode = 'fanned'
  #chosen = false
  #isWalked = false

  constructor(model: FloorModel) {
    this.model = model
    this.grid = new FloorGrid(model)
    this.y = new Glide(model.spec.elevationM)
  }

  get mode(): FloorMode {
    return this.#mode
  }

  get wallM(): number {
    return this.#wall.target
  }

  /** How far it stands from its place in the building, metres along the frame's axes. */
  offset(now: number): LocalXY {
    return [this.#east.at(now), this.#north.at(now)]
  }

  /** Pulled out of the building, at a height of its own. */
  pull(upM: Metres, [east, north]: LocalXY, now: number, lengthMs: number): void {
    this.#east.to(east, now, lengthMs)
    this.#north.to(north, now, lengthMs)
    this.y.to(upM, now, lengthMs)
  }

  /** `away` counts floors from the opened one, positive above it: further ones are drawn fainter. Fanned, it is pulled next. */
  set(mode: FloorMode, away: number, now: number, lengthMs: number): void {
    this.#mode = mode
    if (mode !== 'fanned') this.pull(this.model.spec.elevationM, [0, 0], now, lengthMs)
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

  /** Up to the ceiling. */
  get fullM(): Metres {
    return this.model.spec.heightM - SLAB_M
  }

  /** While somebody walks in the building its opened floor has full walls, and no floor an outline, which is for who looks from above. */
  walk(isOn: boolean, now: number, lengthMs: number): void {
    this.#isWalked = isOn
    if (this.#mode === 'opened') this.#wall.to(isOn ? this.fullM : WALL_M.opened, now, lengthMs)
  }

  choose(isChosen: boolean): void {
    this.#chosen = isChosen
  }

  /** Whether anything of it but its outline is drawn, and whether it is still faint. */
  seen(now: number): 'not' | 'faint' | 'whole' {
    const presence = this.#presence.at(now)
    if (presence <= SEEN.solid) return 'not'
    return presence > SEEN.hides ? 'whole' : 'faint'
  }

  /** `isNear`: whether its desks are worth drawing. */
  state(now: number, isNear: boolean): FloorState {
    const presence = this.#presence.at(now)
    const [east, north] = this.offset(now)
    return {
      at: [east, this.y.at(now), north],
      wallM: this.#wall.at(now),
      presence,
      opened: this.#opened.at(now),
      schematic: this.model.spec.schematic,
      chosen: this.#chosen,
      line: this.#isWalked ? 0 : this.#line.at(now),
      desks: isNear && presence > SEEN.desks,
    }
  }

  moving(now: number): boolean {
    return [this.y, this.#east, this.#north, this.#presence, this.#opened, this.#wall, this.#line].some(
      (glide) => glide.moving(now),
    )
  }
}
