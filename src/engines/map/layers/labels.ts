import { PathLayer, type IconLayer } from '@deck.gl/layers'
import { errorMessage } from '#shared/kernel/errors.ts'
import type { LonLat } from '#shared/kernel/units.ts'
import type { LabelLayer } from '#shared/scene/layers.ts'
import { boxOf, drawnLabel, uOfText, type Label } from '../../labels/boxes.ts'
import { placeLabels, type Placed, type PlacedBox } from '../../labels/placement.ts'
import type { DrawnLabel } from '../../SceneEngine.ts'
import { growOf, LabelSheet, type LabelCell, type LabelText } from '../gpu/LabelSheet.ts'
import { SharpIconLayer } from '../gpu/SharpIconLayer.ts'
import { FLAT, PICK_SUFFIX, rgbaOf, type DrawnLayer, type Stage } from './drawn.ts'

interface ShownLabel {
  readonly label: Label
  readonly cell: LabelCell
  /** From its place to its middle, CSS pixels. */
  readonly offset: readonly [number, number]
}

/** A line from a dot to its label. */
interface Leader {
  readonly points: readonly LonLat[]
  readonly hex: string
}

/** A label that found a place. */
interface Seated extends Placed {
  readonly label: Label
  readonly box: PlacedBox
  readonly leaderOnGround: readonly LonLat[] | null
}

const FONT_WAIT_MS = 4000
/** Of a line to a label, u. */
const LEADER_U = 0.12
/** Digits that tell two ends of a line apart on the screen, degrees. */
const END_DIGITS = 5

/** Labels chosen by priority where they would overlap, drawn by the browser's text engine; see LabelSheet. */
export const drawLabels = (stage: Stage): DrawnLayer<LabelLayer> => new DrawnLabels(stage)

class DrawnLabels implements DrawnLayer<LabelLayer> {
  readonly #stage: Stage
  #spec: LabelLayer | null = null
  #version: number | null = null
  #sheet: { readonly sizePx: number; readonly sheet: LabelSheet } | null = null
  #fontsFor: string | null = null
  #shown: readonly ShownLabel[] = []
  #leaders: readonly Leader[] = []
  #told: readonly DrawnLabel[] = []
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
    return [...this.#lines(spec), this.#icons(spec, sheet)]
  }

  idAt(row: number): string | null {
    return this.#shown[row]?.label.id ?? null
  }

