import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../builders/screen/browser.ts'
import { serveEnginePages } from '../../builders/screen/engine/page.ts'
import { percentile, print } from '../parts/figure.ts'
import type { Bench } from '../run.ts'
import type {} from './interior.client.ts'

const SIZE = { width: 960, height: 540 }
/** 200,000 rooms and 800,000 desks. */
const TOWER = { floors: 40, rows: 50, across: 100, desks: 4 }
/** A picture of a million takes long where the processor draws. */
const TURNS = { switchTo: 1, write: 24, pick: 2000 } as const

interface Run {
  readonly buildMs: number
  readonly sent: number
  readonly rest: number
  readonly drawCalls: number
  readonly things: number
  readonly times: Readonly<Record<keyof typeof TURNS, readonly number[]>>
}

const measure = async (browser: Browser, origin: string, way: 'one' | 'floors'): Promise<Run> => {
  const page = await browser.newPage({ viewport: SIZE })
  page.on('pageerror', (error) => console.error(error.message))
  const query = new URLSearchParams({
    way,
    ...Object.fromEntries(Object.entries(TOWER).map(([k, n]) => [k, `${n}`])),
  })
  await page.goto(`${origin}/?${query}`, { waitUntil: 'commit' })
  await page.waitForFunction(() => window.interior?.ready, undefined, { timeout: 300_000 })
  const run = await page.evaluate((turns) => {
    const of = (name: keyof typeof turns): number[] =>
      Array.from({ length: turns[name] }, (_, turn) => window.interior[name](turn))
    const { buildMs, sent, drawCalls, rooms, desks } = window.interior
    const rest = window.interior.rest()
    const times = { pick: of('pick'), write: of('write'), switchTo: of('switchTo') }
    return { buildMs, sent, drawCalls, rest, things: rooms + desks, times }
  }, TURNS)
  await page.close()
  return run
}

const tell = (metric: string, value: number, unit: string, baseline?: number): void =>
  print({ bench: 'interior', metric, value, unit, ...(baseline === undefined ? {} : { baseline }) })

/**
 * A million rooms and desks of one tower as the product draws them, beside a mesh a floor and a scan of its lists in the
 * same browser. Another index is counted until the device is done, which here is software.
 */
export const bench: Bench = async () => {
  const browser = await launchBrowser()
  try {
    const pages = await serveEnginePages(browser, { entry: '/tests/bench/interior/interior.client.ts' })
    const ours = await measure(browser, pages.origin, 'one')
    const beside = await measure(browser, pages.origin, 'floors')
    tell('rooms and desks', ours.things, 'things')
    tell('draw calls a picture', ours.drawCalls, 'calls', beside.drawCalls)
    tell('main thread until it can be drawn', ours.buildMs, 'ms', beside.buildMs)
    tell('buffers and textures', ours.sent / 1e6, 'MB', beside.sent / 1e6)
    tell('sent by a picture at rest', ours.rest, 'bytes', beside.rest)
    for (const share of [0.5, 0.99]) {
      const at = (name: keyof typeof TURNS) =>
        [ours, beside].map(({ times }) => percentile(times[name], share))
      const label = `p${share * 100}`
      const rows = {
        write: 'another index, on the main thread',
        switchTo: 'another index, drawn',
        pick: 'pick on an opened floor',
      }
      for (const name of ['write', 'switchTo', 'pick'] as const) {
        const [value, baseline] = at(name)
        tell(`${rows[name]}, ${label}`, value!, 'ms', baseline)
      }
    }
    await pages.close()
  } finally {
    await browser.close()
  }
}
