import type { LabelLayer } from '#shared/scene/layers.ts'
import { placeLabels, type Placed } from '../../labels/placement.ts'
import { LabelSheet, type LabelCell, type LabelText } from '../gpu/LabelSheet.ts'
import { SharpIconLayer } from '../gpu/SharpIconLayer.ts'
import { FLAT, PICK_SUFFIX, type DrawnLayer, type Stage } from './drawn.ts'

type Label = LabelLayer['labels'][number]

interface ShownLabel {
  readonly label: Label
  readonly cell: LabelCell
  /** From its place to its middle, CSS pixels. */
  readonly offset: readonly [number, number]
}

const FONT_WAIT_MS = 4000

/** Labels chosen by priority where they would overlap, drawn by the browser's text engine; see LabelSheet. */
export const drawLabels = (stage: Stage): DrawnLayer<LabelLayer> => new DrawnLabels(stage)

class DrawnLabels implements DrawnLayer<LabelLayer> {
  readonly #stage: Stage
  #spec: LabelLayer | null = null
  #version: number | null = null
  #sheet: { readonly sizePx: number; readonly sheet: LabelSheet } | null = null
  #fontsFor: string | null = null
  #shown: readonly ShownLabel[] = []
  #mapping: Record<string, object> = {}
  #shownKey = ''
  #destroyed = false
  pending = false

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: LabelLayer) {
    this.#spec = spec
    const sheet = this.#sheetFor(spec)
    if (this.#version !== spec.version) {
      this.#version = spec.version
      this.#waitForFonts(spec)
    }
    if (!this.pending) this.#choose(spec, sheet)
    if (!sheet.texture || !spec.visible) return []
    return [this.#icons(spec, sheet)]
  }

  idAt(row: number): string | null {
    return this.#shown[row]?.label.id ?? null
  }

  cameraMoved(): boolean {
    const spec = this.#spec
    if (!spec?.visible || this.pending || !this.#sheet) return false
    return this.#keyOf(this.#place(spec, this.#sheet.sheet)) !== this.#shownKey
  }

  destroy(): void {
    this.#destroyed = true
    this.#sheet?.sheet.destroy()
  }

  #icons(spec: LabelLayer, sheet: LabelSheet) {
    const ratio = this.#stage.options.devicePixelRatio
    return new SharpIconLayer<ShownLabel>({
      id: `${spec.id}${PICK_SUFFIX}`,
      data: this.#shown,
      pickable: spec.pickable,
      iconAtlas: sheet.texture as never,
      iconMapping: this.#mapping as never,
      getIcon: (_, { index }) => String(index),
      getPosition: ({ label }) => [label.at[0], label.at[1], label.height ?? 0],
      getSize: ({ cell }) => cell.height / ratio,
      getPixelOffset: ({ offset }) => offset as [number, number],
      sizeUnits: 'pixels',
      billboard: true,
      alphaCutoff: 0.02,
      parameters: FLAT,
    })
  }

  #sheetFor(spec: LabelLayer): LabelSheet {
    if (this.#sheet?.sizePx === spec.sizePx) return this.#sheet.sheet
    this.#sheet?.sheet.destroy()
    const { fontFamily, devicePixelRatio, text, background } = this.#stage.options
    const sheet = new LabelSheet(this.#stage.device, {
      fontFamily,
      sizePx: Math.round(spec.sizePx * devicePixelRatio),
      text,
      halo: background,
    })
    this.#sheet = { sizePx: spec.sizePx, sheet }
    this.#shownKey = ''
    return sheet
  }

  /** Fonts come in pieces by character range; a text drawn too early would keep the wrong face. */
  #waitForFonts(spec: LabelLayer): void {
    const characters = [...new Set(spec.labels.flatMap(({ text, detail }) => [...text, ...(detail ?? '')]))]
      .sort()
      .join('')
    if (characters === this.#fontsFor) return
    this.#fontsFor = characters
    this.pending = true
    const { fontFamily } = this.#stage.options
    const faces = [500, 600].map((weight) =>
      document.fonts.load(`${weight} ${spec.sizePx}px ${fontFamily}`, characters),
    )
    const late = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS))
    void Promise.race([Promise.allSettled(faces), late]).then(() => {
      if (this.#destroyed || this.#fontsFor !== characters) return
      this.pending = false
      this.#stage.refresh()
    })
  }

  #choose(spec: LabelLayer, sheet: LabelSheet): void {
    const placed = this.#place(spec, sheet)
    const key = this.#keyOf(placed)
    if (key === this.#shownKey) return
    const labels = placed.map(({ index }) => spec.labels[index] as Label)
    try {
      const cells = sheet.cells(labels.map(textOf))
      this.#shown = labels.map((label, row) => ({
        label,
        cell: cells[row] as LabelCell,
        offset: [placed[row]!.dx, placed[row]!.dy + (label.belowPx ?? 0)],
      }))
      this.#mapping = Object.fromEntries(
        this.#shown.map(({ cell }, row) => [
          row,
          { ...cell, anchorX: cell.width / 2, anchorY: cell.height / 2 },
        ]),
      )
      this.#shownKey = this.#keyOf(placed)
    } catch (cause) {
      this.#stage.fail(spec.id, cause instanceof Error ? cause.message : String(cause))
    }
  }

  #place(spec: LabelLayer, sheet: LabelSheet): Placed[] {
    const ratio = this.#stage.options.devicePixelRatio
    const [width, height] = this.#stage.size()
    const zoom = this.#stage.zoom()
    const near = spec.labels.map((_, index) => index).filter((index) => isNear(spec.labels[index]!, zoom))
    const boxes = near.map((index) => {
      const label = spec.labels[index]!
      const { x, y } = this.#stage.project(label.at[0], label.at[1])
      const [boxWidth, boxHeight] = sheet.measure(textOf(label))
      return {
        x,
        y: y + (label.belowPx ?? 0),
        width: boxWidth / ratio,
        height: boxHeight / ratio,
        priority: label.priority + (label.emphasis ? 1e9 : 0),
        ...(label.clearPx === undefined ? {} : { clearPx: label.clearPx }),
      }
    })
    return placeLabels(boxes, width, height).map((placed) => ({ ...placed, index: near[placed.index]! }))
  }

  #keyOf(placed: readonly Placed[]): string {
    const where = placed.map(({ index, dx, dy }) => `${index}:${dx}:${dy}`)
    return `${this.#version}/${this.#sheet?.sheet.generation}/${where.join()}`
  }
}

const isNear = ({ fromZoom = 0 }: Label, zoom: number): boolean => zoom >= fromZoom
const textOf = ({ text, detail, emphasis, quiet }: Label): LabelText => ({
  text,
  detail: detail ?? '',
  emphasis,
  quiet,
})
