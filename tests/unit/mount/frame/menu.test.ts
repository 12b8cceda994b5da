// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { describe, expect, it, vi } from 'vitest'
import MainMenu from '../../../../src/app/frame/top/MainMenu.vue'
import { speak as speakTo } from '../../../../src/app/language.ts'
import { AppError } from '../../../../src/shared/kernel/errors.ts'
import type { Role } from '../../../../src/shared/kernel/roles.ts'
import { useApi, useSessionStore, useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { mountPart, pressable, useMounted, type MountedPart } from '../../../builders/mount/part.ts'
import { makeStage, settled, speak } from '../../../builders/mount/stage.ts'

/** What opens lies in chunks of its own: here they are there before the press. */
const CHUNKS = import.meta.glob([
  '../../../../src/widgets/controls/{MenuList,SheetBody}.vue',
  '../../../../src/app/frame/top/*.vue',
])
const putBack = (): void => {
  speakTo('zh')
  localStorage.clear()
}
const { keep } = useMounted({ sound: true, chunks: Object.values(CHUNKS), after: putBack })
const press = async (words: string): Promise<void> => {
  pressable(words).click()
  await settled()
}
const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)

const open = async (role: Role, path = '/view', over: object = {}): Promise<MountedPart> => {
  const stage = await makeStage('full', role)
  useSessionStore().session = { ...useSessionStore().session!, ...over }
  const mounted = keep(await mountPart(MainMenu, stage, {}, path))
  find('.face')!.click()
  await settled()
  return mounted
}
const offered = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('[role^="menuitem"]')].map(
    ({ dataset, lang }) => dataset['workplace'] ?? dataset['action'] ?? lang,
  )

describe('the menu', () => {
  it.each([
    [
      'manager',
      '/view',
      [
        'wall',
        'management',
        'mosaic',
        'carousel',
        'wall-size',
        'zh-CN',
        'en',
        'password',
        'sessions',
        'sign-out',
      ],
    ],
    [
      'leader',
      '/work/supervision',
      ['wall', 'supervision', 'mosaic', 'zh-CN', 'en', 'password', 'sessions', 'sign-out'],
    ],
    ['wall', '/view', ['mosaic', 'carousel', 'wall-size', 'zh-CN', 'en']],
  ] as const)('offers %s at %s what is theirs there', async (role, path, lines) => {
    await open(role, path)
    expect(offered()).toEqual(lines)
  })

  it.each([
    ['[data-workplace="wall"]', '/work/management', '/view'],
    ['[data-workplace="management"]', '/view', '/work/management'],
    ['[data-action="password"]', '/view', '/password'],
    ['[data-action="sessions"]', '/view', '/sessions'],
  ])('%s goes from %s to %s', async (line, from, to) => {
    const { router } = await open('manager', from)
    find(line)!.click()
    await settled()
    expect([router.currentRoute.value.path, find('[role="menu"], .list')]).toEqual([to, null])
  })
})

describe('the menu', () => {
  it.each([
    ['', null],
    ['and the server that does not answer', new AppError('unavailable', 'away')],
  ] as const)('signs out %s', async (_, fault) => {
    const { router } = await open('manager')
    const out = vi.spyOn(useApi(), 'signOut')
    if (fault) out.mockRejectedValue(fault)
    find('[data-action="sign-out"]')!.click()
    await settled()
    expect([out.mock.calls.length, useSessionStore().session, router.currentRoute.value.path]).toEqual([
      1,
      null,
      '/signin',
    ])
  })

  it('turns the carousel on and off, and shows which it is', async () => {
    await open('wall')
    expect(find('[data-action="carousel"]')!.getAttribute('aria-checked')).toBe('false')
    find('[data-action="carousel"]')!.click()
    await settled()
    expect(useViewStore().carousel).toBe(true)
    find('.face')!.click()
    await settled()
    expect(find('[data-action="carousel"]')!.getAttribute('aria-checked')).toBe('true')
  })
})

describe('the menu', () => {
  it('opens the wall’s size and is rid of it by closing', async () => {
    await open('wall')
    find('[data-action="wall-size"]')!.click()
    await vi.waitFor(() => expect(find('[name="heightMm"]')).not.toBeNull(), 5000)
    await press('取消')
    expect(find('[name="heightMm"]')).toBeNull()
  })

  it('speaks another language at a press', async () => {
    await speak('en')
    await speak('zh')
    await open('manager')
    find('[role="menuitemradio"][lang="en"]')!.click()
    await settled()
    expect([useUiStore().lang, document.documentElement.lang]).toEqual(['en', 'en'])
  })

  it.each([
    [7, true],
    [30, false],
    [null, false],
  ])('says beside the password that it is due in %s days: %s', async (passwordDueInDays, says) => {
    await open('manager', '/view', { passwordDueInDays })
    const note = find('[data-action="password"] small')
    expect(note?.textContent?.includes('7') ?? false).toBe(says)
  })
})
