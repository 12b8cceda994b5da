/** A lone half of a surrogate pair, or NUL: UTF-8, PostgreSQL and JSON readers disagree about both. */
const UNSOUND = /[\0\p{Surrogate}]/u

/** True for text that UTF-8, JSON and PostgreSQL all hold unchanged. */
export const isSoundText = (text: string): boolean => !UNSOUND.test(text)

/** Replaces what `isSoundText` refuses by U+FFFD; for places that must keep what was refused. */
export const toSoundText = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\ufffd')

/**
 * At most `most` code points, the last one `…` where something was left out; never cuts a character in two.
 * Costs what it keeps, not what came.
 */
export const cutText = (text: string, most: number): string => {
  if (text.length <= most) return text
  const points = Array.from(text.slice(0, most * 2 + 1))
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`
}

/** What stands nested deeper than this is no record of ours. */
const DEEPEST = 32

/**
 * Dotted path of the first text of a JSON value, keys included, that is unsound, or of what is nested more than 32
 * deep; `''` where the value itself is such a text, null when all of it is sound.
 */
export const unsoundPath = (value: unknown, depth = 0): string | null => {
  if (typeof value === 'string') return isSoundText(value) ? null : ''
  if (typeof value !== 'object' || value === null) return null
  if (depth >= DEEPEST) return ''
  for (const key in value) {
    if (!Array.isArray(value) && !isSoundText(key)) return toSoundText(key)
    const below = unsoundPath((value as Record<string, unknown>)[key], depth + 1)
    if (below !== null) return below === '' ? key : `${key}.${below}`
  }
  return null
}

/** Days that every month of those years has: most dates, told without a calendar. */
const PLAIN_DAY = /^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/
/** True for a civil date that exists, `YYYY-MM-DD`, years 1900 to 2199. */
export const isRealDay = (day: string): boolean => {
  if (PLAIN_DAY.test(day)) return true
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(day)) return false
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
