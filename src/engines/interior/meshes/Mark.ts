import type { Color, Group } from 'three'
import type { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import type { Metres } from '#shared/kernel/units.ts'
import type { FloorView } from '../building/FloorView.ts'
import { lineMaterial, ringLines } from '../shapes/lines.ts'
import type { Ring } from '../shapes/rings.ts'

const LINE_PX = 2.5
const POINTED_OPACITY = 0.7
const ORDER = 50

interface Marked {
  readonly floor: FloorView
  readonly ring: Ring
  /** Above the floor's slab. */
  readonly up: Metres
  /** Not only pointed at. */
  readonly isSelected: boolean
}

/** The accent line around what is chosen or pointed at, over everything else. */
export class Mark {
  readonly #group: Group
  readonly #color: Color
  #lines: LineSegments2 | null = null
  #floor: FloorView | null = null
  #key = ''

  constructor(group: Group, color: Color) {
    this.#group = group
    this.#color = color
  }

  set(id: string, { floor, ring, up, isSelected }: Marked): void {
    const key = `${id} ${floor.mode} ${isSelected}`
    if (key === this.#key) return
    this.clear()
    this.#key = key
    const material = lineMaterial(this.#color, LINE_PX, true)
    material.opacity = isSelected ? 1 : POINTED_OPACITY
    this.#lines = ringLines([{ ring, z: up }], material)
    this.#lines.renderOrder = ORDER
    this.#floor = floor
    this.#group.add(this.#lines)
  }

  /** Where its floor is at this instant. */
  update(now: number): void {
    if (!this.#floor) return
    const [east, north] = this.#floor.offset(now)
    this.#lines?.position.set(east, this.#floor.y.at(now), -north)
  }

  clear(): void {
    this.#lines?.geometry.dispose()
    this.#lines?.material.dispose()
    this.#lines?.removeFromParent()
    this.#lines = null
    this.#floor = null
    this.#key = ''
  }
}
