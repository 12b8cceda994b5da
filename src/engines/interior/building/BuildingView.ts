import { Group, type DataTexture } from 'three'
import { ROOM_MARKS, type FloorArrangement, type InteriorLayer } from '#shared/scene/layers.ts'
import { DESK } from '../shapes/desks.ts'
import { SLAB_M } from '../shapes/floorGeometry.ts'
import { FloorMeshes } from '../meshes/FloorMeshes.ts'
import { FloorStates } from '../meshes/FloorStates.ts'
import { FloorView } from './FloorView.ts'
import { HiddenOutlines } from '../meshes/HiddenOutlines.ts'
import { cornersOf, type Box3, type Vec } from '../../framing.ts'
import type { Weighed } from './fan.ts'
import { Section } from './Section.ts'
import { fanSpread, sectionSpread, sheetSpread, type Spread } from './spread.ts'
import type { Degrees, Metres } from '#shared/kernel/units.ts'
import { NOTHING_SAID } from './said.ts'
import { Measured } from './Measured.ts'
import { GROUND_M, groundPlate } from '../meshes/groundPlate.ts'
import { Mark } from '../meshes/Mark.ts'
import { fillTexture, type SharedUniforms } from '../materials.ts'
import { Glide } from '../camera/Glide.ts'
import { depthOfShare } from '../shapes/roomPlan.ts'
import { insideRing } from '../shapes/rings.ts'
import { buildModel, type BuildingModel, type RoomModel } from '../shapes/model.ts'
import type { Palette } from '../palette.ts'

const CHOSEN_LIFT_M = 0.22
/** How wide a desk is on the screen, CSS pixels, where it is drawn. */
const DESKS_FROM_PX = { opened: 2.5, closed: 26 } as const
/** An excess is looked for before idle space. */
const WEIGHT = { [ROOM_MARKS.over]: 3, [ROOM_MARKS.idle]: 1 } as const
/** An opened floor is watched from closer than its neighbours' height would let. */
const OPENED_HEIGHT_M = 1.2

/** From where a building is seen: metres a CSS pixel at the target, how high the camera stands, where it looks in the frame. */
export interface Seen {
  readonly metresPerPx: number
  readonly upM: Metres
  readonly bearingDeg: Degrees
}

