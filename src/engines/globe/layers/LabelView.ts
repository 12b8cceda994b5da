import {
  Cartesian2,
  Cartesian3,
  Color,
  HorizontalOrigin,
  LabelCollection,
  LabelStyle,
  VerticalOrigin,
  type Label,
} from '@cesium/engine'
import type { LabelLayer } from '#shared/scene/layers.ts'
import type { LayerView, Stage } from './LayerView.ts'

type Text = LabelLayer['labels'][number]

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Room kept around a text. */
const GAP_PX = 4

/** Names; where two would overlap only the one of higher priority is shown, behind the earth none. */
export class LabelView implements LayerView<LabelLayer> {
  readonly #stage: Stage
  readonly #labels: LabelCollection
  #rows: {
    readonly text: Text
    readonly place: Cartesian3
    readonly labels: readonly Label[]
    readonly width: number
    readonly height: number
  }[] = []
  #key = ''
  #moved = true
  #zoom = Infinity

  constructor(stage: Stage) {
    this.#stage = stage
    this.#labels = stage.scene.primitives.add(new LabelCollection({ scene: stage.scene }))
  }

  update(spec: LabelLayer): void {
    this.#labels.show = spec.visible
    const key = `${spec.version}:${spec.sizePx}:${spec.pickable}`
    if (key === this.#key) return
    this.#key = key
    this.#labels.removeAll()
    const brush = document.createElement('canvas').getContext('2d')!
    this.#rows = [...spec.labels]
      .sort((a, b) => b.priority - a.priority)
      .map((text, part) => this.#write(spec, text, part, brush))
    this.#moved = true
  }

  cameraMoved(zoom: number): void {
    this.#zoom = zoom
    this.#moved = true
  }

  ready(): boolean {
    if (this.#moved) this.#arrange()
    this.#moved = false
    return true
  }

  dispose(): void {
    this.#stage.scene.primitives.remove(this.#labels)
  }

  #write(spec: LabelLayer, text: Text, part: number, brush: CanvasRenderingContext2D) {
    const place = Cartesian3.fromDegrees(text.at[0], text.at[1], text.height ?? 0)
    const lines = text.detail ? [text.text, text.detail] : [text.text]
    const size = Math.round(spec.sizePx * (text.quiet?.scale ?? 1))
    const ink = text.quiet ? Color.fromCssColorString(text.quiet.hex) : this.#stage.text
    const down = text.belowPx ? text.belowPx + size / 2 : 0
    let [width, height] = [0, 0]
    const labels = lines.map((line, i) => {
      const font = `${i === 0 ? (text.emphasis ? 800 : 600) : 500} ${size}px ${this.#stage.fontFamily}`
      brush.font = font
      width = Math.max(width, brush.measureText(line).width)
      height += size * 1.3
      const offset = lines.length === 1 ? 0 : i === 0 ? -size * 0.6 : size * 0.65
      return this.#labels.add({
        position: place,
        text: line,
        font,
        show: false,
        style: LabelStyle.FILL_AND_OUTLINE,
        fillColor: ink,
        outlineColor: this.#stage.halo,
        outlineWidth: 3,
        horizontalOrigin: HorizontalOrigin.CENTER,
        verticalOrigin: VerticalOrigin.CENTER,
        pixelOffset: new Cartesian2(0, offset + down),
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
        id: spec.pickable ? { layer: spec.id, id: text.id, part } : undefined,
      })
    })
    return { text, place, labels, width, height }
  }

  #arrange(): void {
    const { scene } = this.#stage
    const eye = scene.camera.positionWC
    const taken: Box[] = []
    for (const row of this.#rows) {
      const at =
        this.#zoom >= (row.text.fromZoom ?? 0) && facing(row.place, eye)
          ? scene.cartesianToCanvasCoordinates(row.place)
          : undefined
      const box = at && boxAround(at, row.width, row.height)
      const show = box !== undefined && !taken.some((other) => meets(box, other))
      if (show) taken.push(box)
      for (const label of row.labels) if (label.show !== show) label.show = show
    }
  }
}

/** Not behind the earth: the eye is above the place's own horizon. */
const facing = (place: Cartesian3, eye: Cartesian3): boolean =>
  Cartesian3.dot(place, Cartesian3.subtract(eye, place, new Cartesian3())) > 0

const boxAround = (at: Cartesian2, width: number, height: number): Box => ({
  left: at.x - width / 2 - GAP_PX,
  right: at.x + width / 2 + GAP_PX,
  top: at.y - height / 2,
  bottom: at.y + height / 2,
})
const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
