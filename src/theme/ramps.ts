import type { IndexDefinition, Ramp, RampName } from '#shared/indices/indices.ts'
import { classOf } from '#shared/indices/indices.ts'
import type { Rgba } from '#shared/scene/layers.ts'

/**
 * Five classes a ramp, from good to grave: bright is what needs attention. Every pair within a ramp stays at least 9 ΔE
 * apart for protan, deutan and tritan eyes (proved by a test), and no class is darker than the LED's crushed blacks.
 */
const HEX: Record<RampName, readonly [string, string, string, string, string]> = {
  over: ['#3b3f46', '#6e5a3a', '#a87828', '#e39b2e', '#ff6a45'],
  vacancy: ['#2c2750', '#453a7d', '#6350a6', '#8f6fd0', '#b79af0'],
  diverging: ['#7cc4ff', '#3f78b8', '#3a4250', '#b06a32', '#ffa24d'],
  energy: ['#12393d', '#17565c', '#1f7a7d', '#43a5a2', '#93d2cd'],
  vehicle: ['#1d3f6c', '#295790', '#3a74b8', '#5f9bdb', '#9cc6f2'],
  quality: ['#2b3a33', '#3f5f4a', '#5c8a58', '#93b85e', '#e3f08a'],
}

/** The classes that a filter leaves out, in their order: opaque greys, still told apart. */
export const QUIET_HEX = ['#252c34', '#2b323a', '#323941', '#3b424a', '#454c54'] as const

/** `#rrggbb` and an alpha 0–255. */
export const rgba = (hex: string, alpha = 255): Rgba => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
  alpha,
]

/** 无数据: a grey that is in no ramp and far from all land, dotted wherever it is an area. */
export const NO_DATA_HEX = '#5b6675'

/** Idle space is hatched wherever it is an area or a bar. */
export const isHatched = ({ ramp }: Pick<IndexDefinition, 'ramp'>): boolean => ramp === 'vacancy'

export const rampHex = (ramp: Ramp): readonly string[] => (typeof ramp === 'string' ? HEX[ramp] : ramp)

/** The colour of a class in picture and legend; where one is shown alone, the others are greys. */
export const shownHex = (
  { ramp }: Pick<IndexDefinition, 'ramp'>,
  klass: number,
  only: number | null,
): string => (only === null || klass === only ? rampHex(ramp) : QUIET_HEX)[klass] ?? NO_DATA_HEX

/** Lines over a colour: dark on what is light, as engines draw them. */
const LIGHT_FROM = 0.42
const isLight = (hex: string): boolean => {
  const [r, g, b] = rgba(hex)
  return (r * 0.299 + g * 0.587 + b * 0.114) / 255 > LIGHT_FROM
}
const STRIPES = { dark: 'rgb(6 13 24 / 0.38)', light: 'rgb(255 255 255 / 0.2)' } as const
const hatchedCss = (hex: string): string => {
  const stripe = STRIPES[isLight(hex) ? 'dark' : 'light']
  const line = `${stripe} 0 calc(var(--u) * 0.21), transparent 0 calc(var(--u) * 0.8)`
  return `repeating-linear-gradient(135deg, ${line}) ${hex}`
}

/** A class as the background of a bar or a swatch: idle space hatched over its colour; where one class is shown alone, the others are greys. */
export const shownArea = (
  index: Pick<IndexDefinition, 'ramp'>,
  klass: number,
  only: number | null,
): string => {
  const hex = shownHex(index, klass, only)
  return klass >= 0 && isHatched(index) && (only ?? klass) === klass ? hatchedCss(hex) : hex
}

/** The same of a value. */
export const cssAreaOf = (index: IndexDefinition, value: number | null): string =>
  shownArea(index, classOf(index, value), null)

/** The colour of a value as CSS, for text, bars and swatches. */
export const cssColorOf = (index: IndexDefinition, value: number | null): string =>
  shownHex(index, classOf(index, value), null)
