import type { Color, Group } from 'three'
import { edgeMaterial, type SharedUniforms } from '../materials.ts'
import { EDGE_FIELDS, edgeInstances, writeRing } from './edges.ts'
import { Rows, type Instances } from './Instances.ts'
import type { RoomModel } from '../shapes/model.ts'

const LINE_PX = 1.5
/** On top of the walls, so that none of the room's own floor stands before its outline. */
const OVER_WALL_M = 0.05
const ORDER = 20

/** What must be seen and is covered by a plate in front: rooms over their limit are outlined through it, in the colour of their class. */
export class HiddenOutlines {
  readonly #group: Group
  readonly #color: Color
  readonly #shared: SharedUniforms
  #lines: Instances | null = null
  #key = ''
  #isShown = true

  constructor(group: Group, color: Color, shared: SharedUniforms) {
    this.#group = group
    this.#color = color
    this.#shared = shared
  }

  /** Where the rooms are the same as before nothing is done. */
  of(rooms: readonly RoomModel[], floorOf: (room: RoomModel) => number): void {
    const key = rooms.map(({ ordinal }) => ordinal).join()
    if (key === this.#key) return
    this.dispose()
    this.#key = key
    if (rooms.length === 0) return
    const rows = new Rows(EDGE_FIELDS)
    for (const room of rooms) writeRing(rows, room.ring, floorOf(room), OVER_WALL_M, room.ordinal)
    this.#lines = edgeInstances(
      rows,
      edgeMaterial(this.#color, this.#shared, { widthPx: LINE_PX, hidden: true }),
    )
    this.#lines.mesh.renderOrder = ORDER
    this.#lines.mesh.visible = this.#isShown
    this.#group.add(this.#lines.mesh)
  }

  show(isShown: boolean): void {
    this.#isShown = isShown
    if (this.#lines) this.#lines.mesh.visible = isShown
  }

  dispose(): void {
    this.#lines?.dispose()
    this.#lines = null
    this.#key = ''
  }
}
