import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../builders/screen/browser.ts'
import { serveEnginePages } from '../../builders/screen/engine/page.ts'
import { percentile, print } from '../parts/figure.ts'
import type { Bench } from '../run.ts'
import type { MoversRig, Way } from './movers.client.ts'
import { panels } from './panels.ts'
import { traced } from './trace.ts'

const WARM_MS = 6_000
const SIZE = { width: 640, height: 360 }

interface Run {
  readonly frames: readonly number[]
  readonly rig: MoversRig
}

const measure = async (browser: Browser, url: string, seconds: number): Promise<Run> => {
  const page = await browser.newPage({ viewport: SIZE })
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(url)
  await page.waitForFunction(() => window.movers?.ready, undefined, { timeout: 60_000 })
  await page.waitForTimeout(WARM_MS)
  const frames = await traced(browser, page, seconds, () => page.evaluate(() => window.movers.restart()))
  const rig = await page.evaluate(() => window.movers)
  await page.close()
  return { frames, rig }
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
const mean = (list: readonly number[]): number => sum(list) / list.length

const printFrames = (title: string, seconds: number, ours: Run, theirs: Run): void => {
  for (const share of [0.5, 0.99])
    print({
      bench: 'movers',
      metric: `${title}, main thread a frame, p${share * 100}`,
      value: percentile(ours.frames, share),
      unit: 'CPU ms',
      baseline: percentile(theirs.frames, share),
    })
  print({
    bench: 'movers',
    metric: `${title}, main thread a frame, mean`,
    value: mean(ours.frames),
    unit: 'CPU ms',
    baseline: mean(theirs.frames),
  })
  print({
    bench: 'movers',
    metric: `${title}, animation frames a second`,
    value: ours.frames.length / seconds,
    unit: '1/s',
    baseline: theirs.frames.length / seconds,
  })
}

const bytesATick = ({ rig }: Run): number => rig.uploadedBytes / rig.ticks

/** The runs whose drawing was cut short, and the slow one whose uploads count too. */
const tellCut = ({
  slow,
  ours,
  scene,
  whole,
  theirs,
}: Record<'slow' | 'ours' | 'scene' | 'whole' | 'theirs', Run>): void => {
  for (const share of [0.5, 0.99])
    print({
      bench: 'movers',
      metric: `over counties, dots, tracks and names, main thread a frame, p${share * 100}`,
      value: percentile(scene.frames, share),
      unit: 'CPU ms',
      baseline: percentile(theirs.frames, share),
    })
  print({
    bench: 'movers',
    metric: 'all columns each tick instead: main thread a frame, p99',
    value: percentile(whole.frames, 0.99),
    unit: 'CPU ms',
    baseline: percentile(theirs.frames, 0.99),
  })
  print({
    bench: 'movers',
    metric: 'uploaded a report tick; beside all columns',
    value: bytesATick(ours),
    unit: 'bytes',
    baseline: bytesATick(whole),
  })
  print({
    bench: 'movers',
    metric: 'uploaded a report tick; beside GeoJSON',
    value: bytesATick(ours),
    unit: 'bytes',
    baseline: bytesATick(theirs),
  })
  print({
    bench: 'movers',
    metric: 'uploads between reports',
    value: ours.rig.uploadsBetween + scene.rig.uploadsBetween + slow.rig.uploadsBetween,
    unit: 'calls',
  })
  for (const [name, list] of Object.entries(ours.rig.spent))
    if (list.length > 0)
      print({
        bench: 'movers',
        metric: `${name}, p50`,
        value: percentile(list, 0.5),
        unit: 'ms',
        ...(name === 'layers' ? { baseline: percentile(theirs.rig.spent['setData'] ?? [], 0.5) } : {}),
      })
}

/**
 * Main thread with a province's vehicles on the move: 70,000 reports in 3 s as ticks of 250 ms, glides on the GPU, beside
 * MapLibre's own GeoJSON source with the same points. First with the software's drawing, where a frame holds all ticks of
 * the quarter second and more that a picture takes; then with the drawing cut short, at the pace of a GPU. With `--panels`
 * the whole dashboard instead.
 */
export const bench: Bench = async ({ rest, scale }) => {
  if (rest['panels']) return panels({ rest, scale })
  const [seconds, vehicles, every] = [
    Number(rest['seconds'] ?? 20),
    Number(rest['vehicles'] ?? 70_000),
    Number(rest['every'] ?? 3),
  ]
  const browser = await launchBrowser()
  try {
    const pages = await serveEnginePages(browser, { entry: '/tests/bench/movers/movers.client.ts' })
    const run = (way: Way, drawing: 'whole' | 'cut'): Promise<Run> =>
      measure(
        browser,
        `${pages.origin}/?way=${way}&drawing=${drawing}&vehicles=${vehicles}&every=${every * 1000}`,
        seconds,
      )
    const [slow, slowTheirs] = [await run('rows', 'whole'), await run('geojson', 'whole')]
    printFrames(`${vehicles} vehicles moving`, seconds, slow, slowTheirs)
    print({
      bench: 'movers',
      metric: 'main thread a report tick, all frames of the run over its ticks',
      value: sum(slow.frames) / slow.rig.ticks,
      unit: 'CPU ms',
      baseline: sum(slowTheirs.frames) / slowTheirs.rig.ticks,
    })
    const [ours, scene, whole, theirs] = [
      await run('rows', 'cut'),
      await run('scene', 'cut'),
      await run('whole', 'cut'),
      await run('geojson', 'cut'),
    ]
    printFrames(`${vehicles} vehicles moving, drawing cut short`, seconds, ours, theirs)
    tellCut({ slow, ours, scene, whole, theirs })
    await pages.close()
  } finally {
    await browser.close()
  }
}
