import { describe, expect, it } from 'vitest'
import { en } from '../../src/i18n/en.ts'
import { zh } from '../../src/i18n/zh.ts'
import { ageKey, clockText, formatNumber } from '../../src/i18n/format.ts'

type Tree = { readonly [key: string]: string | Tree }
const keysOf = (tree: Tree, path = ''): string[] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`)))
const argumentsOf = (tree: Tree, path: string): string[] => {
  const text = path.split('.').reduce<string | Tree>((at, key) => (at as Tree)[key] ?? '', tree) as string
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()
}
const panels = import.meta.glob<Record<string, unknown>>(['../../src/panels/*/text.ts', '../../src/panels/*/messages.ts'], { eager: true })
const pairOf = (module: Record<string, unknown>): { zh: Tree; en: Tree } => {
  const found = Object.values(module).find((value): value is { zh: Tree; en: Tree } => typeof value === 'object' && value !== null && 'zh' in value && 'en' in value)
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

describe('formats', () => {
  it('print a dash for what is not known', () => {
    expect(formatNumber(null, 1, 'zh')).toBe('—')
    expect(formatNumber(Number.NaN, 1, 'zh')).toBe('—')
    expect(formatNumber(12345.678, 1, 'zh')).toBe('12,345.7')
  })

  it('read the clock in UTC+8 whatever the machine says', () => {
    expect(clockText(Date.UTC(2026, 10, 20, 23, 30))).toEqual({ date: '2026-11-21', time: '07:30:00', weekday: 6 })
  })

  it('say an age in one unit', () => {
    expect([null, 1000, 30_000, 600_000, 10_800_000, 864_000_000].map((age) => ageKey(age)[0])).toEqual(['age.never', 'age.now', 'age.seconds', 'age.minutes', 'age.hours', 'age.days'])
  })
})
