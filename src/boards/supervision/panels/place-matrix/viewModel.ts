import type { Better } from '#shared/indices/verdict.ts'

/** One place's answer to one question. */
export interface Cell {
  readonly value: number | null
  readonly text: string
  /** The same with its unit, as it is read out and compared. */
  readonly figure: string
  /** `#rrggbb` of its class; null where nothing is judged. */
  readonly hex: string | null
  readonly crosses: boolean
}

export interface PlaceRow {
  readonly id: string
  readonly name: string
  /** One a question, in their order. */
  readonly cells: readonly Cell[]
}

/** Worst first by one question; places without a figure last, equals as they stood. */
export const sortedBy = (rows: readonly PlaceRow[], nth: number, better: Better): readonly PlaceRow[] => {
  const sign = better === 'less' ? -1 : 1
  const valueOf = (row: PlaceRow): number | null => row.cells[nth]?.value ?? null
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    return Number(x === null) - Number(y === null) || sign * ((x ?? 0) - (y ?? 0))
  })
}

/** How many places cross at least so many of their lines. */
export const crossingAtLeast = (rows: readonly PlaceRow[], least: number): number =>
  rows.filter(({ cells }) => cells.filter(({ crosses }) => crosses).length >= least).length

const INKS = ['#eaf2fb', '#060d18'] as const
const channel = (of: number): number => (of <= 0.04045 ? of / 12.92 : ((of + 0.055) / 1.055) ** 2.4)
const lightOf = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** The ink that is read on a colour: light, or dark where that stands out more. */
export const inkOn = (hex: string): string => {
  const [light, dark] = INKS
  const of = lightOf(hex)
  return contrast(of, lightOf(light)) >= contrast(of, lightOf(dark)) ? light : dark
}
