import type { Browser } from 'playwright-core'
import { PROVINCE, syntheticParts } from '../../builders/mosaic/synthetic.ts'
import { launchBrowser } from '../../builders/screen/browser.ts'
import { serveEnginePages } from '../../builders/screen/engine/page.ts'
import { percentile, print } from '../parts/figure.ts'
import type { Bench } from '../run.ts'
import type {} from './mosaic.client.ts'

const SIZE = { width: 1600, height: 960 }
/** A million points of deck.gl take seconds where the processor draws: fewer of them. */
const SWITCHES = { ours: 24, deck: 2 } as const
const WRITES = { ours: 48, deck: 6 } as const
const HOVERS = { ours: 2000, deck: 1 } as const

interface Run {
  readonly switches: readonly number[]
  readonly writes: readonly number[]
  readonly hovers: readonly number[]
  readonly held: number
  readonly heap: number
  readonly layoutMs: number
  readonly rooms: number
}

/** Heap and array buffers of the page after the collector ran, MB of 1,000,000 bytes. */
const heapOf = async (browser: Browser, page: Awaited<ReturnType<Browser['newPage']>>): Promise<number> => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const {
    usedSize,
    embedderHeapUsedSize = 0,
    backingStorageSize = 0,
  } = (await devtools.send('Runtime.getHeapUsage')) as {
    usedSize: number
    embedderHeapUsedSize?: number
    backingStorageSize?: number
  }
  await devtools.detach()
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6
}

const measure = async (
  browser: Browser,
  origin: string,
  way: 'ours' | 'deck',
  parts: readonly ArrayBuffer[],
): Promise<Run> => {
  const page = await browser.newPage({ viewport: SIZE })
  page.on('pageerror', (error) => console.error(error.message))
  await page.route('**/part-*', (route) =>
    route.fulfill({
      body: Buffer.from(parts[Number(route.request().url().split('part-')[1])] as ArrayBuffer),
      contentType: 'application/octet-stream',
    }),
  )
  const empty = await heapOf(browser, page)
  await page.goto(`${origin}/?way=${way}&parts=${parts.length}&finish=1`)
  await page.waitForFunction(() => window.mosaic?.ready, undefined, { timeout: 120_000 })
  const times = async (what: 'switchTo' | 'write' | 'hover', many: number): Promise<number[]> =>
    page.evaluate(
      async ([name, n]) => {
        const took: number[] = []
        for (let turn = 0; turn < n; turn++) {
          took.push(window.mosaic[name](turn))
          if (turn % 50 === 0) await new Promise((done) => setTimeout(done, 0))
        }
        return took
      },
      [what, many] as const,
    )
  await times('write', 6)
  const writes = await times('write', WRITES[way])
  const switches = await times('switchTo', SWITCHES[way])
  const hovers = await times('hover', HOVERS[way])
  const heap = (await heapOf(browser, page)) - empty
  const { held, layoutMs, rooms } = await page.evaluate(() => ({
    held: window.mosaic.held,
    layoutMs: window.mosaic.layoutMs,
    rooms: window.mosaic.rooms,
  }))
  await page.close()
  return { switches, writes, hovers, held, heap, layoutMs, rooms }
}

const tell = (metric: string, value: number, unit: string, baseline?: number): void =>
  print({ bench: 'mosaic', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })

/**
 * 99 万间 as one picture: what it holds, how long another index and a hover take, beside deck.gl's points of the same
 * rooms in the same browser. Another index is counted until the device is done, which here is software.
 */
export const bench: Bench = async () => {
  const parts = syntheticParts(PROVINCE)
  tell('answers of all parts', parts.reduce((sum, { byteLength }) => sum + byteLength, 0) / 1e6, 'MB')
  const browser = await launchBrowser()
  try {
    const pages = await serveEnginePages(browser, { entry: '/tests/bench/mosaic/mosaic.client.ts' })
    const ours = await measure(browser, pages.origin, 'ours', parts)
    const deck = await measure(browser, pages.origin, 'deck', parts)
    tell('rooms', ours.rooms, 'rooms')
    tell('columns, names, classes, texture and blocks', ours.held / 1e6, 'MB', deck.held / 1e6)
    tell('heap and buffers of the page above an empty one', ours.heap, 'MB', deck.heap)
    for (const share of [0.5, 0.99]) {
      tell(
        `another index, on the main thread, p${share * 100}`,
        percentile(ours.writes, share),
        'ms',
        percentile(deck.writes, share),
      )
      const label = `p${share * 100}`
      tell(
        `another index, drawn, ${label}`,
        percentile(ours.switches, share),
        'ms',
        percentile(deck.switches, share),
      )
      tell(`hover, ${label}`, percentile(ours.hovers, share), 'ms', percentile(deck.hovers, share))
    }
    tell('layout of all groups', ours.layoutMs, 'ms')
    await pages.close()
  } finally {
    await browser.close()
  }
}
