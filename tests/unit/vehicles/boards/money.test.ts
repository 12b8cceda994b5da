import { describe, expect, it } from 'vitest'
import { figureText } from '../../../../src/boards/vehicles/shared/told/figures.ts'
import figuresMessages from '../../../../src/boards/vehicles/shared/words/figuresMessages.ts'

const told = (lang: 'zh' | 'en', cny: number | null): string =>
  figureText('runningCost', cny, (key) => (figuresMessages[lang] as Record<string, string>)[key] ?? key, lang)

describe('the money of a fleet', () => {
  it('is whole up to a hundred thousand, above it in 万元, and in English in thousands', () => {
    expect([told('zh', 99_999), told('zh', 124_000), told('zh', null)]).toEqual([
      '99,999 元',
      '12.4 万元',
      '—',
    ])
    expect([told('en', 99_999), told('en', 124_000)]).toEqual(['99,999 CNY', '124.0 k CNY'])
  })
})
