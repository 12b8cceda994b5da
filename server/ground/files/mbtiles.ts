import { startThread, type Thread } from '../../common/thread/thread.ts'
import { GroundFault, type GroundSource } from '../source.ts'

/** What the thread answers of its file. */
export type Opened =
  | Pick<GroundSource, 'facts'>
  | { readonly fault: { readonly zh: string; readonly en: string; readonly isFinal: boolean } }

const FILE = new URL('./mbtiles.worker.ts', import.meta.url)

/** One MBTiles file, read in a thread of its own, which is started anew where it died. Throws GroundFault, or what SQLite says. */
export const openMbtiles = async (path: string): Promise<GroundSource> => {
  let thread: Thread | null = null
  let isClosed = false
  const ask = <T>(name: string, payload?: unknown): Promise<T> => {
    if (isClosed) return Promise.reject(new Error('closed'))
    thread ??= startThread(FILE, { path }, () => (thread = null))
    return thread.ask<T>(name, payload)
  }
  const close = (): void => {
    isClosed = true
    void thread?.close()
  }
  try {
    const opened = await ask<Opened>('open')
    if ('fault' in opened) throw new GroundFault([opened.fault.zh, opened.fault.en], opened.fault.isFinal)
    return { facts: opened.facts, tile: (z, x, y) => ask('tile', { z, x, y }), close }
  } catch (cause) {
    close()
    throw cause
  }
}
