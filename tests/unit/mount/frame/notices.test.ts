// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { describe, expect, it, vi } from 'vitest'
import SessionNotices from '../../../../src/app/frame/top/SessionNotices.vue'
import { MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Session } from '../../../../src/shared/protocol/http.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import { useApi, useClock, useSessionStore, useUiStore } from '../../../../src/state/stores/index.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { mountPart, pressable, useMounted } from '../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../builders/mount/stage.ts'

const speak = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/app/language.ts', () => ({ speak }))

const { keep } = useMounted({ sound: true, after: () => vi.useRealTimers() })
const notice = (name: string): Element | null => document.querySelector(`[data-notice="${name}"]`)
const press = async (words: string): Promise<void> => {
  pressable(words).click()
  await settled()
}

const open = async (over: Partial<Session> = {}, path = '/view', role: Role = 'manager') => {
  const stage = await makeStage('full', role)
  const session = useSessionStore()
  session.session = { ...session.session!, ...over }
  session.endsAt = over.endsAt ?? null
  return keep(await mountPart(SessionNotices, stage, {}, path))
}

describe('what is said on every page', () => {
  it('is that the session ends soon, with a press that keeps it', async () => {
    await open({ endsAt: NOW + 40_000 })
    expect(notice('idle')?.textContent).toContain('40')
    const acted = vi.spyOn(useApi(), 'acted').mockResolvedValue({ endsAt: NOW + 30 * MINUTE_MS })
    await press('继续')
    expect([acted.mock.calls.length, notice('idle')]).toEqual([1, null])
  })

  it('is that its longest time is up, with nothing to press', async () => {
    await open({ endsAt: NOW + 40_000 })
    vi.spyOn(useApi(), 'acted').mockResolvedValue({ endsAt: NOW + 35_000 })
    await press('继续')
    expect(notice('idle')?.textContent).toContain('35')
    expect(notice('idle')?.querySelector('button')).toBeNull()
  })

  it('is left with the page, which one comes back to by signing in', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { router } = await open({ endsAt: NOW + 1000 }, '/work/management?list=2')
    vi.spyOn(useApi(), 'session').mockResolvedValue(null)
    vi.spyOn(useClock(), 'serverNow').mockReturnValue(NOW + 3000)
    await vi.advanceTimersByTimeAsync(1000)
    await settled()
    const { name, query } = router.currentRoute.value
    expect([name, query]).toEqual(['signin', { to: '/work/management?list=2' }])
    expect(notice('idle')).toBeNull()
  })
})

describe('what is said on every page', () => {
  it('is on no page that is open to all, where one stays', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { router } = await open({ endsAt: NOW + 1000, passwordDueInDays: 1 }, '/signin')
    expect([notice('idle'), notice('password')]).toEqual([null, null])
    vi.spyOn(useApi(), 'session').mockResolvedValue(null)
    vi.spyOn(useClock(), 'serverNow').mockReturnValue(NOW + 3000)
    await vi.advanceTimersByTimeAsync(1000)
    await settled()
    expect(router.currentRoute.value.fullPath).toBe('/signin')
  })

  it('is that the password is due, with the way to it, or later', async () => {
    const { router } = await open({ passwordDueInDays: 14 })
    expect(notice('password')?.textContent).toContain('14')
    await press('修改密码')
    expect([router.currentRoute.value.name, notice('password')]).toEqual(['password', null])
    await router.push('/view')
    await press('稍后')
    expect(notice('password')).toBeNull()
  })

  it.each([
    ['while it is far', { passwordDueInDays: 15 }, 'manager'],
    ['where it never is', { passwordDueInDays: null }, 'manager'],
    ['before the first one is set', { passwordDueInDays: 3, mustChangePassword: true }, 'manager'],
    ['on a wall', { passwordDueInDays: 3 }, 'wall'],
  ] as const)('says nothing of the password %s', async (_, over, role) => {
    await open(over, '/view', role)
    expect(notice('password')).toBeNull()
  })

  it('is that a language’s words are missing, to be asked for again or let be', async () => {
    await open()
    useUiStore().awaited = 'en'
    await settled()
    await press('重试')
    await press('取消')
    expect([notice('words') !== null, speak.mock.calls]).toEqual([true, [['en'], ['zh']]])
  })
})
