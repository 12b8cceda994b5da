import { Cartesian3, Ellipsoid, Matrix4, Transforms } from '@cesium/engine'
import type { MoverLayer } from '#shared/scene/layers.ts'
import type { LonLat } from '#shared/units.ts'
import { colorOf, type LayerView, type Stage } from './LayerView.ts'
import { MoverPrimitive, type MoverColumns } from './MoverPrimitive.ts'

/** Vehicles drive just above the ground. */
const HEIGHT_M = 2

/** What the GPU has, and the degrees that it was made from. */
interface GlobeColumns extends MoverColumns {
  readonly from2: Float32Array
  readonly to2: Float32Array
}
const makeColumns = (count: number): GlobeColumns => {
  const floats = (perRow: number) => new Float32Array(count * perRow)
  return { count, from3: floats(3), to3: floats(3), spans: floats(2), looks: floats(2), from2: floats(2), to2: floats(2) }
}

/** Vehicles: columns go to the GPU when their version changes, the glide between two reports is the shader's. */
export class MoverView implements LayerView<MoverLayer> {
  readonly #stage: Stage
  #spec: MoverLayer | null = null
  #primitive: MoverPrimitive | null = null
  #columns: GlobeColumns | null = null
  #centre = new Cartesian3()
  #now = 0
  #lastMoveS = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: MoverLayer): void {
    const before = this.#spec
    this.#spec = spec
    if (!before || before.origin[0] !== spec.origin[0] || before.origin[1] !== spec.origin[1]) this.#begin(spec)
    const primitive = this.#primitive!
    if (!before || dataKey(before) !== dataKey(spec)) this.#load(spec)
    primitive.show = spec.visible
    primitive.look.sizePx = spec.sizePx
    primitive.look.palette = spec.palette.map(colorOf) as unknown as typeof primitive.look.palette
    primitive.look.chosenRow = spec.selected === null ? -1 : rowOf(spec, Number(spec.selected))
    primitive.look.seconds = (this.#now - spec.epoch) / 1000
  }

