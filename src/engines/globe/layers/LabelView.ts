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
import { placeLabels } from '../../labels/placement.ts'
import type { LayerView, Stage } from './LayerView.ts'

type Text = LabelLayer['labels'][number]

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
    /** Of each line, from the middle of the text. */
    readonly lines: readonly number[]
    readonly down: number
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
    this.#rows = spec.labels.map((text, part) => this.#write(spec, text, part, brush))
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
    const offsets: number[] = []
    const labels = lines.map((line, i) => {
      const font = `${i === 0 ? (text.emphasis ? 800 : 600) : 500} ${size}px ${this.#stage.fontFamily}`
      brush.font = font
      width = Math.max(width, brush.measureText(line).width)
      height += size * 1.3
      offsets.push(lines.length === 1 ? 0 : i === 0 ? -size * 0.6 : size * 0.65)
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
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
        id: spec.pickable ? { layer: spec.id, id: text.id, part } : undefined,
      })
    })
    return { text, place, labels, lines: offsets, down, width, height }
  }

  #arrange(): void {
    const { scene } = this.#stage
    const { clientWidth, clientHeight } = scene.canvas
    const eye = scene.camera.positionWC
    const seen = this.#rows.flatMap((row) => {
      const near = this.#zoom >= (row.text.fromZoom ?? 0) && facing(row.place, eye)
      const at = near ? scene.cartesianToCanvasCoordinates(row.place) : undefined
      return at ? [{ row, at }] : []
    })
    const placed = placeLabels(
      seen.map(({ row: { text, width, height, down }, at }) => ({
        x: at.x,
        y: at.y + down,
        width: width + GAP_PX * 2,
        height,
        priority: text.priority + (text.emphasis ? 1e9 : 0),
        ...(text.clearPx === undefined ? {} : { clearPx: text.clearPx }),
      })),
      clientWidth,
      clientHeight,
    )
    const where = new Map(placed.map(({ index, dx, dy }) => [seen[index]!.row, { dx, dy }]))
    for (const row of this.#rows) {
      const to = where.get(row)
      for (const [i, label] of row.labels.entries()) {
        if (label.show !== (to !== undefined)) label.show = to !== undefined
        if (to) label.pixelOffset = new Cartesian2(to.dx, to.dy + row.down + row.lines[i]!)
      }
    }
  }
}

/** Not behind the earth: the eye is above the place's own horizon. */
const facing = (place: Cartesian3, eye: Cartesian3): boolean =>
  Cartesian3.dot(place, Cartesian3.subtract(eye, place, new Cartesian3())) > 0
