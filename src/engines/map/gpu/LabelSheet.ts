import type { Device, Texture } from '@luma.gl/core'

export interface LabelText {
  readonly text: string
  readonly detail: string
  readonly emphasis: boolean
  readonly quiet?: { readonly hex: string; readonly scale: number } | undefined
  /** Colour of the second line; both begin at the left. */
  readonly callout?: string | undefined
  /** The text in a disc; its radius in device pixels. */
  readonly disc?: { readonly hex: string; readonly radius: number } | undefined
}

export interface LabelStyle {
  readonly fontFamily: string
  /** Of second lines and discs, which are figures. */
  readonly figureFamily: string
  /** Device pixels. */
  readonly sizePx: number
  readonly text: string
  readonly halo: string
}

/** Where a label lies on the sheet, device pixels. */
export interface LabelCell {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const SHEET_WIDTH = 2048
const MAX_SHEET_HEIGHT = 8192
const GAP = 2

/**
 * Labels drawn by the browser's own text engine onto one sheet at device resolution: its shaping, its font fallback for
 * rare characters, its halo. Cells are kept between versions, so only new texts are drawn.
 */
export class LabelSheet {
  readonly #device: Device
  readonly #style: LabelStyle
  readonly #canvas = document.createElement('canvas')
  readonly #pen: CanvasRenderingContext2D
  readonly #cells = new Map<string, LabelCell>()
  readonly #sizes = new Map<string, readonly [number, number]>()
  #texture: Texture | null = null
  #row = { x: GAP, y: GAP, height: 0 }
  /** Goes up when cells moved, so that layers holding them build anew. */
  generation = 0

  constructor(device: Device, style: LabelStyle) {
    this.#device = device
    this.#style = style
    this.#canvas.width = SHEET_WIDTH
    this.#canvas.height = 256
    this.#pen = this.#canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
  }

  get texture(): Texture | null {
    return this.#texture
  }

  /** Width and height of a label, device pixels, without drawing it. */
  measure(label: LabelText): readonly [number, number] {
    const key = keyOf(label)
    const known = this.#sizes.get(key) ?? this.#sizeOf(label)
    this.#sizes.set(key, known)
    return known
  }

