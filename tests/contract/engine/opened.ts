import { afterAll, beforeAll } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../builders/screen/browser.ts'
import { serveEnginePages, type EnginePage, type EnginePages } from '../../builders/screen/engine/page.ts'
import type { Subject } from './subjects.ts'

/** CSS pixels of the page, and so of the engine's canvas. */
export const VIEW = [640, 360] as const

/** A page on which the subject is mounted; what runs in it is told the subject. */
export interface Opened {
  readonly subject: Subject
  opened: EnginePage
  readonly browser: Browser
  inPage<T>(work: (argument: Subject) => Promise<T> | T): Promise<T>
  /** Gives page and engine another size. */
  sized(size: readonly [number, number]): Promise<void>
}

/** The browser of the file, for all of its engines. */
let browser: Promise<Browser> | null = null
let pagesOpen = 0

/** Opens one page for all cases of a suite: starting a browser and an engine takes longer than most of them. */
export const openEngine = (subject: Subject): Opened => {
  let pages: EnginePages | undefined
  const on = {
    subject,
    opened: undefined as never as EnginePage,
    browser: undefined as never as Browser,
    inPage: <T>(work: (argument: Subject) => Promise<T> | T): Promise<T> =>
      on.opened.page.evaluate(work, { ...subject, page: undefined } as Subject) as Promise<T>,
    sized: async ([width, height]: readonly [number, number]): Promise<void> => {
      await on.opened.page.setViewportSize({ width, height })
      await on.opened.page.evaluate(() => {
        window.harness.engine.resize(innerWidth, innerHeight)
        return window.harness.settle()
      })
    },
  }
  beforeAll(async () => {
    pagesOpen++
    on.browser = await (browser ??= launchBrowser())
    pages = await serveEnginePages(on.browser, subject.page)
    on.opened = await pages.open({ engine: subject.engine, case: subject.scene, size: VIEW })
  })
  afterAll(async () => {
    await on.opened?.close()
    await pages?.close()
    if (--pagesOpen > 0) return
    await on.browser?.close()
    browser = null
  })
  return on
}
