import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { makePulse } from '../../../server/db/pulse.ts'

/** A database that answers at once, not at all, or with an error. */
const makeAsked = () => {
  const held: (() => void)[] = []
  const state = { mode: 'answers' as 'answers' | 'frozen' | 'refuses', asked: 0 }
  const ask = (): Promise<void> => {
    state.asked++
    if (state.mode === 'refuses') return Promise.reject(new Error('ECONNREFUSED'))
    return state.mode === 'answers' ? Promise.resolve() : new Promise((done) => held.push(done))
  }
  const thaw = (): void => {
    state.mode = 'answers'
    for (const done of held.splice(0)) done()
  }
  return { state, ask, thaw }
}
const never = (): Promise<never> => new Promise(() => {})
const unavailable = { code: 'unavailable' }

describe('the pulse of the database', () => {
  it('lets a slow question go on while the database answers', async () => {
    const { state, ask } = makeAsked()
    const pulse = makePulse({ ask, limitMs: 30, everyMs: 10 })
    expect(await pulse.whileAlive(() => delay(200, 'slow'))).toBe('slow')
    expect(state.asked).toBeGreaterThan(3)
    pulse.close()
  })

  it('ends the wait when the database freezes in the middle, refuses at once while it is away, and knows by itself that it is back', async () => {
    const { state, ask, thaw } = makeAsked()
    const pulse = makePulse({ ask, limitMs: 30, everyMs: 10 })
    const waits = pulse.whileAlive(never)
    await delay(20)
    state.mode = 'frozen'
    await expect(waits).rejects.toMatchObject({ ...unavailable, details: { inDoubt: true } })
    let begun = false
    await expect(pulse.whileAlive(async () => (begun = true))).rejects.toMatchObject(unavailable)
    expect([begun, pulse.isAway()]).toEqual([false, true])
    thaw()
    await delay(5)
    expect(pulse.isAway()).toBe(false)
    expect(await pulse.whileAlive(async () => 7)).toBe(7)
    pulse.close()
  })

  it('tries again while the database refuses, and tells nobody of a short absence', async () => {
    const { state, ask, thaw } = makeAsked()
    const pulse = makePulse({ ask, limitMs: 2000, everyMs: 10 })
    state.mode = 'refuses'
    const waits = pulse.whileAlive(() => delay(250, 'through'))
    await delay(50)
    thaw()
    expect(await waits).toBe('through')
    expect(pulse.isAway()).toBe(false)
    pulse.close()
  })

  it('hands on what the work itself throws', async () => {
    const pulse = makePulse({ ask: async () => {} })
    await expect(pulse.whileAlive(() => Promise.reject(new Error('own')))).rejects.toThrow('own')
    pulse.close()
  })
})