  cameraMoved(): boolean {
    const spec = this.#spec
    if (!spec?.visible || this.pending || !this.#sheet) return false
    return this.#keyOf(this.#place(spec, this.#sheet.sheet)) !== this.#shownKey
  }

  labels(): readonly DrawnLabel[] {
    return this.#spec?.visible ? this.#told : []
  }

  destroy(): void {
    this.#destroyed = true
    this.#sheet?.sheet.destroy()
  }

  #icons(spec: LabelLayer, sheet: LabelSheet): IconLayer<ShownLabel> {
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

  #lines(spec: LabelLayer): PathLayer<Leader>[] {
    if (this.#leaders.length === 0) return []
    const u = uOfText(spec.sizePx)
    return [
      new PathLayer<Leader>({
        id: `${spec.id}/leaders`,
        data: this.#leaders as Leader[],
        pickable: false,
        getPath: ({ points }) => points as never,
        getColor: ({ hex }) => rgbaOf(hex) as never,
        getWidth: Math.max(1, LEADER_U * u),
        widthUnits: 'pixels',
        jointRounded: true,
        parameters: FLAT,
      }),
    ]
  }

  #sheetFor(spec: LabelLayer): LabelSheet {
    if (this.#sheet?.sizePx === spec.sizePx) return this.#sheet.sheet
    this.#sheet?.sheet.destroy()
    const { fontFamily, figureFamily = fontFamily, devicePixelRatio, text, background } = this.#stage.options
    const sheet = new LabelSheet(this.#stage.device, {
      fontFamily,
      figureFamily,
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
    const { fontFamily, figureFamily } = this.#stage.options
    const wanted = [`500 ${spec.sizePx}px ${fontFamily}`, `600 ${spec.sizePx}px ${fontFamily}`]
    if (figureFamily) wanted.push(`600 ${spec.sizePx}px ${figureFamily}`)
    const faces = wanted.map((font) => document.fonts.load(font, characters))
    const late = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS))
    void Promise.race([Promise.allSettled(faces), late]).then(() => {
      if (this.#destroyed || this.#fontsFor !== characters) return
      this.pending = false
      this.#stage.refresh()
    })
  }

  #choose(spec: LabelLayer, sheet: LabelSheet): void {
    const seated = this.#place(spec, sheet)
    if (this.#keyOf(seated) === this.#shownKey) return
    try {
      const cells = sheet.cells(seated.map(({ label }) => this.#textOf(label)))
      this.#shown = seated.map(({ label, dx, dy }, row) => ({
        label,
        cell: cells[row] as LabelCell,
        offset: [dx, dy + (label.belowPx ?? 0)],
      }))
      this.#mapping = Object.fromEntries(
        this.#shown.map(({ cell }, row) => [
          row,
          { ...cell, anchorX: cell.width / 2, anchorY: cell.height / 2 },
        ]),
      )
      this.#leaders = seated.flatMap(({ label, leaderOnGround }) =>
        leaderOnGround
          ? [{ points: leaderOnGround, hex: label.callout?.hex ?? this.#stage.options.text }]
          : [],
      )
      this.#told = seated.map((one) =>
        drawnLabel(one.label, one.box, one, spec.sizePx * growOf(this.#textOf(one.label))),
      )
      this.#shownKey = this.#keyOf(seated)
    } catch (cause) {
      this.#stage.fail(spec.id, errorMessage(cause))
    }
  }

  #place(spec: LabelLayer, sheet: LabelSheet): Seated[] {
    const stage = this.#stage
    const ratio = stage.options.devicePixelRatio
    const [width, height] = stage.size()
    const zoom = stage.zoom()
    const near = spec.labels.filter((label) => isNear(label, zoom))
    const boxes = near.map((label) => {
      const { x, y } = stage.project(label.at[0], label.at[1])
      const [boxWidth, boxHeight] = sheet.measure(this.#textOf(label))
      const at = { x, y: y + (label.belowPx ?? 0) }
      return boxOf(label, at, [boxWidth / ratio, boxHeight / ratio], stage.project)
    })
    const around = { covered: stage.covered(), uPx: uOfText(spec.sizePx) }
    return placeLabels(boxes, width, height, around).map((placed) => {
      const box = boxes[placed.index]!
      const leaderOnGround = placed.leader?.map(([dx, dy]) => stage.unproject(box.x + dx, box.y + dy)) ?? null
      return { ...placed, label: near[placed.index]!, box, leaderOnGround }
    })
  }

  #textOf({ text, detail, emphasis, quiet, callout, disc }: Label): LabelText {
    const ratio = this.#stage.options.devicePixelRatio
    return {
      text,
      detail: detail ?? '',
      emphasis,
      quiet,
      callout: callout?.hex,
      disc: disc && { hex: disc.hex, radius: Math.round(disc.radiusPx * ratio) },
    }
  }

  /** The same where every label stands where it stood and every line ends where it ended. */
  #keyOf(seated: readonly Seated[]): string {
    const where = seated.map(({ label, dx, dy, leaderOnGround }) => {
      const ends = leaderOnGround?.flat().map((degrees) => degrees.toFixed(END_DIGITS)) ?? []
      return [label.id, dx, dy, ...ends].join(':')
    })
    return `${this.#version}/${this.#sheet?.sheet.generation}/${where.join()}`
  }
}

const isNear = ({ fromZoom = 0 }: Label, zoom: number): boolean => zoom >= fromZoom