  setClock(now: number): boolean {
    const [spec, primitive] = [this.#spec, this.#primitive]
    const before = this.#now
    this.#now = now
    if (!spec || !primitive || !spec.visible) return false
    const [was, is] = [(before - spec.epoch) / 1000, (now - spec.epoch) / 1000]
    primitive.look.seconds = is
    return was !== is && Math.min(was, is) < this.#lastMoveS
  }

  ready(): boolean {
    return true
  }

  /** The nearest vehicle that is drawn over the pixel. */
  pickAt(xPx: number, yPx: number): string | null {
    const [spec, columns] = [this.#spec, this.#columns]
    if (!spec || !columns || !spec.visible || !spec.pickable) return null
    const { camera, canvas } = this.#stage.scene
    const model = Matrix4.fromTranslation(this.#centre)
    const toEye = Matrix4.multiply(camera.viewMatrix, model, new Matrix4())
    const m = Matrix4.multiply(camera.frustum.projectionMatrix, toEye, new Matrix4()) as unknown as ArrayLike<number>
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    const cameraAway = Cartesian3.subtract(camera.positionWC, this.#centre, new Cartesian3())
    const seconds = (this.#now - spec.epoch) / 1000
    let best = { row: -1, px: (spec.sizePx / 2 + 2) ** 2 }
    for (let row = 0; row < columns.count; row++) {
      const [x, y, z] = placeAt(columns, row, seconds)
      const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!
      if (w <= 0) continue
      const px = (((m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w + 1) / 2) * width - xPx
      const py = ((1 - (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w) / 2) * height - yPx
      if (px * px + py * py < best.px && this.#faces(x, y, z, cameraAway)) best = { row, px: px * px + py * py }
    }
    return best.row < 0 ? null : String(spec.ordinals.values[best.row])
  }

  dispose(): void {
    if (this.#primitive) this.#stage.scene.primitives.remove(this.#primitive)
    this.#primitive = null
  }

  /** Not behind the earth: the camera is above the place's own horizon. */
  #faces(x: number, y: number, z: number, camera: Cartesian3): boolean {
    const [ux, uy, uz] = [this.#centre.x + x, this.#centre.y + y, this.#centre.z + z]
    return ux * (camera.x - x) + uy * (camera.y - y) + uz * (camera.z - z) > 0
  }

  #begin(spec: MoverLayer): void {
    this.dispose()
    this.#centre = Cartesian3.fromDegrees(spec.origin[0], spec.origin[1], 0)
    const frame = Transforms.eastNorthUpToFixedFrame(this.#centre)
    const look = { seconds: 0, sizePx: spec.sizePx, chosenRow: -1, palette: spec.palette.map(colorOf) as never, accent: this.#stage.accent }
    this.#primitive = this.#stage.scene.primitives.add(new MoverPrimitive(frame, look)) as MoverPrimitive
    this.#columns = null
  }

  #load(spec: MoverLayer): void {
    const { count } = spec
    const known = this.#columns?.count === count
    const columns = known ? this.#columns! : makeColumns(count)
    const { looks, spans } = columns
    let last = 0
    for (let row = 0; row < count; row++) {
      looks[row * 2] = spec.states.values[row] ?? 0
      looks[row * 2 + 1] = spec.headings.values[row] ?? 0
      spans[row * 2] = spec.spans.values[row * 2]!
      spans[row * 2 + 1] = spec.spans.values[row * 2 + 1]!
      last = Math.max(last, spans[row * 2]! + spans[row * 2 + 1]!)
    }
    this.#lastMoveS = last
    place(columns.from3, columns.from2, spec.origin, spec.from.values, count, this.#centre, known)
    place(columns.to3, columns.to2, spec.origin, spec.to.values, count, this.#centre, known)
    this.#columns = columns
    this.#primitive!.set(columns)
  }
}

const dataKey = (spec: MoverLayer): string => [spec.count, spec.from.version, spec.to.version, spec.spans.version, spec.headings.version, spec.states.version, ...spec.origin].join()

const rowOf = (spec: MoverLayer, ordinal: number): number => {
  for (let row = 0; row < spec.count; row++) if (spec.ordinals.values[row] === ordinal) return row
  return -1
}

const placeAt = ({ from3, to3, spans }: MoverColumns, row: number, seconds: number): [number, number, number] => {
  const length = spans[row * 2 + 1]!
  const t = length > 0 ? Math.min(1, Math.max(0, (seconds - spans[row * 2]!) / length)) : 1
  const at = (k: number) => from3[row * 3 + k]! + (to3[row * 3 + k]! - from3[row * 3 + k]!) * t
  return [at(0), at(1), at(2)]
}

/**
 * Degrees from the origin into earth-fixed metres from it: small numbers, so 32 bits keep centimetres. With `known` only
 * rows whose degrees differ from those before are worked out: of a province few have reported since the last time.
 */
const place = (out: Float32Array, before: Float32Array, origin: LonLat, degrees: Float32Array, count: number, centre: Cartesian3, known: boolean): void => {
  const at = new Cartesian3()
  for (let row = 0; row < count; row++) {
    if (known && before[row * 2] === degrees[row * 2] && before[row * 2 + 1] === degrees[row * 2 + 1]) continue
    before[row * 2] = degrees[row * 2]!
    before[row * 2 + 1] = degrees[row * 2 + 1]!
    Cartesian3.fromDegrees(origin[0] + degrees[row * 2]!, origin[1] + degrees[row * 2 + 1]!, HEIGHT_M, Ellipsoid.WGS84, at)
    out[row * 3] = at.x - centre.x
    out[row * 3 + 1] = at.y - centre.y
    out[row * 3 + 2] = at.z - centre.z
  }
}
