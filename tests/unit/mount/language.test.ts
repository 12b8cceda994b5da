// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import type { VueWrapper } from '@vue/test-utils'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { MissingPart } from '../../../src/app/chunks/asking.ts'
import { langAsked, speak } from '../../../src/app/language.ts'
import { hasWords } from '../../../src/i18n/index.ts'
import { useUiStore } from '../../../src/state/stores/index.ts'
import { mountApp } from '../../builders/mount/app.ts'
import { faultsOfWords, listen } from '../../builders/mount/faults.ts'
import { makeStage, settled } from '../../builders/mount/stage.ts'

/** The chunk with the English words: whether it comes, and how often it was asked for. */
const chunk = vi.hoisted(() => ({ comes: false, asked: 0 }))
vi.mock('../../../src/i18n/en.ts', async (original) => {
  const words = await original<typeof import('../../../src/i18n/en.ts')>()
  return {
    get en() {
      chunk.asked++
      if (!chunk.comes) throw new TypeError('Failed to fetch dynamically imported module')
      return words.en
    },
  }
})
await import('../../../src/app/pages/session/SignInPage.vue')

/** The chunk of a page, in the same way. */
const page = vi.hoisted(() => ({ comes: true, asked: 0 }))
vi.mock('../../../src/app/pages/session/PairPage.vue', async (original) => {
  const real = await original<typeof import('../../../src/app/pages/session/PairPage.vue')>()
  return {
    get default() {
      page.asked++
      if (!page.comes) throw new MissingPart('/assets/PairPage.js', 503)
      return real.default
    },
  }
})

const ear = listen()
let mounted: VueWrapper | null = null
afterEach(() => {
  mounted?.unmount()
  mounted = null
  speak('zh')
  document.body.replaceChildren()
})
afterAll(() => ear.stop())

const open = async (path = '/signin'): Promise<void> => {
  mounted = await mountApp(path, await makeStage('full', null))
}
const title = (): string => document.querySelector('h1, h2')?.textContent ?? document.body.textContent ?? ''
const button = (words: string): HTMLElement => {
  const found = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent?.trim() === words,
  )
  if (!found) throw new Error(`no button says ${words}: ${document.body.textContent}`)
  return found
}
const notice = (): Element | null => document.querySelector('[data-notice="words"]')
const expectSound = (): void => expect([...faultsOfWords(document.body), ...ear.taken()]).toEqual([])

describe('the language of a screen', () => {
  it('is Chinese without a word of another one', async () => {
    await open()
    expect(hasWords('en')).toBe(false)
    expect(chunk.asked).toBe(0)
    expect(document.body.textContent).toContain('登录')
    expectSound()
  })

  it('stays what it was where the words do not come, says so, and is changed by asking again', async () => {
    await open()
    button('English').click()
    await vi.waitFor(() => expect(notice()).not.toBeNull())
    expect(useUiStore().lang).toBe('zh')
    expect(document.documentElement.lang).toBe('zh-CN')
    expect(notice()?.textContent).toMatch(/英文文字未能载入.*The English words did not come/)
    expectSound()
    chunk.comes = true
    button('重试').click()
    await vi.waitFor(() => expect(useUiStore().lang).toBe('en'))
    await settled()
    expect(notice()).toBeNull()
    expect(document.documentElement.lang).toBe('en')
    expect(title()).toMatch(/Sign in/)
    expectSound()
  })

  it('is English from the first line on where the screen spoke it last, and goes back at a press', async () => {
    localStorage.setItem('guanlan.lang', 'en')
    expect(langAsked()).toBe('en')
    await open()
    expect(title()).toMatch(/Sign in/)
    button('中文').click()
    await settled()
    expect(title()).toContain('登录')
    expect(langAsked()).toBe('zh')
    expectSound()
  })

  it('is what the address names before what was kept; a language that there is not is none', async () => {
    localStorage.setItem('guanlan.lang', 'zh')
    history.replaceState(null, '', '/signin?lang=en')
    expect(langAsked()).toBe('en')
    history.replaceState(null, '', '/signin?lang=fr')
    expect(langAsked()).toBeNull()
    await open('/signin?lang=fr')
    expect(title()).toContain('登录')
  })
})

describe('a page whose code does not come', () => {
  it('leaves no blank screen: it is said, and the page comes by a press', async () => {
    page.comes = false
    page.asked = 0
    const stage = await makeStage('full', null)
    mounted = await mountApp('/pair', stage).catch(() => null)
    await vi.waitFor(() => expect(document.querySelector('.page-missing')?.textContent).toContain('未能载入'))
    const before = page.asked
    page.comes = true
    button('重试').click()
    await vi.waitFor(() => expect(document.querySelector('.page-missing')).toBeNull())
    expect(page.asked).toBeGreaterThan(before)
    expect(location.pathname).toBe('/pair')
    ear.taken()
  })
})
