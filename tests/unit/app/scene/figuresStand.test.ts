import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { figuresStand } from '../../../../src/app/scene/figuresStand.ts'
import { reportedSince } from '../../../../src/app/scene/reported.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

describe('a picture that waits for the figures', () => {
  const waiting = (isReading: () => boolean): (() => boolean) => {
    let over = false
    void figuresStand(isReading).then(() => (over = true))
    return () => over
  }

  it('begins once nothing is being read any more, and what that asked for neither', async () => {
    let reading = true
    const over = waiting(() => reading)
    await vi.advanceTimersByTimeAsync(400)
    expect(over()).toBe(false)
    reading = false
    await vi.advanceTimersByTimeAsync(60)
    reading = true
    await vi.advanceTimersByTimeAsync(200)
    expect(over()).toBe(false)
    reading = false
    await vi.advanceTimersByTimeAsync(150)
    expect(over()).toBe(true)
  })

  it('waits no longer than a second and a half', async () => {
    const over = waiting(() => true)
    await vi.advanceTimersByTimeAsync(1400)
    expect(over()).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(over()).toBe(true)
  })
})

describe('the tables that told anything since a picture', () => {
  it('are those whose version moved; vehicles with their next step', () => {
    const then = { motion: 4, energy: 7 }
    expect(reportedSince(then, then, true)).toEqual([])
    expect(reportedSince(then, { motion: 5, energy: 8 }, true)).toEqual(['vehicles', 'energy'])
    expect(reportedSince(then, { motion: 5, energy: 8 }, false)).toEqual(['energy'])
  })
})
