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
import { boxOf, drawnLabel, uOfText } from '../../labels/boxes.ts'
import { placeLabels } from '../../labels/placement.ts'
import type { DrawnLabel } from '../../SceneEngine.ts'
import type { LayerView, Stage } from '../layers/LayerView.ts'
import { SignSet } from './SignSet.ts'

type Text = LabelLayer['labels'][number]

interface Row {
  readonly text: Text
  readonly place: Cartesian3
  readonly labels: readonly Label[]
  /** Of each line, from the middle of the text. */
  readonly lines: readonly number[]
  readonly down: number
  readonly size: readonly [width: number, height: number]
}

/** Room kept around a text. */
const GAP_PX = 4
/** Of a disc's number where text is 1. */
const NUMBER = 1.125

/** Names; where two would overlap only the one of higher priority is shown, behind the earth none. */
export class LabelView implements LayerView<LabelLayer> {
  readonly #stage: Stage
  readonly #signs: SignSet
  readonly #labels: LabelCollection
  #rows: readonly Row[] = []
  #told: readonly DrawnLabel[] = []
  #sizePx = 0
  #key = ''
  #covered: unknown = null
  #moved = true
  #zoom = Infinity

  constructor(stage: Stage) {
    this.#stage = stage
    this.#signs = new SignSet(stage)
    this.#labels = stage.scene.primitives.add(new LabelCollection({ scene: stage.scene }))
  }

  update(spec: LabelLayer): void {
    this.#labels.show = spec.visible
    this.#signs.show = spec.visible
    const key = `${spec.version}:${spec.sizePx}:${spec.pickable}`
    if (key === this.#key) return
    this.#key = key
    this.#sizePx = spec.sizePx
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
    if (this.#moved || this.#covered !== this.#stage.covered()) this.#arrange()
    this.#moved = false
    return true
  }

  drawnLabels(): readonly DrawnLabel[] {
    return this.#labels.show ? this.#told : []
  }

  dispose(): void {
    this.#signs.dispose()
    this.#stage.scene.primitives.remove(this.#labels)
  }

  #write(spec: LabelLayer, text: Text, part: number, brush: CanvasRenderingContext2D): Row {
    const place = Cartesian3.fromDegrees(text.at[0], text.at[1], text.height ?? 0)
    const { radiusPx } = text.disc ?? {}
    if (radiusPx !== undefined)
      return { text, place, labels: [], lines: [], down: 0, size: [radiusPx * 2, radiusPx * 2] }
    const lines = text.detail ? [text.text, text.detail] : [text.text]
    const size = Math.round(spec.sizePx * (text.quiet?.scale ?? 1))
    const inks = [text.quiet?.hex, text.callout?.hex].map((hex) =>
      hex === undefined ? this.#stage.text : Color.fromCssColorString(hex),
    )
    const down = text.belowPx ? text.belowPx + size / 2 : 0
    let [width, height] = [0, 0]
    const offsets: number[] = []
    const labels = lines.map((line, i) => {
      const family = i === 0 ? this.#stage.fontFamily : this.#stage.figureFamily
      const font = `${i === 0 ? (text.emphasis ? 800 : 600) : 600} ${size}px ${family}`
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
        fillColor: inks[i] ?? this.#stage.text,
        outlineColor: this.#stage.halo,
        outlineWidth: 3,
        horizontalOrigin: text.callout ? HorizontalOrigin.LEFT : HorizontalOrigin.CENTER,
        verticalOrigin: VerticalOrigin.CENTER,
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
        id: spec.pickable ? { layer: spec.id, id: text.id, part } : undefined,
      })
    })
    return { text, place, labels, lines: offsets, down, size: [width + GAP_PX * 2, height] }
  }

  #arrange(): void {
    const { scene } = this.#stage
    const { clientWidth, clientHeight } = scene.canvas
    const covered = this.#stage.covered()
    this.#covered = covered
    const eye = scene.camera.positionWC
    const onCanvas = (place: Cartesian3): Cartesian2 | undefined =>
      facing(place, eye) ? scene.cartesianToCanvasCoordinates(place) : undefined
    const project = (lon: number, lat: number): Cartesian2 | undefined =>
      onCanvas(Cartesian3.fromDegrees(lon, lat))
    const seen = this.#rows.flatMap((row) => {
      const at = this.#zoom >= (row.text.fromZoom ?? 0) ? onCanvas(row.place) : undefined
      return at ? [{ row, box: boxOf(row.text, { x: at.x, y: at.y + row.down }, row.size, project) }] : []
    })
    const boxes = seen.map(({ box }) => box)
    const placed = placeLabels(boxes, clientWidth, clientHeight, { covered, uPx: uOfText(this.#sizePx) })
    const where = new Map(placed.map((one) => [seen[one.index]!.row, one]))
    for (const row of this.#rows) {
      const to = where.get(row)
      for (const [i, label] of row.labels.entries()) {
        if (label.show !== (to !== undefined)) label.show = to !== undefined
        if (!to) continue
        const left = row.text.callout ? GAP_PX - row.size[0] / 2 : 0
        label.pixelOffset = new Cartesian2(to.dx + left, to.dy + row.down + row.lines[i]!)
      }
    }
    this.#signs.set(
      [...where].map(([{ text, place }, { dx, dy, leader }]) => ({ text, place, dx, dy, leader })),
      this.#sizePx,
    )
    this.#told = placed.map((one) => {
      const { row, box } = seen[one.index]!
      const scale = row.text.disc ? NUMBER : (row.text.quiet?.scale ?? 1)
      return drawnLabel(row.text, box, one, Math.round(this.#sizePx * scale))
    })
  }
}

/** Not behind the earth: the eye is above the place's own horizon. */
const facing = (place: Cartesian3, eye: Cartesian3): boolean =>
  Cartesian3.dot(place, Cartesian3.subtract(eye, place, new Cartesian3())) > 0
