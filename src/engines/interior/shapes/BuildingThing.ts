import type { InteriorLayer } from '#shared/scene/layers.ts'
import { cornersOf, type Box3 } from '../../framing.ts'
import type { CameraRig } from '../camera/CameraRig.ts'
import { thingUnder, type Ray } from '../camera/picking.ts'
import { floorLabel, roomLabel, type LabelLook } from '../labels/labels.ts'
import type { LabelSpec } from '../labels/LabelBoard.ts'
import type { Palette } from '../palette.ts'
import type { StageLayer, StageThing, StageView } from '../StageThing.ts'
import { BuildingView } from './BuildingView.ts'

const STACK_PITCH_DEG = 62
const FLOOR_PITCH_DEG = 46

/** A building from inside as it stands on the stage. */
export class BuildingThing implements StageThing {
  readonly #view: BuildingView
  #layer: InteriorLayer
  #fresh = true

  constructor(layer: InteriorLayer, palette: Palette) {
    this.#layer = layer
    this.#view = new BuildingView(layer, palette)
  }

  get layer(): InteriorLayer {
    return this.#layer
  }
  get group(): BuildingView['group'] {
    return this.#view.group
  }
  get limits(): Box3 {
    return this.#view.frame(null)!
  }
  get problems(): readonly string[] {
    return this.#view.model.problems
  }
  get labelPx(): number | undefined {
    return this.#layer.labelPx
  }

  keeps(layer: StageLayer): boolean {
    return (
      layer.kind === 'interior' &&
      layer.building === this.#layer.building &&
      layer.geometryVersion === this.#layer.geometryVersion
    )
  }

  show(layer: StageLayer, now: number, lengthMs: number): boolean {
    if (layer.kind !== 'interior') return false
    const before = this.#layer
    const opened = this.#fresh || before.focusFloor !== layer.focusFloor || before.explode !== layer.explode
    this.#layer = layer
    this.#fresh = false
    this.#view.setFill(layer.fill)
    if (opened) this.#view.setOpen(layer.focusFloor, layer.explode, now, lengthMs)
    this.#view.setChosen(layer.selected, layer.hovered)
    return opened
  }

  update(now: number, rig: CameraRig): boolean {
    return this.#view.update(now, rig.metresPerPx, rig.camera.position.y)
  }

  view(): StageView | null {
    const { focusFloor } = this.#layer
    const box = this.#view.frame(focusFloor)
    return (
      box && { points: cornersOf(box), pitchDeg: focusFloor === null ? STACK_PITCH_DEG : FLOOR_PITCH_DEG }
    )
  }

  pick(ray: Ray, now: number): string | null {
    return thingUnder(ray, this.#view.floors, this.#view.floorById(this.#layer.focusFloor), now)
  }

  owns(id: string): boolean {
    return this.#view.model.floorOf.has(id)
  }

  labelsKey(): string {
    const { focusFloor, selected, labelPx } = this.#layer
    return [focusFloor, selected, labelPx].join('|')
  }

  labels(look: LabelLook): readonly LabelSpec[] {
    const { focusFloor, selected } = this.#layer
    const now = () => performance.now()
    const focus = this.#view.floorById(focusFloor)
    const floors = this.#view.floors.map((floor) =>
      floorLabel(floor, focus, now, floor.model.spec.id === selected, look),
    )
    const rooms = focus?.model.rooms.map((room) => roomLabel(room, focus, now, room.id === selected, look))
    return [...floors, ...(rooms ?? [])]
  }

  dispose(): void {
    this.#view.dispose()
  }
}
