// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useIdle } from '../../../../src/app/shell/idle.ts'
import { AppError } from '../../../../src/shared/kernel/errors.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import { DAY_MS, MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'
import { useApi, useClock, useSessionStore, useUiStore } from '../../../../src/state/stores/index.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { makeStage, sessionOf } from '../../../builders/mount/stage.ts'

const SECOND = 1000
const away = new AppError('unavailable', 'the server does not answer')
let scope: EffectScope | null = null
let at: number

/** Somebody sits there until `endsAt`; the server keeps the session as told. */
const sit = async (role: Role, endsAt: number | null) => {
  await makeStage('empty', role)
  at = NOW
  vi.spyOn(useClock(), 'serverNow').mockImplementation(() => at)
  const session = vi.spyOn(useApi(), 'session').mockResolvedValue({ ...sessionOf(role), endsAt })
  const acted = vi.spyOn(useApi(), 'acted').mockImplementation(async () => ({ endsAt: at + 30 * MINUTE_MS }))
  useSessionStore().endsAt = endsAt
  const leave = vi.fn()
  scope = effectScope()
  const idle = scope.run(() => useIdle(leave))!
  return { idle, leave, session, acted }
}
/** So much time goes by, a second at a time. */
const pass = async (ms: number): Promise<void> => {
  for (const end = at + ms; at < end;) {
    at += SECOND
    useUiStore().second = at
    await vi.advanceTimersByTimeAsync(SECOND)
  }
}
/** Days go by between two looks. */
const jump = async (ms: number): Promise<void> => {
  at += ms - SECOND
  await pass(SECOND)
}
const act = (isTrusted = true): void => {
  const event = new Event('pointerdown', { bubbles: true })
  Object.defineProperty(event, 'isTrusted', { value: isTrusted })
  document.body.dispatchEvent(event)
}
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => {
  scope?.stop()
  vi.useRealTimers()
})

describe('a session that is used', () => {
  it('is kept by a hand on the screen, told at most once a minute, and by no script', async () => {
    const { acted } = await sit('manager', NOW + 30 * MINUTE_MS)
    act(false)
    expect(acted).not.toHaveBeenCalled()
    act()
    act()
    await pass(MINUTE_MS - SECOND)
    act()
    expect(acted).toHaveBeenCalledOnce()
    await pass(SECOND)
    act()
    expect(acted).toHaveBeenCalledTimes(2)
    await flushPromises()
    expect(useSessionStore().endsAt).toBe(at + 30 * MINUTE_MS)
  })

  it('whose server does not answer at that moment is told again at the next act', async () => {
    const { acted, leave } = await sit('manager', NOW + 30 * MINUTE_MS)
    acted.mockRejectedValueOnce(away)
    act()
    await pass(MINUTE_MS)
    act()
    await flushPromises()
    expect([acted.mock.calls.length, leave.mock.calls.length]).toEqual([2, 0])
    expect(useSessionStore().endsAt).toBe(at + 30 * MINUTE_MS)
  })

  it('is nobody’s once it is over: acts are told no more', async () => {
    const { acted } = await sit('manager', NOW + 30 * MINUTE_MS)
    useSessionStore().end(null)
    act()
    await pass(MINUTE_MS)
    expect(acted).not.toHaveBeenCalled()
  })
})

describe('a session that nobody uses', () => {
  it('says how many seconds are left in its last minute, and asks whether another window kept it', async () => {
    const { idle, session, leave } = await sit('manager', NOW + 2 * MINUTE_MS)
    session.mockResolvedValue({ ...sessionOf('manager'), endsAt: NOW + 40 * MINUTE_MS })
    await pass(MINUTE_MS - SECOND)
    expect([idle.left.value, session.mock.calls.length]).toEqual([null, 0])
    await pass(SECOND)
    await flushPromises()
    expect([idle.left.value, session.mock.calls.length, leave.mock.calls.length]).toEqual([null, 1, 0])
    expect(useSessionStore().endsAt).toBe(NOW + 40 * MINUTE_MS)
  })

  it('counts down to nothing, and is left with the reason once the server knows of none', async () => {
    const { idle, session, leave } = await sit('manager', NOW + MINUTE_MS)
    await pass(10 * SECOND)
    expect([idle.left.value, session.mock.calls.length]).toEqual([50, 1])
    session.mockResolvedValue(null)
    await pass(50 * SECOND)
    expect([idle.left.value, leave.mock.calls.length]).toEqual([0, 0])
    await pass(2 * SECOND)
    await flushPromises()
    expect([useSessionStore().session, useSessionStore().endedBy]).toEqual([null, 'idle'])
    expect([idle.left.value, leave.mock.calls.length]).toEqual([null, 1])
  })

  it('stays while the server does not answer, which is asked every few seconds', async () => {
    const { session, leave } = await sit('manager', NOW + MINUTE_MS)
    session.mockRejectedValue(away)
    await pass(MINUTE_MS + 21 * SECOND)
    await flushPromises()
    expect(leave).not.toHaveBeenCalled()
    expect(session.mock.calls.length).toBeGreaterThan(2)
    expect(session.mock.calls.length).toBeLessThan(8)
    session.mockResolvedValue(null)
    await pass(7 * SECOND)
    await flushPromises()
    expect(leave).toHaveBeenCalledOnce()
  })
})

describe('a session that nobody uses', () => {
  it('goes on by a press, and says where its longest time is up and a press is of no use', async () => {
    const { idle, acted } = await sit('manager', NOW + MINUTE_MS / 2)
    await pass(SECOND)
    expect([idle.left.value, idle.last.value]).toEqual([29, false])
    idle.stay()
    await flushPromises()
    expect([idle.left.value, idle.last.value]).toEqual([null, false])
    acted.mockImplementation(async () => ({ endsAt: at + 10 * SECOND }))
    await pass(29 * MINUTE_MS)
    idle.stay()
    await flushPromises()
    expect([idle.left.value, idle.last.value]).toEqual([10, true])
  })

  it('tells the press that it stays once, though the press is an input as well', async () => {
    const { idle, acted } = await sit('manager', NOW + MINUTE_MS / 2)
    await pass(SECOND)
    act()
    idle.stay()
    await flushPromises()
    idle.stay()
    expect(acted).toHaveBeenCalledOnce()
    expect(idle.left.value).toBeNull()
  })

  it('without an end is never left', async () => {
    const { idle, session } = await sit('manager', null)
    await jump(DAY_MS)
    expect([idle.left.value, session.mock.calls.length]).toEqual([null, 0])
  })
})

describe('a wall', () => {
  it('renews its cookie once a day, tells of no hand, and counts nothing down', async () => {
    const { idle, session, acted, leave } = await sit('wall', null)
    act()
    await pass(2 * SECOND)
    await jump(DAY_MS - 2 * SECOND)
    expect([session.mock.calls.length, acted.mock.calls.length]).toEqual([0, 0])
    await pass(2 * SECOND)
    await flushPromises()
    await jump(DAY_MS - 2 * SECOND)
    expect([session.mock.calls.length, leave.mock.calls.length, idle.left.value]).toEqual([1, 0, null])
    await pass(2 * SECOND)
    expect(session).toHaveBeenCalledTimes(2)
  })

  it('that was unpaired meanwhile is left, without a reason that is a person’s', async () => {
    const { session, leave } = await sit('wall', null)
    session.mockResolvedValue(null)
    await pass(SECOND)
    await jump(DAY_MS)
    await flushPromises()
    expect([leave.mock.calls.length, useSessionStore().endedBy]).toEqual([1, null])
  })
})
