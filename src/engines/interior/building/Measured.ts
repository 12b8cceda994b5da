import type { Color, Group } from 'three'
import type { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import type { Metres } from '#shared/kernel/units.ts'
import { dimensionLines, dimensionsOf, type Dimension } from './dimensions.ts'
import type { FloorView } from './FloorView.ts'
import type { RoomModel } from '../shapes/model.ts'

/** The measures of the chosen room, on the sides that the camera is on. */
export class Measured {
  readonly #group: Group
  readonly #color: Color
  #floor: FloorView | null = null
  #lines: LineSegments2 | null = null
  #key = ''
  now: readonly Dimension[] = []
  visible = true

  constructor(group: Group, color: Color) {
    this.#group = group
    this.#color = color
  }

  /** Where the lines stand: on top of the walls. */
  up(now: number): Metres {
    return this.#floor ? this.#floor.y.at(now) + this.#floor.wallM : 0
  }

  update(room: RoomModel | null, floor: FloorView | null, bearingDeg: number, now: number): void {
    this.#floor = floor
    this.now = room && floor ? dimensionsOf(room, bearingDeg) : []
    const key = this.now.map(({ from, to }) => [...from, ...to].join()).join()
    if (key !== this.#key) this.#draw(key)
    if (!this.#lines) return
    this.#lines.position.y = this.up(now)
    this.#lines.visible = this.visible
  }

  dispose(): void {
    this.#lines?.geometry.dispose()
    this.#lines?.material.dispose()
    this.#lines?.removeFromParent()
    this.#lines = null
  }

  #draw(key: string): void {
    this.dispose()
    this.#key = key
    if (this.now.length === 0) return
    this.#lines = dimensionLines(this.now, 0, this.#color)
    this.#group.add(this.#lines)
  }
}
