import { describe, expect, it } from 'vitest'
import { COLLECTIONS } from '../../../src/shared/protocol/platform.ts'
import { nextMark } from '../../../server/sources/platform/pages.ts'
import { makeSequenceWindow } from '../../../server/sources/platform/sequence.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 5, 15, 4)

describe('the mark from which a platform is asked for changes', () => {
  it('is the platform’s own, and goes back with its clock: one of 2150 does not end all pulls', () => {
    for (const last of [null, 0, NOW - 5000, NOW, NOW + 9 * 60_000]) expect(nextMark(last, NOW)).toBe(NOW)
    for (const last of [NOW + HOUR, Date.UTC(2150, 0)]) expect(nextMark(last, NOW)).toBe(NOW - HOUR)
    expect(nextMark(NOW, 1000)).toBe(0)
  })
})

describe('a region', () => {
  it('may have the border of a coast as surveyed', () => {
    const ring = Array.from({ length: 60_000 }, (_, i) => [108 + Math.cos(i), 22 + Math.sin(i)])
    const region = {
      code: '450000',
      parent: null,
      level: 'province',
      name: '广西',
      center: [108, 22],
      geometry: [[ring]],
      updatedAt: NOW,
    }
    expect(COLLECTIONS.regions.safeParse(region).success).toBe(true)
  })
})

describe('numbers of batches', () => {
  it('that are garbled make no hole, and what comes behind them is acknowledged', () => {
    const window = makeSequenceWindow(100)
    for (const n of [101, 2 ** 53 - 1, 102]) window.keep(n)
    expect([
      window.acknowledged(),
      window.waiting(),
      window.isStray(2 ** 53 - 1),
      window.isStray(103),
    ]).toEqual([102, 0, true, false])
  })

  it('that are missing are left behind as one hole', () => {
    const window = makeSequenceWindow(100)
    for (const n of [104, 105, 109]) window.keep(n)
    expect([window.acknowledged(), window.lastMissing()]).toEqual([100, 103])
    window.skip(window.lastMissing())
    expect([window.acknowledged(), window.lastMissing()]).toEqual([105, 108])
  })

  it('that begin anew, lower or far ahead, are followed; a hole is still asked for', () => {
    const opened = (first: number): number | null => {
      const window = makeSequenceWindow(100)
      window.open(first)
      return window.acknowledged()
    }
    expect([1, 101, 105, NOW].map(opened)).toEqual([0, 100, 100, NOW - 1])
  })
})
