import type { PerspectiveCamera } from 'three'
import { ROOM_MARKS, type InteriorLayer, type InteriorRemark } from '#shared/scene/layers.ts'
import { cornersOf, type Box3 } from '../../framing.ts'
import type { CameraRig } from '../camera/CameraRig.ts'
import { plateUnder, thingUnder, type Ray } from '../camera/picking.ts'
import {
  dimensionLabel,
  floorLabel,
  outlineOf,
  remarkLabel,
  roomLabel,
  type LabelLook,
} from '../labels/labels.ts'
import { plateLabels } from '../labels/sheetLabels.ts'
import type { LabelSpec } from '../labels/LabelBoard.ts'
import type { Palette } from '../palette.ts'
import type { StageLayer, StageThing, StageView } from '../StageThing.ts'
import { BuildingView } from './BuildingView.ts'
import { Walking } from '../walk/Walking.ts'
import { aimsOf } from '../remedy/arcs.ts'
import { Arrows } from '../remedy/Arrows.ts'
import { closeTo } from './closeTo.ts'
import { cellsOf, heightText, NOTHING_SAID } from './said.ts'
import type { FloorView } from './FloorView.ts'
import type { RoomModel } from '../shapes/model.ts'

const FLOOR_PITCH_DEG = 40
const NOW = (): number => performance.now()

/** Of the field's height, what the floors that are pulled out fill, and how high a storey may come to stand there. */
const FAN_HIGH = 0.94
/** And of its width, however long their names are. */
const LEAST_WIDE = 0.3
const STOREY_M = 10
/** A sheet has no bars beside it; its names are over its plates, so many of a text's size. */
const SHEET_WIDE = 0.94
const HEAD = 1.9
/** Beside the floors, shares of a text's size: a bar's longest, all of it, a chip alone, and from which field on there are bars. */
const BARS = { textPx: 13, longest: 7, beside: 17, chip: 4.5, fieldFrom: 58 } as const

/** A text of what is gone has no room, every other any. */
const ROOM = { none: [0, 0], any: [Infinity, Infinity] } as const

/** A building from inside as it stands on the stage. */
export class BuildingThing implements StageThing {
  readonly #view: BuildingView
  readonly #arrows: Arrows
  readonly #walking: Walking
  #camera: PerspectiveCamera | null = null
  #layer: InteriorLayer
  #fresh = true
  #free: readonly [number, number] = [1, 1]

  constructor(layer: InteriorLayer, palette: Palette) {
    this.#layer = layer
    this.#view = new BuildingView(layer, palette)
    this.#arrows = new Arrows(this.#view.group, palette.ink)
    this.#walking = new Walking(this.#view, palette)
  }

  get layer(): InteriorLayer {
    return this.#layer
  }
  get group(): BuildingView['group'] {
    return this.#view.group
  }
  get limits(): Box3 {
    const { box, floors } = this.#view.model
    const [low, high] = [floors[0]?.spec, floors.at(-1)?.spec]
    const wide = box.maxX - box.minX + box.maxY - box.minY
    return {
      min: [box.minX - wide / 2, low?.elevationM ?? 0, box.minY - wide / 2],
      max: [
        box.maxX + wide / 2,
        Math.max(floors.length * STOREY_M, (high?.elevationM ?? 0) + (high?.heightM ?? 0)),
        box.maxY + wide / 2,
      ],
    }
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
    const opened =
      this.#fresh || before.focusFloor !== layer.focusFloor || before.arrangement !== layer.arrangement
    const close = this.#close(before)
    this.#layer = layer
    this.#fresh = false
    this.#view.setFill(layer.fill)
    this.#view.setRemarks(layer.remarks)
    if (opened) this.#view.setOpen(layer.focusFloor, now, lengthMs)
    const isCut = layer.arrangement === 'section' && layer.focusFloor === null
    this.#view.section.set(isCut, layer.cut, now, opened ? lengthMs : 0)
    this.#view.setChosen(layer.selected, layer.hovered, now, lengthMs)
    const isElsewhere =
      before.selected !== layer.selected || before.remedies?.version !== layer.remedies?.version
    if (opened || isElsewhere)
      this.#arrows.aim(
        aimsOf(this.#view.model, this.#view.roomChosen(layer.selected), layer.remedies?.values ?? []),
      )
    return opened || close !== this.#close(layer) || (before.walk === true && layer.walk !== true)
  }

