import type { Browser, Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ts: number
  readonly tid: number
  readonly pid: number
  /** Processor time of the thread, µs. */
  readonly tdur?: number
}

/**
 * Processor time of the page's main thread from one animation frame to the next, ms: all of its tasks, the calls into
 * the graphics library too. What the GPU's process and the compositor do on threads of their own is not in it, nor is
 * time in which the thread waited for them.
 */
const perFrame = (events: readonly TraceEvent[]): number[] => {
  const marks = events.filter(({ name }) => name === 'FireAnimationFrame').toSorted((a, b) => a.ts - b.ts)
  const [first] = marks
  if (!first) throw new Error(`no animation frame in a trace of ${events.length} events`)
  const tasks = events
    .filter(
      ({ name, tid, pid, tdur }) =>
        name.endsWith('RunTask') && tid === first.tid && pid === first.pid && tdur !== undefined,
    )
    .toSorted((a, b) => a.ts - b.ts)
  if (tasks.length === 0) throw new Error('the trace has no processor times')
  const frames = marks.slice(1).map(() => 0)
  let at = 0
  for (const { ts, tdur = 0 } of tasks) {
    while (at < frames.length && ts >= (marks[at + 1]?.ts ?? 0)) at++
    if (at < frames.length && ts >= first.ts - 1000) frames[at] = (frames[at] as number) + tdur / 1000
  }
  return frames
}

/** Traces a page for so long: the main thread's milliseconds of each of its frames, in their order. */
export const traced = async (
  browser: Browser,
  page: Page,
  seconds: number,
  begin: () => Promise<unknown> = async () => undefined,
): Promise<number[]> => {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] })
  await begin()
  await page.waitForTimeout(seconds * 1000)
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  return perFrame(trace.traceEvents)
}
