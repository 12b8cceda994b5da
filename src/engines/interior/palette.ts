import { Color } from 'three'
import type { EngineOptions } from '../SceneEngine.ts'

/** Colours of everything that is not told by the layer; plain sRGB, drawn as they are. */
export interface Palette {
  readonly background: Color
  readonly ground: Color
  readonly grid: Color
  readonly slab: Color
  readonly slabSide: Color
  readonly corridor: Color
  readonly core: Color
  readonly wall: Color
  /** Walls cut open, from above: they draw the plan. */
  readonly cap: Color
  readonly ink: Color
  readonly edge: Color
  readonly accent: Color
  readonly desk: Color
  /** A free desk: violet is vacancy everywhere. */
  readonly deskFree: Color
  readonly text: string
  readonly textDim: string
  readonly halo: string
  readonly accentCss: string
}

const DEFAULT_ACCENT = '#58c4dd'
const VACANCY = '#9a86f0'

/** A colour kept in sRGB: three's own conversion to linear light is left out on purpose. */
const plain = (css: string): Color => new Color().setStyle(css, 'srgb-linear')
const mix = (a: Color, b: Color, t: number): Color => a.clone().lerp(b, t)

/** The colour of a row of a fill column, `#rrggbb`. */
export const hexAt = (fill: ArrayLike<number>, row: number): string =>
  `#${[0, 1, 2].map((k) => (fill[row * 4 + k] ?? 0).toString(16).padStart(2, '0')).join('')}`

/** A theme may give its line as white to be drawn faintly, or as the faint colour itself; both come out alike. */
const faint = (line: Color, on: Color): Color =>
  (line.r + line.g + line.b) / 3 > 0.45 ? mix(on, line, 0.16) : line

export const makePalette = (options: EngineOptions): Palette => {
  const [background, land, given, text] = [options.background, options.land, options.line, options.text].map(
    plain,
  ) as [Color, Color, Color, Color]
  const line = faint(given, background)
  const accentCss = options.accent ?? DEFAULT_ACCENT
  return {
    background,
    ground: mix(background, land, 0.75),
    grid: mix(background, line, 0.9),
    slab: mix(land, text, 0.13),
    slabSide: mix(land, text, 0.26),
    corridor: mix(land, text, 0.24),
    core: mix(land, text, 0.42),
    wall: mix(land, text, 0.72),
    cap: mix(land, text, 0.9),
    ink: text,
    edge: mix(line, text, 0.45),
    accent: plain(accentCss),
    desk: mix(land, text, 0.86),
    deskFree: plain(VACANCY),
    text: options.text,
    textDim: `#${mix(background, text, 0.66).getHexString('srgb-linear')}`,
    halo: options.background,
    accentCss,
  }
}
