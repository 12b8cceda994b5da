import { Cartesian3, Matrix4, Transforms } from '@cesium/engine'
import type { MoverLayer } from '#shared/scene/layers.ts'
import { drawnAt, type GlideColumns } from '#shared/vehicles/track/glide.ts'
import { VEHICLE_STATES } from '#shared/vehicles/state.ts'
import { Glides } from '../../movers/Glides.ts'
import { selectedRow } from '../../movers/selected.ts'
import { localFrame, placeFrom, type LocalFrame } from '../camera/localFrame.ts'
import { colorOf, type LayerView, type Stage } from './LayerView.ts'
import { MoverPrimitive, type MoverLook } from './MoverPrimitive.ts'

const PICK_MARGIN_PX = 2
const ALARM = VEHICLE_STATES.indexOf('alarm')

/** Vehicles: written rows go to the GPU with the next frame; the glide between two reports and what follows it are the shader's. */
export class MoverView implements LayerView<MoverLayer> {
  readonly #stage: Stage
  readonly #glides = new Glides()
  #spec: MoverLayer | null = null
  #primitive: MoverPrimitive | null = null
  #frame = Matrix4.IDENTITY
  #local: LocalFrame | null = null
  #now = 0
  #zoom = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: MoverLayer): void {
    const before = this.#spec
    this.#spec = spec
    if (!before || before.origin[0] !== spec.origin[0] || before.origin[1] !== spec.origin[1])
      this.#begin(spec)
    this.#glides.take(spec)
    const { look } = this.#primitive!
    this.#primitive!.show = spec.visible
    look.layer = spec
    if (before?.palette !== spec.palette)
      look.palette = spec.palette.map(colorOf) as unknown as MoverLook['palette']
    look.chosenRow = selectedRow(spec, look.chosenRow)
    look.seconds = (this.#now - spec.epoch) / 1000
  }

  setClock(now: number): boolean {
    const [spec, primitive] = [this.#spec, this.#primitive]
    const before = this.#now
    this.#now = now
    if (!spec || !primitive || !spec.visible) return false
    primitive.look.seconds = (now - spec.epoch) / 1000
    return before !== now && this.#glides.between(before, now)
  }

  cameraMoved(zoom: number): void {
    this.#zoom = zoom
    if (this.#primitive) this.#primitive.look.zoom = zoom
  }

  ready(): boolean {
    return true
  }

  /** The nearest vehicle that is drawn over the pixel. */
  pickAt(xPx: number, yPx: number): string | null {
    const [spec, local] = [this.#spec, this.#local]
    if (!spec || !local || !spec.visible || !spec.pickable) return null
    const { camera, canvas } = this.#stage.scene
    const toEye = Matrix4.multiply(camera.viewMatrix, this.#frame, new Matrix4())
    const m = Matrix4.multiply(
      camera.frustum.projectionMatrix,
      toEye,
      new Matrix4(),
    ) as unknown as ArrayLike<number>
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    const columns = columnsOf(spec)
    const chosen = this.#primitive?.look.chosenRow
    const seconds = (this.#now - spec.epoch) / 1000
    const place = { x: 0, y: 0, z: 0 }
    let best = { row: -1, px: (spec.sizePx / 2 + PICK_MARGIN_PX) ** 2 }
    for (let row = 0; row < spec.count; row++) {
      if (spec.alarmsOnly && spec.states.values[row] !== ALARM && row !== chosen) continue
      drawnAt(columns, row, seconds, spec.origin[1], place)
      placeFrom(local, place.x, place.y, place)
      const { x, y, z } = place
      const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!
      if (w <= 0) continue
      const px = (((m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w + 1) / 2) * width - xPx
      const py = ((1 - (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w) / 2) * height - yPx
      if (px * px + py * py < best.px && this.#faces(x, y, z)) best = { row, px: px * px + py * py }
    }
    return best.row < 0 ? null : String(spec.ordinals.values[best.row])
  }

  dispose(): void {
    if (this.#primitive) this.#stage.scene.primitives.remove(this.#primitive)
    this.#primitive = null
  }

  /** Not behind the earth: the camera is above the place's own horizon. */
  #faces(x: number, y: number, z: number): boolean {
    const place = Matrix4.multiplyByPoint(this.#frame, new Cartesian3(x, y, z), new Cartesian3())
    return (
      Cartesian3.dot(
        place,
        Cartesian3.subtract(this.#stage.scene.camera.positionWC, place, new Cartesian3()),
      ) > 0
    )
  }

  #begin(layer: MoverLayer): void {
    this.dispose()
    this.#frame = Transforms.eastNorthUpToFixedFrame(
      Cartesian3.fromDegrees(layer.origin[0], layer.origin[1], 0),
    )
    this.#local = localFrame(layer.origin)
    const look: MoverLook = {
      layer,
      seconds: 0,
      chosenRow: -1,
      zoom: this.#zoom,
      palette: layer.palette.map(colorOf) as unknown as MoverLook['palette'],
      accent: this.#stage.accent,
    }
    this.#primitive = this.#stage.scene.primitives.add(
      new MoverPrimitive(this.#frame, this.#local, look),
    ) as MoverPrimitive
  }
}

const columnsOf = ({ from, to, spans, headings, speeds, states }: MoverLayer): GlideColumns => ({
  from: from.values,
  to: to.values,
  spans: spans.values,
  headings: headings.values,
  speeds: speeds.values,
  states: states.values,
})