/** One InteriorLayer on the stage. Geometry is made once; colours, emphasis and openness change without it. */
export class BuildingView {
  readonly model: BuildingModel
  readonly group = new Group()
  readonly floors: readonly FloorView[]
  readonly measured: Measured
  readonly section: Section
  readonly #fill: DataTexture
  readonly #remarks: DataTexture
  readonly #states: FloorStates
  readonly #meshes: FloorMeshes
  readonly #hidden: HiddenOutlines
  readonly #aside = new Glide(0)
  readonly #shared: SharedUniforms
  readonly #ground: ReturnType<typeof groundPlate>
  readonly #mark: Mark
  #fillVersion: number | null = null
  #remarksVersion: number | null = null
  #weighed: Weighed[] = []
  #spread: Spread | null = null
  #selected: string | null = null
  #isWalked = false
  constructor(layer: InteriorLayer, palette: Palette) {
    this.model = buildModel(layer)
    this.#fill = fillTexture(this.model.roomCount)
    this.#remarks = fillTexture(this.model.roomCount)
    this.#states = new FloorStates(this.model.floors.length)
    this.section = new Section(this.model, this.group, palette.cap)
    this.#shared = {
      uCut: { value: this.section.uniform },
      uFloors: { value: this.#states.texture },
      uFill: { value: this.#fill },
      uRemarks: { value: this.#remarks },
      uAside: { value: 0 },
      uSelected: { value: -1 },
      uHovered: { value: -1 },
      uLift: { value: CHOSEN_LIFT_M },
    }
    this.floors = this.model.floors.map((floor) => new FloorView(floor))
    this.#meshes = new FloorMeshes(this.floors, palette, this.#shared)
    this.#ground = groundPlate(this.model, palette)
    this.#mark = new Mark(this.group, palette.accent)
    this.#hidden = new HiddenOutlines(this.group, palette.ink, this.#shared)
    this.measured = new Measured(this.group, palette.ink)
    this.group.add(this.#ground, ...this.#meshes.objects)
  }

  floorById(id: string | null): FloorView | null {
    return this.floors.find((floor) => floor.model.spec.id === id) ?? null
  }

  /** One small texture; nothing if the version is the one on the screen. */
  setFill(column: InteriorLayer['fill']): void {
    if (column.version === this.#fillVersion) return
    this.#fillVersion = column.version
    const data = this.#fill.image.data as Uint8Array
    data.set(column.values.subarray(0, Math.min(data.length, column.values.length)))
    this.#fill.needsUpdate = true
  }

  /** What stands out of each room, and how deep its limit reaches. */
  setRemarks(remarks: InteriorLayer['remarks']): void {
    const version = remarks?.version ?? 0
    if (version === this.#remarksVersion) return
    this.#remarksVersion = version
    const data = this.#remarks.image.data as Uint8Array
    this.#weighed = []
    const over: RoomModel[] = []
    for (const room of this.model.roomOf.values()) {
      const { ordinal, ring, depth, anchor } = room
      const { mark, withinLimit } = remarks?.values[ordinal] ?? NOTHING_SAID
      data[ordinal * 4] = mark
      if (mark === ROOM_MARKS.over) over.push(room)
      if (mark !== ROOM_MARKS.none) this.#weighed.push({ at: anchor, weight: WEIGHT[mark] })
      data[ordinal * 4 + 1] = Math.round(depthOfShare(ring, depth, withinLimit) * 255)
    }
    this.#remarks.needsUpdate = true
    this.#hidden.of(over, (room) => this.model.floorOf.get(room.id)!.rank)
  }

  /** Opens a floor at its true place, or closes it: what is fanned stands where `spread` puts it. */
  setOpen(focusFloor: string | null, now: number, lengthMs: number): void {
    const focus = this.floorById(focusFloor)
    for (const floor of this.floors) {
      const mode = !focus ? 'fanned' : floor === focus ? 'opened' : 'ghost'
      floor.set(mode, focus ? floor.model.rank - focus.model.rank : 0, now, lengthMs)
    }
    this.#spread = null
  }

  /** Stands the floors of a closed building so that they fill a field of this many pixels; `headPx` is what a name takes over a plate. */
  spread(
    arrangement: FloorArrangement,
    free: readonly [number, number],
    headPx: number,
    now: number,
    lengthMs: number,
  ): Spread {
    const { box } = this.model
    const sides = this.floors.map((floor) => this.sideOf(floor))
    const spread =
      arrangement === 'sheet'
        ? sheetSpread(box, sides.length, free, headPx)
        : arrangement === 'section'
          ? sectionSpread(
              box,
              this.floors.map(({ model }) => model.spec.elevationM),
            )
          : fanSpread(box, sides, this.#weighed, free)
    const isSame = this.#spread !== null && JSON.stringify(spread) === JSON.stringify(this.#spread)
    this.#spread = spread
    if (isSame) return spread
    for (const floor of this.floors) {
      const [east, up, north] = spread.places[floor.model.rank]!
      floor.pull(up, [east, north], now, lengthMs)
    }
    return spread
  }

  /** 1 in the right column, where the lowest floor above ground stands, −1 in the left one. */
  sideOf({ model }: FloorView): 1 | -1 {
    const ground = this.model.floors.findIndex(({ spec }) => spec.elevationM > -0.5)
    return (model.rank - Math.max(0, ground)) % 2 === 0 ? 1 : -1
  }

  /** How the floors stand while all are shown; null while one is opened. */
  get standing(): Spread | null {
    return this.#spread
  }

  /** The corners of all plates where they come to rest, with what their names take. */
  get spreadCorners(): readonly Vec[] {
    const spread = this.#spread
    return this.floors.flatMap(({ model: { box, spec, rank } }) => {
      const [x, up, y] = spread?.places[rank] ?? [0, spec.elevationM, 0]
      const headM = spread?.headM ?? 0
      const isTurned = spread?.bearingDeg === 90
      return cornersOf({
        min: [box.minX + x, up - SLAB_M, box.minY + y],
        max: [
          box.maxX + x + (isTurned ? headM : 0),
          up + OPENED_HEIGHT_M,
          box.maxY + y + (isTurned ? 0 : headM),
        ],
      })
    })
  }

  /** What is chosen or pointed at; the others step back behind a room within `lengthMs`. */
  setChosen(selected: string | null, hovered: string | null, now: number, lengthMs: number): void {
    this.#selected = selected
    this.#aside.to(this.roomChosen(selected) ? 1 : 0, now, lengthMs)
    const ordinal = (id: string | null) => (id === null ? -1 : (this.model.roomOf.get(id)?.ordinal ?? -1))
    this.#shared.uSelected.value = this.roomChosen(selected)?.ordinal ?? ordinal(selected)
    this.#shared.uHovered.value = ordinal(hovered)
    for (const floor of this.floors) floor.choose([selected, hovered].includes(floor.model.spec.id))
    this.#meshes.choose(this.#deskRow(selected), this.#deskRow(hovered))
    this.#setMark(selected, hovered)
  }

  /** Of a desk among all desks of the building; −1 where the id is of none. */
  #deskRow(id: string | null): number {
    const floor = id === null ? undefined : this.model.floorOf.get(id)
    const row = floor?.spec.desks.findIndex((one) => one.id === id) ?? -1
    return row < 0 ? -1 : this.#meshes.firstDesk(floor!.rank) + row
  }

  /** Raises the walls of the floor that somebody walks on, and hides what is seen from above alone; null: nobody walks. */
  setWalked(walked: FloorView | null, now: number, lengthMs: number): void {
    const isOn = walked !== null
    this.#isWalked = isOn
    this.#shared.uLift.value = isOn ? 0 : CHOSEN_LIFT_M
    this.#ground.visible = this.measured.visible = !isOn
    this.#hidden.show(!isOn)
    for (const floor of this.floors) floor.walk(isOn, now, lengthMs)
    this.#setMark(this.#selected, null)
  }

  /** Puts this instant on the stage; true while something moves. The camera decides whether desks are worth drawing, and on which sides a room is measured. */
  update(now: number, { metresPerPx, upM, bearingDeg }: Seen): boolean {
    let moving = this.section.update(now) || this.#aside.moving(now)
    this.#shared.uAside.value = this.#isWalked ? 0 : this.#aside.at(now)
    const deskPx = DESK.widthM / metresPerPx
    const states = this.floors.map((floor) =>
      floor.state(now, deskPx > DESKS_FROM_PX[floor.mode === 'opened' ? 'opened' : 'closed']),
    )
    states.forEach((state, rank) => this.#states.set(rank, state))
    this.#meshes.show(this.floors, now, ({ model }) => states[model.rank]!.desks)
    moving = this.floors.some((floor) => floor.moving(now)) || moving
    const room = this.roomChosen(this.#selected)
    const floor = room && this.model.floorOf.get(room.id)!
    this.measured.update(room, this.floorById(floor?.spec.id ?? null), bearingDeg, now)
    this.#mark.update(now)
    const opened = this.floors.find((floor) => floor.mode === 'opened')
    const covers = opened !== undefined && opened.model.spec.elevationM < -0.5
    const isOnTable = this.#spread !== null && this.#spread.arrangement !== 'fan'
    this.#ground.material.uniforms.uOpacity!.value = isOnTable
      ? 0
      : upM < GROUND_M || covers
        ? 0.25
        : this.hasBasement
          ? 0.72
          : 1
    return moving
  }

  /** The room that is chosen or holds the desk that is, on the opened floor; null where there is none. */
  roomChosen(selected: string | null): RoomModel | null {
    const floor = selected === null ? undefined : this.model.floorOf.get(selected)
    if (!floor || selected === null || this.floorById(floor.spec.id)?.mode !== 'opened') return null
    const desk = floor.spec.desks.find(({ id }) => id === selected)
    const holds = ({ ring }: RoomModel): boolean => desk !== undefined && insideRing(ring, desk.x, desk.y)
    return this.model.roomOf.get(selected) ?? floor.rooms.find(holds) ?? null
  }

  get hasBasement(): boolean {
    return (this.model.floors[0]?.spec.elevationM ?? 0) < -0.5
  }

  /** What a camera should show of an opened floor. */
  frame(focusFloor: string | null): Box3 | null {
    const focus = this.floorById(focusFloor)
    if (!focus) return null
    const { box, spec } = focus.model
    return {
      min: [box.minX, spec.elevationM - SLAB_M, box.minY],
      max: [box.maxX, spec.elevationM + OPENED_HEIGHT_M, box.maxY],
    }
  }

  dispose(): void {
    this.#meshes.dispose()
    this.#states.dispose()
    this.#hidden.dispose()
    this.section.dispose()
    this.#mark.clear()
    this.measured.dispose()
    this.#fill.dispose()
    this.#remarks.dispose()
    this.#ground.geometry.dispose()
    this.#ground.material.dispose()
    this.group.removeFromParent()
  }

  /** The accent line around what is selected: a room on its walls, a floor on its slab. */
  #setMark(selected: string | null, hovered: string | null): void {
    const isKnown = selected !== null && this.model.floorOf.has(selected)
    const id = isKnown ? selected : this.floorById(hovered) ? hovered : null
    const of = id === null ? undefined : this.model.floorOf.get(id)
    const floor = of && this.floorById(of.spec.id)
    const room = id === null ? undefined : this.model.roomOf.get(id)
    const ring = room?.ring ?? (id === of?.spec.id ? of?.outline : undefined)
    if (!floor || !ring || floor.mode === 'ghost' || this.#isWalked) return this.#mark.clear()
    this.#mark.set(`${id}`, {
      floor,
      ring,
      up: room ? floor.wallM + CHOSEN_LIFT_M : 0.03,
      isSelected: id === selected,
    })
  }
}