  /** Cells of these labels, drawing those that are new. Throws when they do not fit, which needs several thousand. */
  cells(labels: readonly LabelText[]): LabelCell[] {
    const fresh = labels.filter((label) => !this.#cells.has(keyOf(label)))
    if (fresh.length > 0 && !this.#draw(fresh)) {
      this.#clear()
      if (!this.#draw(labels))
        throw new Error(
          `${labels.length} labels do not fit the ${SHEET_WIDTH} × ${MAX_SHEET_HEIGHT} px sheet`,
        )
    }
    return labels.map((label) => this.#cells.get(keyOf(label)) as LabelCell)
  }

  destroy(): void {
    this.#texture?.destroy()
    this.#texture = null
    this.#canvas.width = 0
  }

  #sizeOf(label: LabelText): readonly [number, number] {
    const { sizePx } = this.#style
    if (label.disc) return [even(label.disc.radius * 2), even(label.disc.radius * 2)]
    const width = Math.max(
      this.#widthOf(label.text, this.#font(label)),
      label.detail ? this.#widthOf(label.detail, this.#figureFont(label)) : 0,
    )
    const lines = label.detail ? 2.25 : 1.3
    const grow = growOf(label)
    return [even(width + this.#haloPx * 2 + 2), even(sizePx * grow * lines + this.#haloPx)]
  }

  get #haloPx(): number {
    return Math.max(2, Math.round(this.#style.sizePx * 0.2))
  }

  #font(label: LabelText): string {
    const size = this.#style.sizePx * growOf(label)
    return `${label.emphasis ? 600 : 500} ${size}px ${this.#style.fontFamily}`
  }

  #figureFont(label: LabelText): string {
    return `600 ${this.#style.sizePx * growOf(label)}px ${this.#style.figureFamily}`
  }

  #widthOf(text: string, font: string): number {
    this.#pen.font = font
    return this.#pen.measureText(text).width
  }

  #draw(labels: readonly LabelText[]): boolean {
    const top = this.#row.y
    const placed: [LabelText, LabelCell][] = []
    for (const label of labels) {
      if (this.#cells.has(keyOf(label))) continue
      const cell = this.#place(...this.measure(label))
      if (!cell) return false
      this.#cells.set(keyOf(label), cell)
      placed.push([label, cell])
    }
    for (const [label, cell] of placed) this.#paint(label, cell)
    this.#send(top)
    return true
  }

  #place(width: number, height: number): LabelCell | null {
    if (this.#row.x + width + GAP > SHEET_WIDTH)
      this.#row = { x: GAP, y: this.#row.y + this.#row.height + GAP, height: 0 }
    const cell = { x: this.#row.x, y: this.#row.y, width: Math.min(width, SHEET_WIDTH - 2 * GAP), height }
    this.#row.x += width + GAP
    this.#row.height = Math.max(this.#row.height, height)
    if (cell.y + height + GAP > MAX_SHEET_HEIGHT) return null
    this.#growTo(cell.y + height + GAP)
    return cell
  }

  #growTo(height: number): void {
    if (height <= this.#canvas.height) return
    const kept = this.#pen.getImageData(0, 0, SHEET_WIDTH, this.#canvas.height)
    this.#canvas.height = Math.min(MAX_SHEET_HEIGHT, 2 ** Math.ceil(Math.log2(height)))
    this.#pen.putImageData(kept, 0, 0)
  }

  #paint(label: LabelText, cell: LabelCell): void {
    const { sizePx, text, halo } = this.#style
    const grow = growOf(label)
    const middle = cell.y + cell.height / 2
    const x = label.callout ? cell.x + this.#haloPx + 1 : cell.x + cell.width / 2
    this.#pen.textAlign = label.callout ? 'left' : 'center'
    this.#pen.textBaseline = 'middle'
    this.#pen.lineJoin = 'round'
    this.#pen.strokeStyle = halo
    this.#pen.fillStyle = label.quiet?.hex ?? text
    if (label.disc) return this.#paintDisc(label.text, label.disc, this.#figureFont(label), [x, middle])
    const first = middle - (label.detail ? sizePx * grow * 0.48 : 0)
    this.#line(label.text, this.#font(label), x, first)
    if (label.callout) this.#pen.fillStyle = label.callout
    if (label.detail) this.#line(label.detail, this.#figureFont(label), x, first + sizePx * grow * 1.02)
  }

  /** A number, dark on its disc, within a dark edge. */
  #paintDisc(
    number: string,
    { hex, radius }: NonNullable<LabelText['disc']>,
    font: string,
    [x, y]: readonly [number, number],
  ): void {
    const edge = Math.max(1, radius * 0.12)
    this.#pen.beginPath()
    this.#pen.arc(x, y, radius - edge / 2 - 0.5, 0, Math.PI * 2)
    this.#pen.fillStyle = hex
    this.#pen.fill()
    this.#pen.lineWidth = edge
    this.#pen.stroke()
    this.#pen.font = font
    this.#pen.fillStyle = this.#style.halo
    this.#pen.fillText(number, x, y + radius * 0.04)
  }

  #line(text: string, font: string, x: number, y: number): void {
    this.#pen.font = font
    this.#pen.lineWidth = this.#haloPx
    this.#pen.globalAlpha = 0.9
    this.#pen.strokeText(text, x, y, SHEET_WIDTH - 4 * GAP)
    this.#pen.globalAlpha = 1
    this.#pen.fillText(text, x, y, SHEET_WIDTH - 4 * GAP)
  }

  #send(top: number): void {
    const { height } = this.#canvas
    const bottom = Math.min(height, this.#row.y + this.#row.height + GAP)
    const grown = this.#texture?.height !== height
    if (grown) {
      this.#texture?.destroy()
      this.#texture = this.#device.createTexture({
        width: SHEET_WIDTH,
        height,
        format: 'rgba8unorm',
        sampler: { minFilter: 'linear', magFilter: 'linear' },
      })
      this.generation++
    }
    const y = grown ? 0 : top
    const image = this.#pen.getImageData(0, y, SHEET_WIDTH, Math.max(1, bottom - y))
    this.#texture?.writeData(image.data, { x: 0, y, width: SHEET_WIDTH, height: image.height })
  }

  #clear(): void {
    this.#cells.clear()
    this.#pen.clearRect(0, 0, SHEET_WIDTH, this.#canvas.height)
    this.#row = { x: GAP, y: GAP, height: 0 }
    this.generation++
  }
}

const EMPHASIS = 1.18
/** A disc's number: 1.8u where text has 1.6u. */
const NUMBER = 1.125
/** A label's type as a share of its sheet's. */
export const growOf = ({ emphasis, quiet, disc }: Pick<LabelText, 'emphasis' | 'quiet' | 'disc'>): number =>
  disc ? NUMBER : (quiet?.scale ?? (emphasis ? EMPHASIS : 1))
const keyOf = ({ text, detail, emphasis, quiet, callout, disc }: LabelText): string =>
  [text, detail, emphasis ? 1 : 0, quiet?.hex, quiet?.scale, callout, disc?.hex, disc?.radius].join('\n')
const even = (value: number): number => Math.ceil(value / 2) * 2
