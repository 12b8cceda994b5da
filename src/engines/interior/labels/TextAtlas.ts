import { CanvasTexture, LinearFilter } from 'three'
import { drawGlyph, type Glyph } from './glyphs.ts'
import { barSize, drawBar, type FloorBar } from './floorBar.ts'

/** One line of a sign; sizes in device pixels. */
interface TextLine {
  readonly text: string
  readonly sizePx: number
  readonly weight: number
  readonly color: string
}

interface Plate {
  readonly fill: string
  readonly bar: string
  readonly line: string
  /** Around what is chosen. */
  readonly frame: string | null
  /** How far it may stand over its place, tried in turn, ascending: the last is drawn, the others are cut from it. */
  readonly leadersPx: readonly number[]
}

export interface Sign {
  /** The sign of what a room is, over the lines. */
  readonly glyph?: Glyph
  readonly lines: readonly TextLine[]
  /** A chip stands on its own plate with a leader to its left; plain text has a halo. */
  readonly chip: { readonly plate: string; readonly border: string; readonly leaderPx: number } | null
  /** A plate has its lines beside each other, a bar of its class before them and a leader down to its place. */
  readonly plate?: Plate
  /** A floor's bar before its only line. */
  readonly bar?: FloorBar
}

/** Where a sign lies in the atlas, device pixels. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const WIDTH_PX = 2048
const MAX_HEIGHT_PX = 8192
const GAP_PX = 2
const LEADING = 1.22
/** A sign's square with the space beneath it. */
const GLYPH = 1.12

interface Look {
  readonly fontFamily: string
  readonly halo: string
  readonly ratio: number
}

/** Writes many short texts into one texture. A sign that finds no place any more gets null. */
export class TextAtlas {
  readonly texture: CanvasTexture
  readonly regions: readonly (Region | null)[]

  constructor(signs: readonly Sign[], look: Look) {
    const canvas = document.createElement('canvas')
    const brush = canvas.getContext('2d')!
    const sizes = signs.map((sign) => measure(brush, sign, look))
    const { regions, height } = pack(sizes)
    canvas.width = WIDTH_PX
    canvas.height = Math.max(4, height)
    signs.forEach((sign, i) => {
      const region = regions[i]
      if (region) draw(brush, sign, region, look)
    })
    this.regions = regions
    this.texture = new CanvasTexture(canvas)
    this.texture.flipY = false
    this.texture.premultiplyAlpha = true
    this.texture.generateMipmaps = false
    this.texture.minFilter = this.texture.magFilter = LinearFilter
  }

  get size(): readonly [number, number] {
    return [this.texture.image.width, this.texture.image.height]
  }

  dispose(): void {
    this.texture.dispose()
  }
}

const fontOf = (line: TextLine, look: Look): string => `${line.weight} ${line.sizePx}px ${look.fontFamily}`
const padOf = (sign: Sign, look: Look): readonly [number, number] =>
  sign.chip ? [7 * look.ratio, 3 * look.ratio] : [3 * look.ratio, 2 * look.ratio]

const measure = (brush: CanvasRenderingContext2D, sign: Sign, look: Look): readonly [number, number] => {
  if (sign.plate) return measurePlate(brush, sign, sign.plate, look)
  if (sign.bar) return measureBar(brush, sign, sign.bar, look)
  const [padX, padY] = padOf(sign, look)
  let [width, height] = sign.glyph ? [sign.glyph.sizePx, sign.glyph.sizePx * GLYPH] : [0, 0]
  for (const line of sign.lines) {
    brush.font = fontOf(line, look)
    width = Math.max(width, brush.measureText(line.text).width)
    height += line.sizePx * LEADING
  }
  return [Math.ceil(width + 2 * padX + (sign.chip?.leaderPx ?? 0)), Math.ceil(height + 2 * padY)]
}

const pack = (
  sizes: readonly (readonly [number, number])[],
): { regions: (Region | null)[]; height: number } => {
  let [x, y, row] = [0, 0, 0]
  const regions = sizes.map(([wide, height]) => {
    const width = Math.min(wide, WIDTH_PX)
    if (x + width > WIDTH_PX) [x, y, row] = [0, y + row + GAP_PX, 0]
    if (y + height > MAX_HEIGHT_PX) return null
    const region = { x, y, width, height }
    x += width + GAP_PX
    row = Math.max(row, height)
    return region
  })
  return { regions, height: y + row }
}

