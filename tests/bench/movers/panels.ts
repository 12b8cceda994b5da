import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../builders/screen/browser.ts'
import { settled } from '../../builders/screen/wall.ts'
import { openProduct, type Product } from '../../pictures/product.ts'
import { percentile, print } from '../parts/figure.ts'
import type { Bench, BenchOptions } from '../run.ts'
import { cutDrawing } from './cutDrawing.ts'
import { traced } from './trace.ts'

const SIZE = { width: 1920, height: 1080 }
const WARM_MS = 15_000
const LIMIT_MS = 300_000
const LOADS = 7

const signedIn = async (browser: Browser, { url, accounts }: Product): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: SIZE, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(LIMIT_MS)
  const answer = await context.request.post(`${url}/api/session`, { data: accounts.supervisor })
  if (!answer.ok()) throw new Error(`signing in failed: ${await answer.text()}`)
  return context
}

/** Milliseconds from the address to the first paint and to the last of the figures, of one load. */
const load = async (context: BrowserContext, url: string): Promise<{ first: number; figures: number }> => {
  const page = await context.newPage()
  await page.goto(`${url}/view/450000`, { waitUntil: 'commit' })
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.verdict').length > 0 &&
      document.querySelectorAll('.panel').length > 0 &&
      document.querySelectorAll('[data-state="loading"]:is(.panel, .verdict)').length === 0,
    undefined,
    { polling: 20 },
  )
  const read = await page.evaluate(() => ({
    figures: performance.now(),
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  }))
  await page.close()
  return read
}

const framesOf = async (browser: Browser, page: Page, path: string, seconds: number): Promise<number[]> => {
  await page.goto(path)
  await settled(page)
  await page.waitForTimeout(WARM_MS)
  return traced(browser, page, seconds)
}

const show = (metric: string, value: number, unit: string, baseline?: number): void =>
  print({ bench: 'movers', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })

/**
 * The dashboard as people have it, with the demonstration's platforms behind it: the main thread of one page with all
 * panels, labels and moving vehicles, drawing cut short as on a GPU, beside the overview of the same place, which draws
 * alarms alone; and how long the overview's figures take from its address on a warm server.
 */
export const panels: Bench = async ({ rest, scale }: BenchOptions) => {
  const seconds = Number(rest['seconds'] ?? 20)
  const product = await openProduct(scale)
  const browser = await launchBrowser()
  try {
    const context = await signedIn(browser, product)
    await load(context, product.url)
    const loads: Awaited<ReturnType<typeof load>>[] = []
    for (let n = 0; n < LOADS; n++) loads.push(await load(context, product.url))
    for (const share of [0.5, 1]) {
      show(
        `overview at ${scale}, its figures after the address, p${share * 100}`,
        percentile(
          loads.map(({ figures }) => figures),
          share,
        ),
        'ms',
      )
      show(
        `overview at ${scale}, first paint, p${share * 100}`,
        percentile(
          loads.map(({ first }) => first),
          share,
        ),
        'ms',
      )
    }
    await context.addInitScript(cutDrawing)
    const page = await context.newPage()
    const over = await framesOf(browser, page, `${product.url}/view/450000`, seconds)
    const moving = await framesOf(browser, page, `${product.url}/view/450000?scene=vehicles`, seconds)
    for (const share of [0.5, 0.99])
      show(
        `whole page at ${scale}, vehicles moving, main thread a frame, p${share * 100}`,
        percentile(moving, share),
        'CPU ms',
        percentile(over, share),
      )
    show(
      `whole page at ${scale}, animation frames a second`,
      moving.length / seconds,
      '1/s',
      over.length / seconds,
    )
  } finally {
    await browser.close()
    await product.stop()
  }
}
