import { cutText, toSoundText } from '#shared/kernel/text.ts'
import type { Rejected } from './Source.ts'

/** What of a refused body is kept at most: code points of one text, entries of one list, levels, and values in all. */
const MOST = { text: 1_000, entries: 100, depth: 12, values: 1_000, letters: 16_384 }
/** What is said of what was left out fits in so much more: a body that was bounded once stays as it is. */
const NOTE = 40
const ID = 128
const REASON = 500

/** Characters of a text that are told so. */
const LOOK = 24
/** How a text looks without what it says: digits as 9, Latin letters as a, Chinese characters as 文. */
const masked = (text: string): string =>
  cutText(toSoundText(text.slice(0, LOOK * 2 + 1)), LOOK)
    .replace(/\d/g, '9')
    .replace(/[A-Za-z]/g, 'a')
    .replace(/\p{Script=Han}/gu, '文')

/** Numbers of more digits may be a telephone or an identity card. */
const PLAIN_BELOW = 1_000_000

/** Type and size of what was found, never the value of a text or of a long number: it may be personal. */
export const shapeOf = (found: unknown): string => {
  if (found === undefined) return 'nothing'
  if (found === null || typeof found === 'boolean') return String(found)
  if (typeof found === 'number' && !Number.isFinite(found)) return 'a number beyond all bounds'
  if (typeof found === 'number')
    return Math.abs(found) < PLAIN_BELOW
      ? String(found)
      : `a number of ${Math.floor(Math.log10(Math.abs(found))) + 1} digits`
  if (typeof found === 'string') return `a text of ${found.length} characters like "${masked(found)}"`
  if (Array.isArray(found)) return `a list of ${found.length}`
  return typeof found === 'object' ? `an object of ${Object.keys(found).length} fields` : `a ${typeof found}`
}

/** A field of ours as it is written in code; anything else came from outside. */
const OURS = /^(?:[A-Za-z][A-Za-z0-9]{0,31}|\d{1,6})$/
/** Dotted path of a field; names that are not ours are masked. */
export const fieldOf = (path: readonly PropertyKey[]): string | null =>
  path.length === 0
    ? null
    : path
        .slice(0, 8)
        .map((key) => (OURS.test(String(key)) ? String(key) : `"${masked(String(key))}"`))
        .join('.')

interface Budget {
  values: number
  letters: number
}

const textWithin = (text: string, budget: Budget): string => {
  const most = Math.min(
    text.length <= MOST.text + NOTE ? MOST.text + NOTE : MOST.text,
    Math.max(1, budget.letters),
  )
  const kept = toSoundText(cutText(text.slice(0, most * 2), most))
  budget.letters -= kept.length
  return kept.length < text.length ? `${kept} (${text.length} characters)` : kept
}

/** A copy that JSON and the database hold: sound, of bounded depth and size, and saying where something was left out. */
const within = (value: unknown, budget: Budget, depth: number): unknown => {
  if (--budget.values < 0 || budget.letters < 0) return '…'
  if (typeof value === 'string') return textWithin(value, budget)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null
  if (typeof value !== 'object') return `(${typeof value})`
  if (depth >= MOST.depth) return `(${shapeOf(value)}, too deep)`
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} octets)`
  if (Array.isArray(value)) {
    const kept = value
      .slice(0, value.length <= MOST.entries + 1 ? value.length : MOST.entries)
      .map((entry) => within(entry, budget, depth + 1))
    return value.length > kept.length ? [...kept, `… ${value.length - kept.length} more`] : kept
  }
  const keys = Object.keys(value)
  const kept = keys
    .slice(0, keys.length <= MOST.entries + 1 ? keys.length : MOST.entries)
    .map((key) => [
      textWithin(key.slice(0, 200), budget),
      within((value as Record<string, unknown>)[key], budget, depth + 1),
    ])
  return Object.fromEntries(
    keys.length > kept.length ? [...kept, ['…', `${keys.length - kept.length} more fields`]] : kept,
  )
}

/** Short sound text of whatever names a refused record. */
export const shortName = (text: string, most = ID): string =>
  cutText(toSoundText(text.slice(0, most * 2)), most)

/** What a refused record may be written down as: whatever came, every part of it is sound and bounded (16 KiB of text). */
export const boundRejected = (rejected: Rejected): Rejected => ({
  ...rejected,
  collection: shortName(rejected.collection),
  recordId: rejected.recordId === null ? null : shortName(rejected.recordId),
  field: rejected.field === null ? null : shortName(rejected.field),
  reason: shortName(rejected.reason, REASON),
  body: within(rejected.body, { values: MOST.values, letters: MOST.letters }, 0),
})
