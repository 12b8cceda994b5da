import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { en } from '../../../src/i18n/en.ts'
import { spoken } from '../../../src/i18n/spoken.ts'
import { zh } from '../../../src/i18n/zh.ts'
import { ROOM_USES } from '../../../src/shared/housing/rooms.ts'
import { compounds } from '../../../src/shared/housing/collections/compounds.ts'
import { titleOf } from '../../../data/contract/schemas.ts'
import { ageKey, clockText, formatNumber } from '../../../src/i18n/format.ts'

type Tree = { readonly [key: string]: string | Tree }
const keysOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  )
const argumentsOf = (tree: Tree, path: string): string[] => {
  const text = path.split('.').reduce<string | Tree>((at, key) => (at as Tree)[key] ?? '', tree) as string
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()
}
const panels = import.meta.glob<Record<string, unknown>>(
  ['../../../src/boards/**/text.ts', '../../../src/boards/**/*[mM]essages.ts'],
  { eager: true },
)
const pairOf = (module: Record<string, unknown>): { zh: Tree; en: Tree } => {
  const found = Object.values(module).find(
    (value): value is { zh: Tree; en: Tree } =>
      typeof value === 'object' && value !== null && 'zh' in value && 'en' in value,
  )
  if (!found) throw new Error('no { zh, en } exported')
  return found
}

describe('languages', () => {
  it('have the same keys and the same arguments', () => {
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort())
    for (const key of keysOf(zh)) expect(argumentsOf(en, key), key).toEqual(argumentsOf(zh, key))
  })

  it.each(Object.keys(panels))('%s says the same in both', (file) => {
    const pair = pairOf(panels[file] as Record<string, unknown>)
    expect(keysOf(pair.en).sort()).toEqual(keysOf(pair.zh).sort())
  })
})

describe('words', () => {
  it('say what they are given by name, and mean every other sign as it stands', () => {
    const messages = { zh: spoken({ one: { all: '{n} | @:two {n}{none}' } }) }
    const { t, te } = createI18n({ legacy: false, locale: 'zh', messages }).global
    expect([t('one.all', { n: '$&' }), te('one.all'), te('one.none')]).toEqual(['$& | @:two $&', true, false])
  })
})

describe('terms of GB/T 41568', () => {
  it('[GX-08] 办公区, 办公用房 and 办公室 name the same things on screens, in the rules and in the contract', () => {
    const panelText = Object.values(panels)
      .map((module) => JSON.stringify(pairOf(module).zh))
      .join()
    expect(zh.kind).toMatchObject({ compound: '办公区', building: '办公楼' })
    for (const term of ['办公区', '办公用房', '办公室']) expect(panelText, term).toContain(term)
    expect(titleOf(compounds)).toContain('办公区')
    expect(ROOM_USES.office).toEqual(['办公室'])
  })
})

describe('formats', () => {
  it('print a dash for what is not known', () => {
    expect(formatNumber(null, 1, 'zh')).toBe('—')
    expect(formatNumber(Number.NaN, 1, 'zh')).toBe('—')
    expect(formatNumber(12345.678, 1, 'zh')).toBe('12,345.7')
  })

  it('read the clock in UTC+8 whatever the machine says', () => {
    expect(clockText(Date.UTC(2026, 10, 20, 23, 30))).toEqual({
      date: '2026-11-21',
      time: '07:30:00',
      weekday: 6,
    })
  })

  it('say an age in one unit', () => {
    expect([null, 1000, 30_000, 600_000, 10_800_000, 864_000_000].map((age) => ageKey(age)[0])).toEqual([
      'age.never',
      'age.now',
      'age.seconds',
      'age.minutes',
      'age.hours',
      'age.days',
    ])
  })
})
