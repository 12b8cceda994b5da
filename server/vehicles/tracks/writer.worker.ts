import { setImmediate as turn } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import type { EpochMs } from '#shared/kernel/units.ts'
import { viewPoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import { again } from '../../common/jobs.ts'
import { makeTrackRows } from './trackRows.ts'
import { openSpoolFile } from '../../spool/spoolFile.ts'
import { hotAt, hotSteps, hotTrack } from './hotReads.ts'
import { moveOldPositions } from './oldPositions.ts'
import { Handover, serve } from '../../common/thread/thread.ts'
import { newerOf } from './thinner.ts'
import type { WriterLimits } from './types.ts'
import { LIMITS, makeWriter } from './writer.ts'

export interface WriterData {
  readonly file: string
  readonly databaseUrl: string
  /** The house's clock less the machine's, ms. */
  readonly aheadMs: number
  readonly limits?: Partial<WriterLimits>
}

const TICK_MS = 2_000
const RETRY_MS = [2_000, 5_000, 10_000, 30_000] as const

const data = workerData as WriterData
const limits = { ...LIMITS, ...data.limits }
const rows = makeTrackRows(data.databaseUrl, () => undefined)
let aheadMs = data.aheadMs
let isClosing = false
const spool = openSpoolFile(data.file)
const writer = makeWriter({ spool, rows, limits, now: () => Date.now() + aheadMs })

interface Waiting {
  readonly points: PointColumns
  resolve(value: Handover): void
  reject(error: unknown): void
}
let waiting: Waiting[] = []

/** What came while the last commit was on its way to the disk goes into one commit. */
const commit = (): void => {
  const group = waiting
  waiting = []
  try {
    writer.append(group.map(({ points }) => points))
    for (const { points, resolve } of group) resolve(new Handover(points.buffer, [points.buffer]))
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

const append = ({ buffer, now }: { buffer: ArrayBuffer; now: EpochMs }): Promise<Handover> =>
  new Promise((resolve, reject) => {
    aheadMs = now - Date.now()
    if (waiting.length === 0) setImmediate(commit)
    waiting.push({ points: viewPoints(buffer), resolve, reject })
  })

const handed = (p: PointColumns): Handover => new Handover(p.buffer, [p.buffer])
const pause = async (): Promise<void> => void (await turn())

let isOldMoved = false
/** What an earlier version left behind goes first. */
const moveDue = async (): Promise<void> => {
  if (isClosing) return
  if (!isOldMoved) await moveOldPositions(rows, writer, () => isClosing)
  isOldMoved = true
  await writer.tick()
}
let stopMoving = async (): Promise<void> => undefined

serve({
  start: async () => {
    await writer.start()
    /** The writer itself tells its last failure. */
    stopMoving = again(TICK_MS, moveDue, { waits: RETRY_MS, failed: () => undefined, ref: false })
  },
  append,
  newest: async () => handed(newerOf(writer.newest(), await hotAt(writer.hot, writer.horizon(), pause))),
  hotTrack: ({ ordinal, from, to }: { ordinal: number; from: EpochMs; to: EpochMs }) =>
    handed(hotTrack(writer.hot, ordinal, from, to)),
  hotAt: async ({ at }: { at: EpochMs }) => handed(await hotAt(writer.hot, at, pause)),
  hotSteps: async ({
    slab,
    steps,
    ordinals,
  }: {
    slab: EpochMs
    steps: EpochMs[]
    ordinals: number[] | null
  }) => {
    const found = await hotSteps(writer.hot, slab, steps, ordinals, pause)
    return new Handover(
      found.map(({ buffer }) => buffer),
      found.map(({ buffer }) => buffer),
    )
  },
  flush: () => writer.flush(),
  moveOld: () => moveOldPositions(rows, writer, () => isClosing),
  dropBefore: ({ before }: { before: EpochMs }) => rows.dropBefore(before),
  counts: () => writer.counts(),
  pending: () => writer.pending(),
  close: async () => {
    isClosing = true
    void stopMoving()
    await rows.close()
    spool.close()
  },
})
