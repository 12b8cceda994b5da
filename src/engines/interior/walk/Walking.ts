import type { BufferGeometry, Mesh, MeshBasicMaterial } from 'three'
import type { BuildingView } from '../building/BuildingView.ts'
import type { FloorView } from '../building/FloorView.ts'
import type { CameraRig } from '../camera/CameraRig.ts'
import type { Ray } from '../camera/picking.ts'
import { atHeight } from '../camera/picking.ts'
import type { LabelSpec } from '../labels/LabelBoard.ts'
import type { LabelLook } from '../labels/labels.ts'
import type { Palette } from '../palette.ts'
import type { RoomModel } from '../shapes/model.ts'
import { walkPlate } from './plates.ts'
import { seesFrom, standIn, standOn, walkPlan } from './plan.ts'
import { shellMesh } from './shell.ts'
import { Walk } from './Walk.ts'

const ENTER_MS = 900

/** A walk through a building as the stage has it: who walks, and what stands around on the floor. */
export class Walking {
  readonly #view: BuildingView
  readonly #palette: Palette
  #floor: FloorView | null = null
  #walk: Walk | null = null
  #shell: Mesh<BufferGeometry, MeshBasicMaterial> | null = null
  #room: string | null = null
  #rig: CameraRig | null = null

  constructor(view: BuildingView, palette: Palette) {
    this.#view = view
    this.#palette = palette
  }

  get walk(): Walk | null {
    return this.#walk
  }

  /** Lets somebody walk on a floor, from the chosen room where there is one; on null the camera has its orbit again. */
  set(floor: FloorView | null, room: RoomModel | null, rig: CameraRig, now: number): void {
    this.#rig = rig
    const lengthMs = rig.calm ? 0 : ENTER_MS
    if (floor !== this.#floor) this.#change(floor, room, rig, now, lengthMs)
    else if (this.#walk && room && room.id !== this.#room && this.#walk.room !== room.id)
      this.#walk.stand(standIn(this.#walk.plan, room))
    this.#room = room?.id ?? null
    rig.setWalk(this.#walk, now, lengthMs)
  }

  /** Whether nothing stands between who walks and what a line of sight meets on the floor. */
  sees(ray: Ray): boolean {
    const at = this.#walk && atHeight(ray, this.#walk.plan.floor.spec.elevationM)
    return !this.#walk || (at !== null && seesFrom(this.#walk.plan, this.#walk.at, at))
  }

  labels(look: LabelLook, selected: string | null, remarkOf: (room: RoomModel) => string): LabelSpec[] {
    const [walk, floor] = [this.#walk, this.#floor]
    if (!walk || !floor) return []
    const { rooms, spec } = floor.model
    return rooms.map((room) =>
      walkPlate(room, walk, spec.elevationM, look, {
        remark: remarkOf(room),
        isChosen: room.id === selected,
      }),
    )
  }

  dispose(): void {
    this.#rig?.setWalk(null, 0, 0)
    this.#clear()
  }

  #clear(): void {
    this.#shell?.geometry.dispose()
    this.#shell?.material.dispose()
    this.#shell?.removeFromParent()
    this.#shell = null
  }

  #change(
    floor: FloorView | null,
    room: RoomModel | null,
    rig: CameraRig,
    now: number,
    lengthMs: number,
  ): void {
    this.#clear()
    this.#floor = floor
    this.#view.setWalked(floor, now, lengthMs)
    if (!floor) {
      this.#walk = null
      return
    }
    const plan = walkPlan(floor.model)
    this.#walk = new Walk(plan, room ? standIn(plan, room) : standOn(plan), rig.calm)
    this.#shell = shellMesh(floor.model, this.#palette, floor.fullM)
    this.#shell.position.y = floor.model.spec.elevationM
    this.#view.group.add(this.#shell)
  }
}
