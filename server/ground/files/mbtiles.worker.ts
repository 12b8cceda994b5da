import { workerData } from 'node:worker_threads'
import { serve } from '../../common/thread/thread.ts'
import { GroundFault, type GroundSource } from '../source.ts'
import type { Opened } from './mbtiles.ts'
import { openMbtilesFile } from './mbtilesFile.ts'

/** The thread that reads one MBTiles file: SQLite holds up whoever asks it, and a slow disk must not hold up the server. */
const { path } = workerData as { path: string }
let source: GroundSource | null = null
const opened = (): GroundSource => (source ??= openMbtilesFile(path))

serve({
  open: (): Opened => {
    try {
      return { facts: opened().facts }
    } catch (cause) {
      if (!(cause instanceof GroundFault)) throw cause
      const { zh, en, isFinal } = cause
      return { fault: { zh, en, isFinal } }
    }
  },
  tile: ({ z, x, y }: { z: number; x: number; y: number }) => opened().tile(z, x, y),
  close: () => source?.close(),
})
