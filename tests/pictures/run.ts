/**
 * `npm run pictures`: starts the product, walks the README's steps and writes docs/pictures/*.jpg; names take those alone.
 * `-- --all [--size=1920x1080] [--lang=zh]` draws the whole matrix into data/var/matrix instead, with a sheet a size and language.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ROOT } from '../../server/config.ts'
import { launchBrowser } from '../builders/screen/browser.ts'
import { eventually, settled } from '../builders/screen/wall.ts'
import { byPage, contactSheet, placesOf, takeAll } from './all.ts'
import { openProduct, type PictureAccount, type Product } from './product.ts'
import { findSubjects, shotsOf, type Read, type Shot, type Subjects } from './scenes.ts'

const OUT = join(ROOT, 'docs', 'pictures')
const QUALITIES = [82, 74, 66, 58, 50]
/** A wall's picture is shown at half its size. */
const WALL_SHARE = 0.5
const QUIET_MS = 2500
/** Motion is reduced: what was asked for is there, and a picture of it was drawn. */
const MATRIX_QUIET_MS = 700
const LIMIT_MS = 180_000

const contextFor = async (
  browser: Browser,
  { url, accounts }: Product,
  [width, height]: readonly [number, number],
  as: PictureAccount = 'supervisor',
): Promise<BrowserContext> => {
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  context.setDefaultTimeout(LIMIT_MS)
  const answer = await context.request.post(`${url}/api/session`, { data: accounts[as] })
  if (!answer.ok()) throw new Error(`signing in failed: ${await answer.text()}`)
  return context
}

/** A page beside the wall has no scene whose camera comes to rest. */
const atRest = async (page: Page, quietMs: number): Promise<void> => {
  if (new URL(page.url()).pathname.startsWith('/view')) await settled(page, quietMs)
  await eventually(
    () => page.locator('.panel[data-state="loading"]').count(),
    (count) => count === 0,
    LIMIT_MS,
  )
  await page.evaluate(() => document.fonts.ready)
  await page.mouse.move(1, 1)
  await page.waitForTimeout(quietMs)
}

/** Takes the best quality that keeps the file below its limit. */
const jpegBelow = async (page: Page, limitBytes: number): Promise<Buffer> => {
  let picture: Buffer = Buffer.alloc(0)
  for (const quality of QUALITIES) {
    picture = await page.screenshot({ type: 'jpeg', quality, timeout: LIMIT_MS })
    if (picture.length <= limitBytes) return picture
  }
  throw new Error(
    `the picture has ${picture.length} bytes at quality ${QUALITIES.at(-1)}; expected at most ${limitBytes}`,
  )
}

const halved = async (browser: Browser, page: Page, limitBytes: number): Promise<Buffer> => {
  const { width, height } = page.viewportSize()!
  const full = await page.screenshot({ type: 'png', timeout: LIMIT_MS })
  const [w, h] = [Math.round(width * WALL_SHARE), Math.round(height * WALL_SHARE)]
  const paper = await browser.newPage({ viewport: { width: w, height: h } })
  await paper.setContent(
    `<body style="margin:0"><img width="${w}" height="${h}" src="data:image/png;base64,${full.toString('base64')}"></body>`,
  )
  await paper.locator('img').evaluate((image) => (image as HTMLImageElement).decode())
  const picture = await jpegBelow(paper, limitBytes)
  await paper.close()
  return picture
}

const take = async (
  browser: Browser,
  product: Product,
  context: BrowserContext,
  shot: Shot,
): Promise<void> => {
  const page = await context.newPage()
  await page.goto(`${product.url}${shot.path}`)
  await atRest(page, QUIET_MS)
  await shot.prepare?.(page)
  const picture =
    shot.size[0] > 4000
      ? await halved(browser, page, shot.limitBytes)
      : await jpegBelow(page, shot.limitBytes)
  writeFileSync(join(OUT, `${shot.name}.jpg`), picture)
  process.stdout.write(`${shot.name}.jpg ${Math.round(picture.length / 1024)} KB\n`)
  await page.close()
}

/** The platform goes away and comes back: ages grow meanwhile. */
const takeOutage = async (browser: Browser, product: Product, context: BrowserContext): Promise<void> => {
  await product.setOutage(true)
  try {
    const openSources = async (page: Page): Promise<void> => {
      await eventually(
        () => page.locator('header [data-state="backing-off"]').count(),
        (count) => count > 0,
        LIMIT_MS,
      )
      await page.waitForTimeout(20_000)
      await page.locator('header .tools .face').first().click()
      await page.waitForSelector('.sources')
    }
    await take(browser, product, context, {
      name: 'outage',
      path: '/view/450000',
      size: [1920, 1080],
      limitBytes: 300_000,
      prepare: openSources,
    })
  } finally {
    await product.setOutage(false)
  }
}

/** The pictures of the README. */
const takeShots = async (
  browser: Browser,
  product: Product,
  desk: BrowserContext,
  read: Read,
): Promise<void> => {
  mkdirSync(OUT, { recursive: true })
  const only = process.argv.slice(2)
  const wanted = (name: string): boolean => only.length === 0 || only.includes(name)
  for (const shot of shotsOf(await findSubjects(read)).filter(({ name }) => wanted(name))) {
    const context =
      shot.size[0] > 4000 || shot.as ? await contextFor(browser, product, shot.size, shot.as) : desk
    await take(browser, product, context, shot)
    if (context !== desk) await context.close()
  }
  if (wanted('outage')) await takeOutage(browser, product, desk)
}

const optionOf = (name: string): string | undefined =>
  process.argv.find((part) => part.startsWith(`--${name}=`))?.slice(name.length + 3)

const takeMatrix = async (browser: Browser, product: Product, it: Subjects): Promise<void> => {
  const [size, lang] = [optionOf('size'), optionOf('lang')]
  for (const states of byPage()) {
    const [first] = states
    if (!first || (size && first.size.join('x') !== size) || (lang && first.lang !== lang)) continue
    const context = await contextFor(browser, product, first.size)
    const page = await context.newPage()
    await takeAll(page, product.url, placesOf(it), states, (open) => atRest(open, MATRIX_QUIET_MS))
    await context.close()
    process.stdout.write(`${await contactSheet(browser, states)}\n`)
  }
}

const main = async (): Promise<void> => {
  const product = await openProduct()
  const browser = await launchBrowser()
  try {
    const desk = await contextFor(browser, product, [1920, 1080])
    const read: Read = async <T>(path: string): Promise<T> => {
      const answer = await desk.request.get(`${product.url}${path}`)
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
      return (await answer.json()) as T
    }
    if (process.argv.includes('--all')) await takeMatrix(browser, product, await findSubjects(read))
    else await takeShots(browser, product, desk, read)
  } finally {
    await browser.close()
    await product.stop()
  }
}

await main()
