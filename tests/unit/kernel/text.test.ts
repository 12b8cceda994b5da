import { describe, expect, it } from 'vitest'
import { shapeOf } from '../../../server/sources/turnedAway.ts'
import { cutText, isRealDay, isSoundText, toSoundText, unsoundPath } from '../../../src/shared/kernel/text.ts'

describe('text that every side can hold', () => {
  it('takes whole characters and refuses NUL and lone surrogates', () => {
    for (const sound of ['', '张𬱖', '🚗', '\u0001', 'a\ufffdb']) expect(isSoundText(sound)).toBe(true)
    for (const unsound of ['a\u0000', '\ud800x', 'x\udc00', '\udc00\ud800'])
      expect(isSoundText(unsound)).toBe(false)
    expect(toSoundText('\ud800x\u0000𬱖')).toBe('\ufffdx\ufffd𬱖')
  })

  it('cuts between characters, never inside one', () => {
    expect(cutText('🚗🚗🚗', 3)).toBe('🚗🚗🚗')
    expect(cutText('🚗🚗🚗🚗', 3)).toBe('🚗🚗…')
    expect(cutText('short', 10)).toBe('short')
  })

  it('looks at no more of a text than it keeps', () => {
    const whole = String.prototype[Symbol.iterator]
    const looked: number[] = []
    String.prototype[Symbol.iterator] = function (this: string) {
      looked.push(this.length)
      return whole.call(this)
    }
    try {
      expect(cutText('🚗'.repeat(100_000), 24)).toBe(`${'🚗'.repeat(23)}…`)
      expect(shapeOf('🚗文1a'.repeat(100_000))).toBe(
        `a text of 500000 characters like "${'🚗文9a'.repeat(6).slice(0, -1)}…"`,
      )
    } finally {
      String.prototype[Symbol.iterator] = whole
    }
    expect(Math.max(...looked)).toBeLessThan(100)
  })

  it('names where unsound text stands, in keys and in depth', () => {
    expect(unsoundPath({ a: [{ b: 'ok' }, 1, null, true] })).toBeNull()
    expect(unsoundPath({ a: [{ b: 'ok' }, { c: 'x\u0000' }] })).toBe('a.1.c')
    expect(unsoundPath({ 'k\ud800': 1 })).toBe('k\ufffd')
    expect(unsoundPath('\u0000')).toBe('')
    let deep: unknown = 'x'
    for (let i = 0; i < 40; i++) deep = [deep]
    expect(unsoundPath(deep)).not.toBeNull()
  })

  it('knows which days exist', () => {
    for (const day of ['2024-02-29', '2026-12-31', '1999-01-01']) expect(isRealDay(day)).toBe(true)
    for (const day of ['2026-02-29', '2026-02-30', '2026-13-01', '9999-99-99', '2026-1-1', '0001-01-01'])
      expect(isRealDay(day)).toBe(false)
  })
})
