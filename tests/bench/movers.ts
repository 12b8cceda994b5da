import type { Browser } from 'playwright-core'
import { launchBrowser } from '../builders/browser.ts'
import { serveEnginePages } from '../builders/engine-page.ts'
import { percentile, print } from './figure.ts'
import type { MoversRig } from './movers.client.ts'
import type { Bench } from './run.ts'

interface TraceEvent {
  readonly name: string
  readonly ts: number
  readonly tid: number
  readonly pid: number
  /** Processor time of the thread, µs. */
  readonly tdur?: number
}

const WARM_MS = 6_000
const SIZE = { width: 640, height: 360 }

/**
 * Processor time of the page's main thread from one animation frame to the next, ms: all of its tasks, the calls into
 * the graphics library too. What the GPU's process and the compositor do on threads of their own is not in it, nor is
 * time in which the thread waited for them.
 */
const perFrame = (events: readonly TraceEvent[]): number[] => {
  const marks = events.filter(({ name }) => name === 'FireAnimationFrame').toSorted((a, b) => a.ts - b.ts)
  const [first] = marks
  if (!first) throw new Error(`no animation frame in a trace of ${events.length} events`)
  const tasks = events.filter(({ name, tid, pid, tdur }) => name.endsWith('RunTask') && tid === first.tid && pid === first.pid && tdur !== undefined).toSorted((a, b) => a.ts - b.ts)
  if (tasks.length === 0) throw new Error('the trace has no processor times')
  const frames = marks.slice(1).map(() => 0)
  let at = 0
  for (const { ts, tdur = 0 } of tasks) {
    while (at < frames.length && ts >= (marks[at + 1]?.ts ?? 0)) at++
    if (at < frames.length && ts >= first.ts - 1000) frames[at] = (frames[at] as number) + tdur / 1000
  }
  return frames
}

const measure = async (browser: Browser, url: string, seconds: number): Promise<{ frames: number[]; rig: MoversRig }> => {
  const page = await browser.newPage({ viewport: SIZE })
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(url)
  await page.waitForFunction(() => window.movers?.ready, undefined, { timeout: 60_000 })
  await page.waitForTimeout(WARM_MS)
  await page.evaluate(() => Object.values(window.movers.spent).forEach((list) => (list.length > 1 ? list.splice(0) : null)))
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] })
  await page.waitForTimeout(seconds * 1000)
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const rig = await page.evaluate(() => window.movers)
  await page.close()
  return { frames: perFrame(trace.traceEvents), rig }
}

/** Main thread with a province's vehicles on the move: 70,000 reports in 3 s as frames of 250 ms, glides on the GPU, beside MapLibre's own GeoJSON source with the same points. */
export const bench: Bench = async ({ rest }) => {
  const [seconds, vehicles, every] = [Number(rest['seconds'] ?? 20), Number(rest['vehicles'] ?? 70_000), Number(rest['every'] ?? 3)]
  const browser = await launchBrowser()
  try {
    const pages = await serveEnginePages(browser, [], { entry: '/tests/bench/movers.client.ts' })
    const at = (way: string): string => `${pages.origin}/?way=${way}&vehicles=${vehicles}&every=${every * 1000}`
    const ours = await measure(browser, at('ours'), seconds)
    const theirs = await measure(browser, at('geojson'), seconds)
    const title = `${vehicles} vehicles moving, main thread a frame`
    for (const share of [0.5, 0.99]) print({ bench: 'movers', metric: `${title}, p${share * 100}`, value: percentile(ours.frames, share), unit: 'CPU ms', baseline: percentile(theirs.frames, share) })
    print({ bench: 'movers', metric: `${title}, mean`, value: ours.frames.reduce((a, b) => a + b, 0) / ours.frames.length, unit: 'CPU ms', baseline: theirs.frames.reduce((a, b) => a + b, 0) / theirs.frames.length })
    print({ bench: 'movers', metric: 'animation frames a second (software drawing)', value: ours.frames.length / seconds, unit: '1/s', baseline: theirs.frames.length / seconds })
    for (const [name, list] of Object.entries(ours.rig.spent)) print({ bench: 'movers', metric: `${name}, p50`, value: percentile(list, 0.5), unit: 'ms', ...(name.startsWith('layers') ? { baseline: percentile(theirs.rig.spent['setData'] ?? [], 0.5) } : {}) })
    await pages.close()
  } finally {
    await browser.close()
  }
}
