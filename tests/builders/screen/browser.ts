import { existsSync } from 'node:fs'
import { chromium, type Browser, type LaunchOptions, type Page } from 'playwright-core'
import { watched } from '../../coverage/pages.ts'

const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
]
/** Software WebGL, and nothing that would make the browser itself call out. */
export const CHROMIUM_FLAGS = [...QUIET_FLAGS, '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
/** A device without graphics. */
export const PLAIN_FLAGS = [...QUIET_FLAGS, '--disable-gpu', '--disable-3d-apis']

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of a Chromium: `CHROMIUM_PATH`, the system's, or Playwright's own. Throws a line that says what to install. */
export const findChromium = (): string => {
  const found = [process.env['CHROMIUM_PATH'], ...CANDIDATES, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  )
  if (!found)
    throw new Error('no Chromium found: install one (apt-get install chromium) or set CHROMIUM_PATH')
  return found
}

/** A headless Chromium of this machine. */
export const launchChromium = async (options: Pick<LaunchOptions, 'args'>): Promise<Browser> =>
  watched(await chromium.launch({ executablePath: findChromium(), headless: true, ...options }))

export const launchBrowser = (): Promise<Browser> => launchChromium({ args: CHROMIUM_FLAGS })

/** Opens the list of a field as a person does and picks the option of this value. */
export const choose = async (page: Page, name: string, value: string): Promise<void> => {
  await page.click(`[role=combobox][data-name="${name}"]`)
  await page.click(`[data-list="${name}"] [role=option][data-value="${value}"]`)
  await page.waitForSelector(`[role=combobox][data-name="${name}"][data-value="${value}"]`)
}

/** What the list of a field offers. */
export const offered = async (page: Page, name: string): Promise<string[]> => {
  await page.click(`[role=combobox][data-name="${name}"]`)
  const texts = await page.locator(`[data-list="${name}"] [role=option]`).allInnerTexts()
  await page.keyboard.press('Escape')
  return texts
}

const NAV = 'main.work nav'
const OPEN_MENU = '[data-overlay][role=menu]'

/** The pages that the open platform offers, as one finds them: those that stand for themselves, and the lines of each menu. */
export const pagesOffered = async (page: Page): Promise<string[]> => {
  const titles = await page.locator(`${NAV} > [data-page]`).allInnerTexts()
  for (const menu of await page.locator(`${NAV} [data-group] .face`).all()) {
    await menu.click()
    await page.waitForSelector(`${OPEN_MENU} [data-page]`)
    titles.push(...(await page.locator(`${OPEN_MENU} [data-page]`).allInnerTexts()))
    await page.keyboard.press('Escape')
    await page.waitForSelector(OPEN_MENU, { state: 'detached' })
  }
  return titles.map((title) => title.trim())
}

/** Goes to a page of the open platform by its title: by its own button, or through the menu that it stands in. */
export const goToPage = async (page: Page, title: string): Promise<void> => {
  const own = page.locator(`${NAV} > [data-page]`, { hasText: title })
  if ((await own.count()) > 0) return own.click()
  for (const menu of await page.locator(`${NAV} [data-group] .face`).all()) {
    await menu.click()
    await page.waitForSelector(OPEN_MENU)
    const line = page.locator(`${OPEN_MENU} [data-page]`, { hasText: title })
    if ((await line.count()) > 0) return line.click()
    await page.keyboard.press('Escape')
    await page.waitForSelector(OPEN_MENU, { state: 'detached' })
  }
  throw new Error(`no page ${title} in the navigation`)
}
