import { BufferGeometry, Group, Mesh, PlaneGeometry, type DataTexture, type ShaderMaterial } from 'three'
import type { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import type { InteriorLayer } from '#shared/scene/layers.ts'
import { DESK } from './desks.ts'
import { SLAB_M } from './floorGeometry.ts'
import { FloorView } from './FloorView.ts'
import type { Box3 } from '../../framing.ts'
import { lineMaterial, ringLines } from './lines.ts'
import { fillTexture, groundMaterial, type SharedUniforms } from '../materials.ts'
import { buildModel, type BuildingModel } from './model.ts'
import type { Palette } from '../palette.ts'

/** The ground lies just below the lowest slab above it. */
const GROUND_M = -SLAB_M - 0.12
const CHOSEN_LIFT_M = 0.22
const LINE_PX = 2.5
/** An opened floor is watched from closer than its neighbours' height would let. */
const OPENED_HEIGHT_M = 1.2

/** One InteriorLayer on the stage. Geometry is made once; colours, emphasis and openness change without it. */
export class BuildingView {
  readonly model: BuildingModel
  readonly group = new Group()
  readonly floors: readonly FloorView[]
  readonly #palette: Palette
  readonly #fill: DataTexture
  readonly #shared: SharedUniforms
  readonly #ground: Mesh<BufferGeometry, ShaderMaterial>
  #mark: LineSegments2 | null = null
  #markFloor: FloorView | null = null
  #markKey = ''
  #fillVersion: number | null = null
  #explode: number

  constructor(layer: InteriorLayer, palette: Palette) {
    this.#palette = palette
    this.#explode = layer.explode
    this.model = buildModel(layer)
    this.#fill = fillTexture(this.model.roomCount)
    this.#shared = {
      uFill: { value: this.#fill },
      uSelected: { value: -1 },
      uHovered: { value: -1 },
      uLift: { value: CHOSEN_LIFT_M },
    }
    this.floors = this.model.floors.map((floor) => new FloorView(floor, palette, this.#shared, layer.explode))
    this.#ground = groundMesh(this.model, palette)
    this.group.add(this.#ground, ...this.floors.map((floor) => floor.group))
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

  setOpen(focusFloor: string | null, explode: number, now: number, lengthMs: number): void {
    this.#explode = explode
    const focus = this.floorById(focusFloor)
    for (const floor of this.floors) {
      const mode = !focus ? 'stacked' : floor === focus ? 'opened' : 'ghost'
      floor.set(mode, focus ? floor.model.rank - focus.model.rank : 0, explode, now, lengthMs)
    }
  }

  setChosen(selected: string | null, hovered: string | null): void {
    const ordinal = (id: string | null) => (id === null ? -1 : (this.model.roomOf.get(id)?.ordinal ?? -1))
    this.#shared.uSelected.value = ordinal(selected)
    this.#shared.uHovered.value = ordinal(hovered)
    for (const floor of this.floors) {
      const desk = (id: string | null) =>
        id === null ? -1 : floor.model.spec.desks.findIndex((one) => one.id === id)
      const id = floor.model.spec.id
      floor.choose(id === selected || id === hovered, desk(selected), desk(hovered))
    }
    this.#setMark(selected, hovered)
  }

  /** Puts this instant on the stage; true while something moves. `metresPerPx` decides whether desks are worth drawing. */
  update(now: number, metresPerPx: number, cameraUp: number): boolean {
    let moving = false
    for (const floor of this.floors) {
      const desksShown = DESK.widthM / metresPerPx > (floor.mode === 'opened' ? 2.5 : 26)
      moving = floor.update(now, desksShown) || moving
    }
    if (this.#mark && this.#markFloor) this.#mark.position.y = this.#markFloor.y.at(now)
    const opened = this.floors.find((floor) => floor.mode === 'opened')
    const covers = opened !== undefined && opened.model.spec.elevationM < -0.5
    this.#ground.material.uniforms.uOpacity!.value =
      cameraUp < GROUND_M || covers ? 0.25 : this.hasBasement ? 0.72 : 1
    return moving
  }

  get hasBasement(): boolean {
    return (this.model.floors[0]?.spec.elevationM ?? 0) < -0.5
  }

  /** What a camera should show: the opened floor, or the whole stack where it will stand. */
  frame(focusFloor: string | null): Box3 | null {
    const focus = this.floorById(focusFloor)
    const floors = focus ? [focus] : this.floors
    if (floors.length === 0) return null
    const box = focus ? focus.model.box : this.model.box
    const [low, high] = [floors[0]!, floors.at(-1)!]
    const top = focus ? OPENED_HEIGHT_M : high.model.spec.heightM
    return {
      min: [box.minX, low.model.spec.elevationM * this.#explode - SLAB_M, box.minY],
      max: [box.maxX, high.model.spec.elevationM * this.#explode + top, box.maxY],
    }
  }

  dispose(): void {
    for (const floor of this.floors) floor.dispose()
    this.#clearMark()
    this.#fill.dispose()
    this.#ground.geometry.dispose()
    this.#ground.material.dispose()
    this.group.removeFromParent()
  }

  /** The accent line around what is selected: a room on its walls, a floor on its slab. */
  #setMark(selected: string | null, hovered: string | null): void {
    const id =
      selected !== null && this.model.floorOf.has(selected)
        ? selected
        : this.floorById(hovered)
          ? hovered
          : null
    const floor = id === null ? null : (this.model.floorOf.get(id) ?? null)
    const view = floor && this.floorById(floor.spec.id)
    const key = view ? `${id} ${view.mode} ${id === selected}` : ''
    if (key === this.#markKey) return
    this.#clearMark()
    this.#markKey = key
    const room = id === null ? undefined : this.model.roomOf.get(id)
    const ring = room?.ring ?? (id === floor?.spec.id ? floor?.outline : undefined)
    if (!view || !ring || view.mode === 'ghost') return
    const material = lineMaterial(this.#palette.accent, LINE_PX, true)
    material.opacity = id === selected ? 1 : 0.7
    this.#mark = ringLines([{ ring, z: room ? view.wallM + CHOSEN_LIFT_M : 0.03 }], material)
    this.#mark.renderOrder = 50
    this.#markFloor = view
    this.group.add(this.#mark)
  }

  #clearMark(): void {
    this.#mark?.geometry.dispose()
    this.#mark?.material.dispose()
    this.#mark?.removeFromParent()
    this.#mark = null
    this.#markFloor = null
    this.#markKey = ''
  }
}

const groundMesh = (model: BuildingModel, palette: Palette): Mesh<BufferGeometry, ShaderMaterial> => {
  const { box } = model
  const material = groundMaterial(palette)
  const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2]
  const radius = 90 + 2.4 * Math.hypot(box.maxX - box.minX, box.maxY - box.minY)
  material.uniforms.uBox!.value = [box.minX, -box.maxY, box.maxX, -box.minY]
  material.uniforms.uRadius!.value = radius
  const mesh = new Mesh<BufferGeometry, ShaderMaterial>(
    new PlaneGeometry(radius * 2, radius * 2).rotateX(-Math.PI / 2).translate(x, GROUND_M, -y),
    material,
  )
  mesh.renderOrder = 5
  mesh.frustumCulled = false
  return mesh
}
