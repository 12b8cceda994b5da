import { pinyin } from 'pinyin-pro'

/** What ends a name, and how English says it; the longest that fits is taken. */
const KINDS: Readonly<Record<string, string>> = {
  壮族自治区: '',
  自治区: 'Region',
  省: '',
  市: '',
  区: 'Dist.',
  县: 'County',
  镇: 'Town',
  乡: 'Township',
  街道: 'Subdist.',
  本级: '(own level)',
  大道: 'Ave.',
  路: 'Rd.',
  街: 'St.',
  大院: 'Compound',
  办公区: 'Offices',
  机关集中办公区: 'Central Offices',
  办公楼: 'Office Bldg.',
  办公大楼: 'Office Bldg.',
  人民政府: 'Government',
  人民代表大会常务委员会: "People's Congress",
  办公厅: 'General Office',
  办公室: 'Office',
  机关事务管理局: 'Government Affairs Bureau',
  机关事务服务中心: 'Government Affairs Centre',
  局: 'Bureau',
  厅: 'Dept.',
  委员会: 'Committee',
}
/** Peoples that have counties and townships of their own. */
const PEOPLES = { 瑶: 'Yao', 苗: 'Miao', 侗: 'Dong', 壮: 'Zhuang', 仫佬: 'Mulao', 毛南: 'Maonan', 回: 'Hui' }
const TERMS = new Map(Object.entries(KINDS))
for (const [people, name] of Object.entries(PEOPLES)) {
  TERMS.set(`${people}族自治县`, `${name} County`)
  TERMS.set(`${people}族乡`, `${name} Township`)
}
const BY_LENGTH = [...TERMS.keys()].sort((a, b) => b.length - a.length)
/** Names that are not spelled by their common readings. */
const OWN: Readonly<Record<string, string>> = { 都安: "Du'an", 陕西: 'Shaanxi' }
/** One sign that ends a place wherever it stands; any other ends a name only before nothing or a longer ending. */
const ENDS_PLACE = /^[市县区]$/

const termAt = (text: string): string | undefined => BY_LENGTH.find((term) => text.startsWith(term))
const isEnd = (term: string, stem: string, rest: string, isFirst: boolean): boolean => {
  if (term.length > 1) return !isFirst || term.length > 2
  if (ENDS_PLACE.test(term)) return stem.length > (term === '县' ? 0 : 1)
  return stem !== '' && (rest === '' || /^\d/.test(rest) || (termAt(rest)?.length ?? 0) > 1)
}

const stemOf = (stem: string): string => {
  if (OWN[stem]) return OWN[stem]
  const joined = pinyin(stem, { toneType: 'none', type: 'array' })
    .map((part, i) => (i > 0 && /^[aoe]/.test(part) ? `'${part}` : part))
    .join('')
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}

const NUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^(\d+)号楼/, 'Bldg. $1'],
  [/^(\d+)[层楼]/, '$1F'],
  [/^(\d+)号/, 'No. $1'],
  [/^(\d+)/, '$1'],
]

const spellName = (name: string): string => {
  const parts: string[] = []
  let [stem, rest] = ['', name]
  const close = (): void => {
    if (stem) parts.push(stemOf(stem))
    stem = ''
  }
  while (rest) {
    const numbered = NUMBERED.find(([pattern]) => pattern.test(rest))
    const term = termAt(rest)
    if (numbered) {
      const [whole = ''] = numbered[0].exec(rest) ?? []
      close()
      parts.push(whole.replace(numbered[0], numbered[1]))
      rest = rest.slice(whole.length)
    } else if (term && isEnd(term, stem, rest.slice(term.length), stem === '' && parts.length === 0)) {
      close()
      parts.push(TERMS.get(term) ?? '')
      rest = rest.slice(term.length)
    } else {
      stem += rest.charAt(0)
      rest = rest.slice(1)
    }
  }
  close()
  return parts.filter(Boolean).join(' ')
}

/** One sign alone is part of a plate. */
const NAME = /(?:\d+(?=[号层楼]))?\p{Script=Han}[\p{Script=Han}\d]*\p{Script=Han}/gu
const MOST = 20_000
const known = new Map<string, string>()

/** Chinese names within words, in Latin letters: 南宁市 is Nanning, 青秀区 Qingxiu Dist., 恭城瑶族自治县 Gongcheng Yao County. */
export const spelled = (words: string): string => {
  const found = known.get(words)
  if (found !== undefined) return found
  if (known.size >= MOST) known.clear()
  const made = words.replaceAll(NAME, spellName)
  known.set(words, made)
  return made
}