const draw = (brush: CanvasRenderingContext2D, sign: Sign, region: Region, look: Look): void => {
  if (sign.plate) return drawLine(brush, sign, sign.plate, region, look)
  if (sign.bar) return drawFloor(brush, sign, sign.bar, region, look)
  const [, padY] = padOf(sign, look)
  const leader = sign.chip?.leaderPx ?? 0
  if (sign.chip) drawPlate(brush, sign.chip, region, look)
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  let y = region.y + padY
  if (sign.glyph) {
    const step = sign.glyph.sizePx * GLYPH
    drawGlyph(brush, sign.glyph, [region.x + region.width / 2, y + step / 2], look.halo)
    y += step
  }
  for (const line of sign.lines) {
    const step = line.sizePx * LEADING
    const at = [region.x + leader + (region.width - leader) / 2, y + step / 2] as const
    brush.font = fontOf(line, look)
    if (!sign.chip) {
      brush.strokeStyle = look.halo
      brush.globalAlpha = 0.85
      brush.lineWidth = Math.max(2, line.sizePx * 0.22)
      brush.strokeText(line.text, ...at)
      brush.globalAlpha = 1
    }
    brush.fillStyle = line.color
    brush.fillText(line.text, ...at)
    y += step
  }
}

const drawPlate = (
  brush: CanvasRenderingContext2D,
  chip: NonNullable<Sign['chip']>,
  region: Region,
  look: Look,
): void => {
  const hair = Math.max(1, Math.round(look.ratio))
  const middle = Math.round(region.y + region.height / 2) + 0.5 * (hair % 2)
  brush.strokeStyle = chip.border
  brush.lineWidth = hair
  brush.beginPath()
  brush.moveTo(region.x, middle)
  brush.lineTo(region.x + chip.leaderPx, middle)
  brush.stroke()
  brush.fillStyle = chip.plate
  brush.beginPath()
  brush.roundRect(
    region.x + chip.leaderPx + hair / 2,
    region.y + hair / 2,
    region.width - chip.leaderPx - hair,
    region.height - hair,
    3 * look.ratio,
  )
  brush.fill()
  brush.stroke()
}

/** Of the larger text: between bar and name, name and value, and above and below them. */
const PLATE = { pad: 0.5, gap: 0.65, bar: 0.42, high: 1.55 } as const
const largest = (sign: Sign): number => Math.max(...sign.lines.map((line) => line.sizePx))

const measurePlate = (
  brush: CanvasRenderingContext2D,
  sign: Sign,
  { leadersPx }: Plate,
  look: Look,
): readonly [number, number] => {
  const px = largest(sign)
  let width = px * (PLATE.bar + 2 * PLATE.pad + PLATE.gap * (sign.lines.length - 1))
  for (const line of sign.lines) {
    brush.font = fontOf(line, look)
    width += brush.measureText(line.text).width
  }
  return [Math.ceil(width / 2) * 2, Math.ceil(px * PLATE.high) + leadersPx.at(-1)!]
}

const drawLine = (
  brush: CanvasRenderingContext2D,
  sign: Sign,
  { fill, bar, line, frame, leadersPx }: Plate,
  { x, y, width, height }: Region,
  look: Look,
): void => {
  const [px, hair] = [largest(sign), Math.max(1, Math.round(look.ratio))]
  const leaderPx = leadersPx.at(-1)!
  const high = height - leaderPx
  brush.fillStyle = line
  brush.globalAlpha = 0.75
  brush.fillRect(Math.round(x + width / 2 - hair / 2), y + high, hair, leaderPx)
  brush.globalAlpha = 1
  brush.fillStyle = fill
  brush.fillRect(x, y, width, high)
  brush.fillStyle = bar
  brush.fillRect(x, y, px * PLATE.bar, high)
  brush.strokeStyle = line
  brush.lineWidth = hair
  brush.globalAlpha = 0.55
  brush.strokeRect(x + hair / 2, y + hair / 2, px * PLATE.bar - hair, high - hair)
  brush.globalAlpha = 1
  if (frame) {
    brush.strokeStyle = frame
    brush.lineWidth = hair * 2
    brush.strokeRect(x + hair, y + hair, width - 2 * hair, high - 2 * hair)
  }
  brush.textAlign = 'left'
  brush.textBaseline = 'alphabetic'
  let at = x + px * (PLATE.bar + PLATE.pad)
  for (const one of sign.lines) {
    brush.font = fontOf(one, look)
    brush.fillStyle = one.color
    brush.fillText(one.text, at, y + high * 0.72)
    at += brush.measureText(one.text).width + px * PLATE.gap
  }
}

const measureBar = (
  brush: CanvasRenderingContext2D,
  sign: Sign,
  bar: FloorBar,
  look: Look,
): readonly [number, number] => {
  brush.font = fontOf(sign.lines[0]!, look)
  return barSize(bar, brush.measureText(sign.lines[0]!.text).width)
}

const drawFloor = (
  brush: CanvasRenderingContext2D,
  sign: Sign,
  bar: FloorBar,
  region: Region,
  look: Look,
): void => {
  const line = sign.lines[0]!
  drawBar(brush, bar, region, (left, middle, align) => {
    brush.font = fontOf(line, look)
    brush.textAlign = align
    brush.textBaseline = 'middle'
    brush.fillStyle = line.color
    brush.fillText(line.text, left, middle)
  })
}
