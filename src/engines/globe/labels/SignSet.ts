import { BillboardCollection, type Billboard, Cartesian2, Color, type Cartesian3 } from '@cesium/engine'
import type { LabelLayer } from '#shared/scene/layers.ts'
import { uOfText } from '../../labels/boxes.ts'
import type { Placed } from '../../labels/placement.ts'
import type { Stage } from '../layers/LayerView.ts'

interface Sign extends Pick<Placed, 'dx' | 'dy' | 'leader'> {
  readonly text: LabelLayer['labels'][number]
  readonly place: Cartesian3
}

/** Of a line to a label, u; of a disc's number, as a share of its radius. */
const LEADER_U = 0.12
const NUMBER = 1.33
/** A disc is drawn so many times larger than it stands. */
const SHARP = 2
/** Of the picture of which lines are drawn. */
const LINE_SIDE = 4

/** What stands with names and is no text: numbered discs, and lines from a dot to its name. */
export class SignSet {
  readonly #stage: Stage
  readonly #signs: BillboardCollection
  readonly #images = new Map<string, HTMLCanvasElement>()

  constructor(stage: Stage) {
    this.#stage = stage
    this.#signs = stage.scene.primitives.add(new BillboardCollection({ scene: stage.scene }))
  }

  set show(show: boolean) {
    this.#signs.show = show
  }

  /** Draws these and no others; `sizePx` is the size of a name's text, CSS pixels. */
  set(signs: readonly Sign[], sizePx: number): void {
    this.#signs.removeAll()
    const width = Math.max(1, LEADER_U * uOfText(sizePx))
    for (const { place, text, leader = [] } of signs)
      for (const [i, from] of leader.slice(0, -1).entries())
        this.#line(place, [from, leader[i + 1]!], width, text.callout?.hex)
    for (const { place, text, dx, dy } of signs) if (text.disc) this.#disc(place, text, dx, dy)
  }

  dispose(): void {
    this.#stage.scene.primitives.remove(this.#signs)
  }

  #line(
    position: Cartesian3,
    [[x1, y1], [x2, y2]]: readonly [readonly [number, number], readonly [number, number]],
    height: number,
    hex: string | undefined,
  ): void {
    const sign = this.#signs.add({
      position,
      color: hex === undefined ? this.#stage.text : Color.fromCssColorString(hex),
      width: Math.hypot(x2 - x1, y2 - y1),
      height,
      rotation: -Math.atan2(y2 - y1, x2 - x1),
      pixelOffset: new Cartesian2((x1 + x2) / 2, (y1 + y2) / 2),
      disableDepthTestDistance: Number.POSITIVE_INFINITY,
    })
    this.#paint(sign, 'line', LINE_SIDE, (pen) => {
      pen.fillStyle = '#ffffff'
      pen.fillRect(0, 0, LINE_SIDE, LINE_SIDE)
    })
  }

  #disc(position: Cartesian3, { text, disc }: Sign['text'], dx: number, dy: number): void {
    const { hex, radiusPx } = disc!
    const side = Math.ceil(radiusPx * 2 * SHARP)
    const sign = this.#signs.add({
      position,
      width: radiusPx * 2,
      height: radiusPx * 2,
      pixelOffset: new Cartesian2(dx, dy),
      disableDepthTestDistance: Number.POSITIVE_INFINITY,
    })
    this.#paint(sign, `${hex} ${side} ${text}`, side, (pen) => {
      const halo = this.#stage.halo.toCssColorString()
      const edge = side * 0.06
      pen.arc(side / 2, side / 2, side / 2 - edge / 2, 0, Math.PI * 2)
      pen.fillStyle = hex
      pen.fill()
      pen.lineWidth = edge
      pen.strokeStyle = halo
      pen.stroke()
      pen.font = `600 ${(side / 2) * NUMBER}px ${this.#stage.figureFamily}`
      pen.textAlign = 'center'
      pen.textBaseline = 'middle'
      pen.fillStyle = halo
      pen.fillText(text, side / 2, side * 0.52)
    })
  }

  /** Each picture is drawn once, under its name. */
  #paint(sign: Billboard, name: string, side: number, draw: (pen: CanvasRenderingContext2D) => void): void {
    const canvas = this.#images.get(name) ?? document.createElement('canvas')
    if (!this.#images.has(name)) {
      ;[canvas.width, canvas.height] = [side, side]
      draw(canvas.getContext('2d')!)
      this.#images.set(name, canvas)
    }
    sign.setImage(name, canvas)
  }
}
