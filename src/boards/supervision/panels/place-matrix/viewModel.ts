import type { Better } from '#shared/indices/verdict.ts'
import { worstFirst } from '../../../common/worstFirst.ts'

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
export const sortedBy = (rows: readonly PlaceRow[], nth: number, better: Better): readonly PlaceRow[] =>
  worstFirst(rows, ({ cells }) => cells[nth]?.value ?? null, better)

/** How many places cross at least so many of their lines. */
export const crossingAtLeast = (rows: readonly PlaceRow[], least: number): number =>
  rows.filter(({ cells }) => cells.filter(({ crosses }) => crosses).length >= least).length

const MANY = 3

/** What the table says in a word, of places by so many questions that are answered: how many cross most of their lines, or any. */
export const answerOf = (
  rows: readonly PlaceRow[],
  judged: number,
): { readonly key: 'unjudged' | 'many' | 'some' | 'none'; readonly n: number; readonly of: number } => {
  const of = Math.min(MANY, judged)
  const [beyond, some] = [crossingAtLeast(rows, of), crossingAtLeast(rows, 1)]
  if (judged === 0 || rows.every(({ cells }) => cells.every(({ value }) => value === null)))
    return { key: 'unjudged', n: 0, of }
  if (beyond > 0) return { key: 'many', n: beyond, of }
  return some > 0 ? { key: 'some', n: some, of } : { key: 'none', n: rows.length, of }
}

/** A place is no narrower and no lower, in the size of the text. */
const LEAST_EM = { across: 5.2, along: 2.1 } as const
/** Over the columns where places stand beneath each other, and room for names: those of compounds are longer than those of regions. */
const HEADS_EM = 2.6
const NAMES_EM = { lies: 8, least: 5.2, most: 12 } as const
/** A column of figures beside the names is no narrower, in the size of the text. */
const FIGURES_EM = 4
/** A letter's width in the size of the text: a Han character fills it, a Latin letter about half. */
const lettersEm = (name: string): number =>
  [...name].reduce((sum, letter) => sum + (letter < '\u2e80' ? 0.56 : 1), 0.2)

/** The first of the places that stand whole on a table of this size, in the size of the text, and how wide their names are. */
export const placesThatFit = (
  rows: readonly PlaceRow[],
  { lies, width, height }: { readonly lies: boolean; readonly width: number; readonly height: number },
): { readonly rows: readonly PlaceRow[]; readonly namesEm: number } => {
  const longest = rows.reduce((most, { name }) => Math.max(most, lettersEm(name)), 0)
  const left = width - FIGURES_EM * (rows[0]?.cells.length ?? 0)
  const names = Math.max(NAMES_EM.least, Math.min(longest, NAMES_EM.most, left))
  const namesEm = lies ? NAMES_EM.lies : names
  const many = lies ? (width - namesEm) / LEAST_EM.across : (height - HEADS_EM) / LEAST_EM.along
  return { rows: height > 0 ? rows.slice(0, Math.max(1, Math.floor(many))) : rows, namesEm }
}

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
