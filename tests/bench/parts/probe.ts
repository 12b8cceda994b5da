import { Worker } from 'node:worker_threads'
import type { DurationMs } from '../../../src/shared/kernel/units.ts'

/** What a probe asks for, one address after the other, and how long it rests between two. */
export interface Asked {
  readonly urls: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly pauseMs: DurationMs
  /** The loopback address that it asks from. */
  readonly localAddress: string
}
export interface Probed {
  /** In the order in which it was asked, ms. */
  readonly took: number[]
  /** Not answered with 200. */
  readonly failed: number
}

/** How long answers take until `stop` is called, seen from a thread of its own: what loads this process is no part of it. */
export const probe = (asked: Asked): { stop(): Promise<Probed> } => {
  const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { workerData: asked })
  const told = new Promise<Probed>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  told.catch(() => undefined)
  return {
    stop: () => {
      worker.postMessage('stop')
      return told
    },
  }
}