  /** What of a room the camera goes to: the room itself or a desk in it; null where it stays outside. */
  #close({ selected }: InteriorLayer): string | null {
    return this.#view.roomChosen(selected) ? selected : null
  }

  update(now: number, rig: CameraRig): boolean {
    const { metresPerPx, camera, orbit } = rig
    this.#camera = camera
    const { walk, focusFloor, selected } = this.#layer
    const walked = walk === true ? this.#view.floorById(focusFloor) : null
    this.#walking.set(walked, this.#view.roomChosen(selected), rig, now)
    return this.#view.update(now, { metresPerPx, upM: camera.position.y, bearingDeg: orbit.bearingDeg })
  }

  view(free: readonly [number, number], now: number, lengthMs: number): StageView | null {
    if (this.#view.floors.length === 0) return null
    this.#free = free
    const { focusFloor, selected } = this.#layer
    const room = this.#view.roomChosen(selected)
    if (room) return closeTo(room, this.#view.model.floorOf.get(room.id)!, selected)
    const box = this.#view.frame(focusFloor)
    if (box) return { points: cornersOf(box), pitchDeg: FLOOR_PITCH_DEG }
    const { arrangement = 'fan' } = this.#layer
    const share =
      arrangement === 'sheet' ? SHEET_WIDE : Math.max(LEAST_WIDE, 1 - (2 * this.#besidePx) / free[0])
    const { pitchDeg, bearingDeg } = this.#view.spread(
      arrangement,
      [free[0] * share, free[1] * FAN_HIGH],
      this.#textPx * HEAD,
      now,
      lengthMs,
    )
    return { points: this.#view.spreadCorners, pitchDeg, fills: [share, FAN_HIGH], own: { bearingDeg } }
  }

  /** Floors have their bars where the field is wide enough for bars on both sides. */
  get #hasBars(): boolean {
    return this.#free[0] > this.#textPx * BARS.fieldFrom
  }

  get #textPx(): number {
    return this.#layer.labelPx ?? BARS.textPx
  }

  /** What a column keeps free on each side of the floors, CSS pixels. */
  get #besidePx(): number {
    return this.#textPx * (this.#hasBars ? BARS.beside : BARS.chip)
  }

  pick(ray: Ray, now: number): string | null {
    if (!this.#walking.sees(ray)) return null
    const { focusFloor, arrangement } = this.#layer
    if (arrangement === 'section' && focusFloor === null)
      return plateUnder(this.#view.section.through(ray, now), this.#view.floors, now)
    return thingUnder(ray, this.#view.floors, this.#view.floorById(this.#layer.focusFloor), now)
  }

  owns(id: string): boolean {
    return this.#view.model.floorOf.has(id)
  }

  labelsKey(): string {
    const { focusFloor, selected, labelPx, remarks, floorNotes, fill, remedies, arrangement, walk } =
      this.#layer
    const shown =
      focusFloor === null
        ? [arrangement, this.#view.standing?.bearingDeg, fill.version, floorNotes?.version, this.#hasBars]
        : [focusFloor]
    return [...shown, selected, labelPx, remarks?.version, remedies?.version, walk].join('|')
  }

  labels(look: LabelLook): readonly LabelSpec[] {
    const { focusFloor, selected } = this.#layer
    const focus = this.#view.floorById(focusFloor)
    if (this.#walking.walk) {
      this.#arrows.dispose()
      return this.#walking.labels(look, selected, (room) => this.#remarkOf(room).text)
    }
    const chosen = this.#view.roomChosen(selected)
    if (chosen)
      return [
        ...this.#arrows.labels(look, () => this.#camera, outlineOf(chosen, focus!)),
        ...this.#measureLabels(look),
        ...this.#roomLabels(focus!, chosen, look),
      ]
    const rooms = focus ? this.#roomLabels(focus, null, look) : this.#remarkLabels(look)
    const floors = this.#onSheet ? this.#plateLabels(look) : this.#floorLabels(focus, look)
    return [...floors, ...rooms]
  }

  get #onSheet(): boolean {
    return this.#view.standing?.arrangement === 'sheet'
  }

  #plateLabels(look: LabelLook): LabelSpec[] {
    const { selected, floorNotes } = this.#layer
    return this.#view.floors.flatMap((floor) =>
      plateLabels(floor, NOW, look, {
        note: floorNotes?.values[floor.model.spec.id] ?? '',
        isChosen: floor.model.spec.id === selected,
        bearingDeg: this.#view.standing?.bearingDeg ?? 0,
      }),
    )
  }

  /** What is said beside a floor; in a section its height above the ground's first. */
  #noteOf({ model: { spec } }: FloorView, isCut: boolean): string {
    if (!this.#hasBars && !isCut) return ''
    const note = this.#layer.floorNotes?.values[spec.id] ?? ''
    return isCut ? [heightText(spec.elevationM), note].filter(Boolean).join('  ') : note
  }

  #floorLabels(focus: FloorView | null, look: LabelLook): LabelSpec[] {
    const { selected } = this.#layer
    const isCut = this.#view.standing?.arrangement === 'section'
    const most = Math.max(1, ...this.#view.floors.map(({ model }) => model.rooms.length))
    const roomPx = Math.min(0.36, BARS.longest / most) * look.sizePx * look.ratio
    return this.#view.floors.map((floor) => {
      const label = floorLabel(floor, focus, NOW, look, {
        isChosen: floor.model.spec.id === selected,
        note: this.#noteOf(floor, isCut),
        cells: cellsOf(floor.model.rooms, this.#layer),
        roomPx: this.#hasBars ? roomPx : 0,
        side: isCut || this.#view.sideOf(floor) > 0 ? 'right' : 'left',
      })
      return isCut ? { ...label, place: this.#atCut(floor, label) } : label
    })
  }

  #atCut({ model, y }: FloorView, { place }: LabelSpec): LabelSpec['place'] {
    return (project) => {
      const end = this.#view.section.rightEnd(model.outline, NOW())
      return end ? [end[0], y.at(NOW()), end[1]] : place(project)
    }
  }

  #roomLabels({ model }: FloorView, chosen: RoomModel | null, look: LabelLook): LabelSpec[] {
    const floor = this.#view.floorById(model.spec.id)!
    return model.rooms.map((room) =>
      roomLabel(room, floor, NOW, look, {
        isChosen: room.id === this.#layer.selected,
        isAside: chosen !== null && chosen !== room,
        remark: this.#remarkOf(room).text,
      }),
    )
  }

  /** What is over its limit, on the floors that are pulled out. */
  #remarkLabels(look: LabelLook): LabelSpec[] {
    return this.#view.floors.flatMap((floor) =>
      floor.model.rooms
        .map((room) => ({ room, said: this.#remarkOf(room) }))
        .filter(({ said }) => said.mark === ROOM_MARKS.over && said.text !== '')
        .map(({ room, said }) => ({
          ...remarkLabel(room, floor, NOW, look, said.text),
          room: () => (this.#view.section.isGone(room.anchor) ? ROOM.none : ROOM.any),
        })),
    )
  }

  #measureLabels(look: LabelLook): LabelSpec[] {
    const { measured } = this.#view
    return measured.now.map(({ lengthM }, side) =>
      dimensionLabel(
        () => measured.now[side] ?? null,
        () => measured.up(NOW()),
        look,
        lengthM,
      ),
    )
  }

  #remarkOf({ ordinal }: RoomModel): InteriorRemark {
    return this.#layer.remarks?.values[ordinal] ?? NOTHING_SAID
  }

  dispose(): void {
    this.#walking.dispose()
    this.#arrows.dispose()
    this.#view.dispose()
  }
}
