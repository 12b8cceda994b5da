import type { LabelLayer } from '#shared/scene/layers.ts'
import type { DrawnLabel, EngineOptions, ScreenRect } from '../../SceneEngine.ts'
import type { CameraRig } from '../camera/CameraRig.ts'
import type { BuildingFrame } from '../shapes/frame.ts'
import { LabelBoard, type Box, type LabelSpec } from './LabelBoard.ts'
import { placeLabels, type LabelLook } from './labels.ts'
import type { Palette } from '../palette.ts'
import type { Stage } from '../Stage.ts'
import type { StageThing } from '../StageThing.ts'

/** Boxes of the page as device pixels from the lower left, as texts are laid out. */
const fromLowerLeft = (rects: readonly ScreenRect[], heightPx: number, ratio: number): readonly Box[] =>
  rects.map(({ left, top, width, height }) => ({
    left: left * ratio,
    right: (left + width) * ratio,
    low: heightPx - (top + height) * ratio,
    high: heightPx - top * ratio,
  }))

const DEFAULT_LABEL_PX = 13

/** What the texts stand on. */
export interface Labelled {
  readonly shown: StageThing
  readonly frame: BuildingFrame
}

export interface StageLabelsEvents {
  /** A font came after the texts were written: they want another frame. */
  fontCame(): void
  missing(message: string): void
}

/** The texts on the stage: written when what they say changed, laid out when what they stand on moved. */
export class StageLabels {
  readonly #stage: Stage
  readonly #palette: Palette
  readonly #options: EngineOptions
  readonly #events: StageLabelsEvents
  readonly #fontsAsked = new Set<string>()
  #board: LabelBoard | null = null
  #covered: readonly ScreenRect[] = []
  #boardKey = ''
  #cameraKey = ''

  constructor(stage: Stage, palette: Palette, options: EngineOptions, events: StageLabelsEvents) {
    this.#stage = stage
    this.#palette = palette
    this.#options = options
    this.#events = events
  }

  /** The id of the label at a CSS pixel. */
  at(xPx: number, yPx: number): string | null {
    const { ratio } = this.#stage
    return this.#board?.at(xPx * ratio, this.#stage.size[1] - yPx * ratio) ?? null
  }

  drawn(): readonly DrawnLabel[] {
    return this.#board?.drawn(this.#stage.size[1], this.#stage.ratio) ?? []
  }

  clear(): void {
    this.#board?.dispose()
    this.#board = null
    this.#boardKey = ''
  }

  /** What stands over the picture, CSS pixels: no text is put beneath it. */
  setCovered(covered: readonly ScreenRect[]): void {
    this.#covered = covered
    this.layAgain()
  }

  layAgain(): void {
    this.#cameraKey = ''
  }

  /** New texts when the floor, the selection or the labels changed; a new layout when the camera or the floors moved. */
  lay(on: Labelled, labelLayers: readonly LabelLayer[], rig: CameraRig, changing: boolean): void {
    const labelKeys = labelLayers.map((labels) => `${labels.id}:${labels.version}:${labels.sizePx}`)
    const key = [on.shown.labelsKey(), this.#stage.ratio, ...labelKeys].join('|')
    if (key !== this.#boardKey) this.#rewrite(on, labelLayers, key)
    const { camera } = rig
    const [width, height] = this.#stage.size
    const cameraKey = [...camera.matrixWorld.elements, camera.fov, width, height].join()
    if (!changing && cameraKey === this.#cameraKey) return
    this.#cameraKey = cameraKey
    const ratio = this.#stage.ratio
    this.#board!.layout(camera, width, height, fromLowerLeft(this.#covered, height, ratio))
  }

  #rewrite({ shown, frame }: Labelled, labelLayers: readonly LabelLayer[], key: string): void {
    this.clear()
    this.#boardKey = key
    this.#cameraKey = ''
    const look: LabelLook = {
      palette: this.#palette,
      sizePx: shown.labelPx ?? labelLayers[0]?.sizePx ?? DEFAULT_LABEL_PX,
      ratio: this.#stage.ratio,
    }
    const labels = [...shown.labels(look), ...labelLayers.flatMap((free) => placeLabels(free, frame, look))]
    this.#awaitFont(labels)
    this.#board = new LabelBoard(labels, {
      fontFamily: this.#options.fontFamily,
      halo: this.#palette.halo,
      ratio: look.ratio,
    })
    this.#stage.scene.add(this.#board.mesh)
    if (this.#board.missing > 0)
      this.#events.missing(`${this.#board.missing} labels found no place in the label texture`)
  }

  /** A canvas does not wait for a web font: the texts are written anew once their font is there, and only once. */
  #awaitFont(labels: readonly LabelSpec[]): void {
    const text = [
      ...new Set(
        labels
          .flatMap((label) => label.signs.flatMap((sign) => sign.lines.map((line) => line.text)))
          .join(''),
      ),
    ].join('')
    const font = `600 16px ${this.#options.fontFamily}`
    if (this.#fontsAsked.has(text) || document.fonts.check(font, text)) return
    this.#fontsAsked.add(text)
    const again = () => {
      this.#boardKey = ''
      this.#events.fontCame()
    }
    void document.fonts.load(font, text).then(again, () => undefined)
  }
}
