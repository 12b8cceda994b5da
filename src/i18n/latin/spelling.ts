import { pinyin } from 'pinyin-pro'
import { FIELDS } from './fields.ts'
import { KINDS, ORGANS } from './kinds.ts'
import { TERMS } from './terms.ts'

/** Any of these words at the beginning, the longest that fits. */
const anyOf = (words: Readonly<Record<string, string>>): string =>
  Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .join('|')
const KIND = new RegExp(`^(?:${anyOf(KINDS)})`)
const FIELD = new RegExp(`^(${anyOf(FIELDS)})(${anyOf(ORGANS)})`)
/** Names that are not spelled by their common readings. */
const OWN: Readonly<Record<string, string>> = { 都安: "Du'an", 陕西: 'Shaanxi' }
/** One sign that ends a place wherever it stands; any other ends a name only before nothing or a longer ending. */
const ENDS_PLACE = /^[市县区]$/

const kindAt = (text: string): string | undefined => KIND.exec(text)?.[0]
const isEnd = (kind: string, stem: string, rest: string, isFirst: boolean): boolean => {
  if (kind.length > 1) return !isFirst || kind.length > 2
  if (ENDS_PLACE.test(kind)) return stem.length > (kind === '县' ? 0 : 1)
  return stem !== '' && (rest === '' || /^\d/.test(rest) || (kindAt(rest)?.length ?? 0) > 1)
}

const stemOf = (stem: string): string => {
  if (OWN[stem]) return OWN[stem]
  const joined = pinyin(stem, { toneType: 'none', type: 'array' })
    .map((part, i) => (i > 0 && /^[aoe]/.test(part) ? `'${part}` : part))
    .join('')
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}

type Part = readonly [signs: number, english: string]
const NUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^(\d+)号楼/, 'Bldg. $1'],
  [/^(\d+)[层楼]/, '$1F'],
  [/^(\d+)段/, 'Sect. $1'],
  [/^(\d+)号/, 'No. $1'],
  [/^(\d+)/, '$1'],
]
const numberedAt = (rest: string): Part | null => {
  const found = NUMBERED.find(([pattern]) => pattern.test(rest))
  const [whole = ''] = (found && found[0].exec(rest)) ?? []
  return found ? [whole.length, whole.replace(found[0], found[1])] : null
}
/** 财政局: what an organ does, and what it is. */
const fieldAt = (rest: string): Part | null => {
  const [whole, field = '', organ = ''] = FIELD.exec(rest) ?? []
  return whole === undefined ? null : [whole.length, `${FIELDS[field] ?? ''} ${ORGANS[organ] ?? ''}`]
}

const spellName = (name: string): string => {
  const parts: string[] = []
  let [stem, rest] = ['', name]
  const close = (part: Part): void => {
    if (stem) parts.push(stemOf(stem))
    parts.push(part[1])
    ;[stem, rest] = ['', rest.slice(part[0])]
  }
  while (rest) {
    const known = numberedAt(rest) ?? fieldAt(rest)
    const kind = kindAt(rest)
    if (known) close(known)
    else if (kind && isEnd(kind, stem, rest.slice(kind.length), stem === '' && parts.length === 0))
      close([kind.length, KINDS[kind] ?? ''])
    else {
      stem += rest.charAt(0)
      rest = rest.slice(1)
    }
  }
  close([0, ''])
  const said = parts.filter(Boolean)
  return [said[0] === 'Region' && said.length > 1 ? 'Regional' : said[0], ...said.slice(1)].join(' ')
}

/** One sign alone is part of a plate. */
const NAME = /(?:\d+(?=[号层楼]))?\p{Script=Han}[\p{Script=Han}\d]*\p{Script=Han}/gu
const MOST = 20_000
const known = new Map<string, string>()

/**
 * Chinese names within words, in Latin letters: 南宁市 is Nanning, 青秀区 Qingxiu Dist., 恭城瑶族自治县 Gongcheng Yao County;
 * what the ledger says in set words, in English: 会议室 is Meeting room.
 */
export const spelled = (words: string): string => {
  const found = known.get(words)
  if (found !== undefined) return found
  if (known.size >= MOST) known.clear()
  const made = TERMS[words] ?? words.replaceAll(NAME, (name) => TERMS[name] ?? spellName(name))
  known.set(words, made)
  return made
}
