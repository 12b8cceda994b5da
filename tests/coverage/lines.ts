/** Lines of source files and whether any test reached them. */

/** Of one file: by line number from 1, whether it was reached. Lines without a statement are not in it. */
export type Lines = Readonly<Record<number, boolean>>

/** What one way of running the tests said of a file. */
export interface Told {
  /** Of the file's text: what was said of another text is no word on this one. */
  readonly hash: string
  readonly lines: Lines
  /** Read from the built application, in which a line that nobody needs is missing. */
  readonly built?: boolean
}

/** By path in the repository. */
export type Reached = Readonly<Record<string, Told>>

/** Statements as Istanbul keeps them. */
export interface Statements {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>
  readonly s: Readonly<Record<string, number>>
}

/** A line is reached where any statement that begins in it is. */
export const linesOf = ({ statementMap, s }: Statements): Lines => {
  const lines: Record<number, boolean> = {}
  for (const [id, { start }] of Object.entries(statementMap))
    lines[start.line] = (lines[start.line] ?? false) || (s[id] ?? 0) > 0
  return lines
}

const isReached = (lines: Lines): boolean => Object.values(lines).some(Boolean)

const either = (parts: readonly Lines[]): Lines => {
  const sum: Record<number, boolean> = {}
  for (const part of parts)
    for (const [line, reached] of Object.entries(part))
      sum[Number(line)] = (sum[Number(line)] ?? false) || reached
  return sum
}

/**
 * A file's lines over all that was said of its present text. Each way compiles the file in its own manner (a template for
 * the server has other lines than one for the browser), so only those that ran it say which lines there are; the built
 * application says it only where nobody else ran the file.
 */
export const sumOf = (told: readonly Told[], hash: string): Lines => {
  const present = told.filter((one) => one.hash === hash)
  const ran = present.filter(({ lines }) => isReached(lines))
  const own = ran.filter(({ built }) => !built)
  const base = own.length > 0 ? own : ran.length > 0 ? ran : present.filter(({ built }) => !built).slice(0, 1)
  const sum = either(base.map(({ lines }) => lines))
  const reached = either(ran.map(({ lines }) => lines))
  return Object.fromEntries(Object.keys(sum).map((line) => [line, reached[Number(line)] ?? false]))
}

export interface Share {
  readonly name: string
  readonly lines: number
  readonly unreached: number
}

export const shareOf = ({ lines, unreached }: Pick<Share, 'lines' | 'unreached'>): number =>
  lines === 0 ? 0 : unreached / lines

export const fileShare = (name: string, lines: Lines): Share => {
  const all = Object.values(lines)
  return { name, lines: all.length, unreached: all.filter((reached) => !reached).length }
}

/** Each folder and those above it down to its side, by name: a subject is told whole as well as by its parts. */
export const folderShares = (files: readonly Share[]): Share[] => {
  const folders = new Map<string, { lines: number; unreached: number }>()
  for (const { name, lines, unreached } of files) {
    const parts = name.split('/').slice(0, -1)
    for (let depth = 1; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      const sum = folders.get(folder) ?? { lines: 0, unreached: 0 }
      folders.set(folder, { lines: sum.lines + lines, unreached: sum.unreached + unreached })
    }
  }
  return [...folders].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
