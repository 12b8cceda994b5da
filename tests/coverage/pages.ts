/** What the pages of a test's Chromium ran: written as they close, where `npm run coverage` named a folder for it. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'

const FOLDER = process.env['GUANLAN_TEST_PAGES_DIR']

/** A script that a page ran. Its text lies beside it as `<hash>.js`: names of built files repeat, their texts do not. */
export interface RunScript {
  readonly url: string
  readonly hash: string
  readonly functions: Awaited<ReturnType<Page['coverage']['stopJSCoverage']>>[number]['functions']
}

export const hashOf = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16)

const isOwn = (url: string): boolean => new URL(url).hostname === '127.0.0.1'

const write = async (folder: string, page: Page): Promise<void> => {
  const scripts: RunScript[] = []
  for (const { url, source, functions } of await page.coverage.stopJSCoverage()) {
    if (!source || !isOwn(url)) continue
    const hash = hashOf(source)
    const kept = join(folder, `${hash}.js`)
    if (!existsSync(kept)) writeFileSync(kept, source)
    scripts.push({ url, hash, functions })
  }
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(scripts))
}

const tellLoss = (error: unknown): void => console.error('what a page ran was not kept:', error)

/** Does `before` first whenever the thing is closed, and closes it whatever came of that. */
const beforeClosing = (thing: Browser | BrowserContext | Page, before: () => Promise<unknown>): void => {
  const close = thing.close.bind(thing) as () => Promise<void>
  thing.close = async () => {
    await before().catch(tellLoss)
    await close()
  }
}

/** Writes at every change of address, too: what a page of a whole suite ran is too much for one message. */
const beforeGoing = (page: Page, folder: string): void => {
  const go = page.goto.bind(page)
  page.goto = async (...to) => {
    try {
      await write(folder, page)
    } catch (error) {
      tellLoss(error)
    }
    await page.coverage.startJSCoverage({ resetOnNavigation: false })
    return go(...to)
  }
}

/** The same browser, whose pages write what they ran before they close. Without `npm run coverage` nothing is changed. */
export const watched = (browser: Browser): Browser => {
  if (!FOLDER) return browser
  mkdirSync(FOLDER, { recursive: true })
  const open = new Set<Page>()
  const end = async (page: Page): Promise<void> => {
    if (open.delete(page)) await write(FOLDER, page)
  }
  const start = async (page: Page): Promise<Page> => {
    await page.coverage.startJSCoverage({ resetOnNavigation: false })
    open.add(page)
    beforeGoing(page, FOLDER)
    beforeClosing(page, () => end(page))
    return page
  }
  const endAll = (context?: BrowserContext): Promise<unknown> =>
    Promise.allSettled([...open].filter((page) => !context || page.context() === context).map(end))
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    const newPage = context.newPage.bind(context)
    context.newPage = async () => start(await newPage())
    beforeClosing(context, () => endAll(context))
    return context
  }
  browser.newPage = async (options) => (await browser.newContext(options)).newPage()
  beforeClosing(browser, () => endAll())
  return browser
}
