import type { IndexDefinition, Ramp, RampName } from '#shared/indices/indices.ts'
import { classOf } from '#shared/indices/indices.ts'
import type { Rgba } from '#shared/scene/layers.ts'

/**
 * Six classes a ramp, quiet to strong on a dark ground. Every pair within a ramp stays at least 9 ΔE apart for protan,
 * deutan and tritan eyes (proved by a test), and no class is darker than the LED's crushed blacks.
 */
const HEX: Record<RampName, readonly [string, string, string, string, string, string]> = {
  over: ['#1d3350', '#4f4434', '#85602a', '#bd7d1b', '#f4ad3d', '#ff5a4a'],
  vacancy: ['#1b2944', '#343565', '#54458a', '#7a5cb5', '#a582da', '#d9bffb'],
  diverging: ['#7cc4ff', '#4a93d6', '#2f6096', '#3a4250', '#b06a32', '#ffa24d'],
  energy: ['#123a40', '#17565c', '#1f7a7d', '#43a5a2', '#93d2cd', '#f1fffc'],
  vehicle: ['#16294a', '#1f4272', '#2b62a3', '#4589cf', '#83b7ea', '#d8ecff'],
  quality: ['#33284a', '#4a3d5c', '#456b5a', '#4f9a5e', '#93c661', '#e3f08a'],
}

/** `#rrggbb` and an alpha 0–255. */
export const rgba = (hex: string, alpha = 255): Rgba => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
  alpha,
]

/** 无数据: a grey that is in no ramp. */
export const NO_DATA_HEX = '#343d49'

export const rampHex = (ramp: Ramp): readonly string[] => (typeof ramp === 'string' ? HEX[ramp] : ramp)

/** The colour of a value as CSS, for text, bars and swatches. */
export const cssColorOf = (index: IndexDefinition, value: number | null): string => {
  const klass = classOf(index, value)
  return klass < 0 ? NO_DATA_HEX : (rampHex(index.ramp)[klass] ?? NO_DATA_HEX)
}

/** The colour of a value on a map: one of six classes, or 无数据. Opaque: faded, it would be another class's or nobody's. */
export const colorOf = (index: IndexDefinition, value: number | null): Rgba => rgba(cssColorOf(index, value))
