/** The SceneEngine contract, held by every engine in a real browser. An engine joins by a row of ENGINES. */
import { afterAll, beforeAll, describe } from 'vitest'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../builders/screen/browser.ts'
import { serveEnginePages, type EnginePages } from '../builders/screen/engine/page.ts'
import { flights, refusals } from './engine/camera.cases.ts'
import { drawing } from './engine/drawing.cases.ts'
import { ends, losses, pictures } from './engine/life.cases.ts'
import { ENGINES, type Opened, type Subject } from './engine/subjects.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(ENGINES)('SceneEngine: $engine', (subject) => {
  let pages: EnginePages
  const on: Opened = {
    opened: undefined as never,
    inPage: (work) => on.opened.page.evaluate(work, { ...subject, page: undefined } as Subject),
  }

  beforeAll(async () => {
    pages = await serveEnginePages(browser, subject.page)
    on.opened = await pages.open({ engine: subject.engine, case: subject.scene })
  })
  afterAll(async () => {
    await on.opened?.close()
    await pages?.close()
  })
  for (const cases of [drawing, flights, pictures, losses, refusals, ends]) cases(subject, on)
})
