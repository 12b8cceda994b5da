import { Cartesian3, Color, type Scene } from '@cesium/engine'
import { LineSet } from '../layers/LineSet.ts'

const STEP_DEG = 15
const ALPHA = 0.09
/** From here on nearer the lines would only stand about. */
const HIDDEN_FROM_ZOOM = 5.5

/** Meridians and parallels, hair thin, while the earth is seen as a ball. */
export class Graticule {
  readonly #lines: LineSet

  constructor(scene: Scene, text: Color) {
    const lines: Cartesian3[][] = []
    for (let lon = -180; lon < 180; lon += STEP_DEG)
      lines.push(range(-75, 75, 15).map((lat) => Cartesian3.fromDegrees(lon, lat)))
    for (let lat = -75; lat <= 75; lat += STEP_DEG)
      lines.push(range(-180, 180, 1).map((lon) => Cartesian3.fromDegrees(lon, lat)))
    this.#lines = new LineSet(scene, lines, {
      color: text.withAlpha(ALPHA),
      widthPx: 1,
      straight: false,
      coarse: true,
    })
  }

  get ready(): boolean {
    return this.#lines.ready
  }

  cameraMoved(zoom: number): void {
    this.#lines.show = zoom < HIDDEN_FROM_ZOOM
  }

  dispose(): void {
    this.#lines.dispose()
  }
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)
