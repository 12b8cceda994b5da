import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../../../../src/app/frame/verdicts/sentence/answers.ts'
import type { Answer } from '../../../../src/app/frame/verdicts/sentence/provideAnswers.ts'
import messages from '../../../../src/app/frame/verdicts/messages.ts'

const words =
  (lang: 'zh' | 'en') =>
  (key: string, named: Record<string, unknown> = {}): string =>
    (messages[lang] as Record<string, string>)[key]!.replace(/\{(\w+)\}/g, (_, name) => String(named[name]))
const answer = (name: string, stands: Answer['stands'], more: Partial<Answer> = {}): Answer => ({
  stands,
  name,
  figure: '1%',
  line: '控制线 ≤ 2',
  worst: '',
  ...more,
})
const KEPT = [answer('超标', 'kept'), answer('闲置', 'kept')]

describe('the sentence of a wall', () => {
  it('tells the gravest answer with its line and the worst place, and how many lines are kept', () => {
    const grave = answer('合规', 'severe', { figure: '86.2%', line: '目标 ≥ 98', worst: '最差 百色市 82.1%' })
    const all = [answer('能耗', 'slight'), ...KEPT, grave]
    expect(sentenceOf(all, words('zh'))).toBe('4 问中 2 问在线内;合规 86.2%,目标 ≥ 98,最差 百色市 82.1%')
    expect(sentenceOf(all, words('en'))).toMatch(/^2 of 4 within their lines: 合规 86\.2%, /)
    expect(sentenceOf([...KEPT, answer('能耗', 'slight')], words('zh'))).toContain('能耗 1%,控制线 ≤ 2')
  })

  it('says that all lines are kept, counts no question that nothing holds, and nothing before one is judged', () => {
    expect(sentenceOf([...KEPT, answer('车辆', 'unheld')], words('zh'))).toBe('2 问都在线内')
    expect(sentenceOf([answer('车辆', 'unheld'), answer('人均', 'small')], words('zh'))).toBe('')
  })
})
