import { pinyin } from 'pinyin-pro'

/** How a name is spelled, without tones or gaps, and its initials, lower case. */
export interface Spelling {
  readonly pinyin: string
  readonly initials: string
}

const CACHE_LIMIT = 20_000
const surnames = new Map<string, string>()
const characters = new Map<string, string>()

const remember = (cache: Map<string, string>, key: string, make: () => string): string => {
  const known = cache.get(key)
  if (known !== undefined) return known
  if (cache.size >= CACHE_LIMIT) cache.clear()
  const made = make()
  cache.set(key, made)
  return made
}

const plain = (spelled: string): string => spelled.toLowerCase().replaceAll('ü', 'v')
const surnameOf = (character: string): string =>
  remember(surnames, character, () => plain(pinyin(character, { toneType: 'none', mode: 'surname' })))
const spell = (character: string): string =>
  remember(characters, character, () => plain(pinyin(character, { toneType: 'none' })))

/** The first character, which may be a pair of surrogates: rare names have such. */
const initialOf = (part: string): string => [...part][0] ?? ''

/** A person's name character by character: the first as a surname (单 is shàn), the rest by their common reading. A million names need a few thousand look-ups. */
export const spellPerson = (name: string): Spelling => {
  const parts = [...name].map((character, i) => (i === 0 ? surnameOf(character) : spell(character)))
  return { pinyin: parts.join(''), initials: parts.map(initialOf).join('') }
}

/** A place's or unit's name, by words, so that 银行 is yínháng. */
export const spellPlace = (name: string): Spelling => {
  const parts = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map(plain)
  return { pinyin: parts.join('').replaceAll(' ', ''), initials: parts.map(initialOf).join('') }
}
