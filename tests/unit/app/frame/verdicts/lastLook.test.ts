import { describe, expect, it } from 'vitest'
import { lookAgain, seen } from '../../../../../src/app/frame/verdicts/lastLook.ts'
import { HOUR_MS } from '../../../../../src/shared/kernel/time/time.ts'

const T = Date.parse('2026-06-15T10:00:00+08:00')
const kept = (looks: object): string => JSON.stringify(looks)

describe('the last look', () => {
  it('is what was seen when an account comes back after hours; within them the look goes on', () => {
    const monday = seen(lookAgain(null, T), 'P over', 1.5, T)
    expect(monday.before).toBeNull()
    const soon = lookAgain(kept(monday), T + HOUR_MS)
    expect([soon.before, soon.now.values]).toEqual([null, { 'P over': 1.5 }])
    const tuesday = lookAgain(kept(soon), T + 24 * HOUR_MS)
    expect(tuesday.before).toEqual({ at: T + HOUR_MS, values: { 'P over': 1.5 } })
    expect(tuesday.now.values).toEqual({})
    const later = lookAgain(kept(seen(tuesday, 'P over', 1.2, T + 24 * HOUR_MS)), T + 25 * HOUR_MS)
    expect([later.before?.values['P over'], later.now.values['P over']]).toEqual([1.5, 1.2])
  })

  it('is none where what was kept is torn, of another shape or from the future', () => {
    for (const torn of [
      '{',
      '7',
      '"x"',
      kept({ now: { at: 'x' } }),
      kept({ now: { at: T + 1, values: {} } }),
    ])
      expect([torn, lookAgain(torn, T)]).toEqual([torn, { before: null, now: { at: T, values: {} } }])
  })

  it('forgets the oldest of more than four hundred figures', () => {
    let looks = lookAgain(null, T)
    for (let i = 0; i < 401; i++) looks = seen(looks, `P${i} over`, i, T)
    looks = seen(looks, 'P1 over', 7, T)
    const names = Object.keys(looks.now.values)
    expect([names.length, names[0], names.at(-1)]).toEqual([400, 'P2 over', 'P1 over'])
  })
})
