import { join } from 'node:path'
import type { EpochMs } from '#shared/kernel/units.ts'
import {
  copyPoint,
  firstPoints,
  makePoints,
  viewPoints,
  type FleetStep,
  type FleetWindow,
  type PointColumns,
} from '#shared/vehicles/track/points.ts'
import { SLAB_MS } from '#shared/vehicles/track/chunk/format.ts'
import { slabsBetween } from './hotSlabs.ts'
import { newerOf } from './thinner.ts'
import { startThread, type Thread } from '../../common/thread/thread.ts'
import type { TrackCounts, TrackPending, TrackStore, WriterLimits } from './types.ts'

export interface TrackStoreOptions {
  readonly databaseUrl: string
  /** The spool lies in its folder `spool`. */
  readonly dataDir: string
  readonly clock: () => EpochMs
  readonly log: { error(detail: object, message: string): void }
  readonly limits?: Partial<WriterLimits>
}

/** Those of the points that are newer than an instant. */
const newerThan = (p: PointColumns, after: EpochMs): PointColumns => {
  const into = makePoints(p.count)
  let count = 0
  for (let i = 0; i < p.count; i++) if ((p.at[i] as number) > after) copyPoint(p, i, into, count++)
  return firstPoints(into, count)
}

const only = (p: PointColumns, ordinals: readonly number[] | null): PointColumns => {
  if (ordinals === null) return p
  const wanted = new Set(ordinals)
  const into = makePoints(p.count)
  let count = 0
  for (let i = 0; i < p.count; i++) if (wanted.has(p.ordinal[i] as number)) copyPoint(p, i, into, count++)
  return firstPoints(into, count)
}

const stepsOf = ({ from, to, stepMs }: FleetWindow): EpochMs[] =>
  Array.from({ length: Math.floor((to - from) / stepMs) + 1 }, (_, i) => from + i * stepMs)

/** Reads a window slab by slab; only the steps of one slab are in memory at a time. */
async function* walkWindow(
  window: FleetWindow,
  fleetAt: TrackStore['fleetAt'],
  stepsIn: (slab: EpochMs, steps: EpochMs[]) => Promise<PointColumns[]>,
): AsyncIterable<FleetStep> {
  const steps = stepsOf(window)
  const first = steps.shift() as EpochMs
  yield { at: first, points: only(await fleetAt(first), window.ordinals) }
  if (window.stepMs >= SLAB_MS) {
    let before = first
    for (const at of steps) {
      yield { at, points: newerThan(only(await fleetAt(at), window.ordinals), before) }
      before = at
    }
    return
  }
  let rest = makePoints(0)
  for (const slab of slabsBetween(first, steps.at(-1) ?? first)) {
    const end = slab + SLAB_MS - 1
    const within = steps.filter((at) => at >= slab && at <= end)
    const found = await stepsIn(slab, within.at(-1) === end ? within : [...within, end])
    for (const [i, at] of within.entries()) {
      const points = newerThan(newerOf(rest, found[i] as PointColumns), first)
      rest = makePoints(0)
      yield { at, points }
    }
    if (found.length > within.length) rest = newerOf(rest, found.at(-1) as PointColumns)
  }
}

interface Threads {
  readonly writer: Thread
  readonly reader: Thread
}

const openThreads = async ({
  databaseUrl,
  dataDir,
  clock,
  log,
  limits,
}: TrackStoreOptions): Promise<Threads> => {
  const died = (what: string) => (error: Error) =>
    log.error({ error: String(error) }, `the thread that ${what} tracks ended`)
  const data = {
    file: join(dataDir, 'spool', 'positions.sqlite'),
    databaseUrl,
    aheadMs: clock() - Date.now(),
    ...(limits ? { limits } : {}),
  }
  const writer = startThread(new URL('./writer.worker.ts', import.meta.url), data, died('keeps'))
  const reader = startThread(new URL('./reader.worker.ts', import.meta.url), { databaseUrl }, died('reads'))
  try {
    await writer.ask('start')
  } catch (error) {
    await Promise.all([writer.close(), reader.close()])
    throw error
  }
  return { writer, reader }
}

/** The store with its two threads, which begin at `start`: one that keeps, and one that reads chunks and never holds it up. */
export const makeTrackStore = (options: TrackStoreOptions): TrackStore => {
  let opened: Promise<Threads> | null = null
  const threads = (): Promise<Threads> => opened ?? Promise.reject(new Error('the track store is not open'))
  const write = async <T>(name: string, payload?: unknown, handed?: readonly ArrayBuffer[]): Promise<T> =>
    (await threads()).writer.ask<T>(name, payload, handed)
  const read = async <T>(name: string, payload: unknown, handed: readonly ArrayBuffer[]): Promise<T> =>
    (await threads()).reader.ask<T>(name, payload, handed)
  const viewed = async (answer: Promise<ArrayBuffer>): Promise<PointColumns> => viewPoints(await answer)

  const fleetAt = async (at: EpochMs): Promise<PointColumns> => {
    const hot = await write<ArrayBuffer>('hotAt', { at })
    return viewed(read('fleetAt', { at, hot }, [hot]))
  }
  const stepsIn =
    (ordinals: readonly number[] | null) =>
    async (slab: EpochMs, steps: EpochMs[]): Promise<PointColumns[]> => {
      const hot = await write<ArrayBuffer[]>('hotSteps', { slab, steps, ordinals })
      return (await read<ArrayBuffer[]>('steps', { slab, steps, ordinals, hot }, hot)).map(viewPoints)
    }

  return {
    start: async () =>
      void (await (opened ??= openThreads(options).catch((error: unknown) => {
        opened = null
        throw error
      }))),
    append: (points, now) => viewed(write('append', { buffer: points.buffer, now }, [points.buffer])),
    track: async (ordinal, from, to) => {
      const hot = await write<ArrayBuffer>('hotTrack', { ordinal, from, to })
      return viewed(read('track', { ordinal, from, to, hot }, [hot]))
    },
    fleetAt,
    fleetWindow: (window) => walkWindow(window, fleetAt, stepsIn(window.ordinals)),
    newest: () => viewed(write('newest')),
    flush: () => write('flush'),
    moveOld: () => write('moveOld'),
    dropBefore: (before) => write('dropBefore', { before }),
    counts: () => write<TrackCounts>('counts'),
    pending: () => write<TrackPending>('pending'),
    close: async () => {
      const open = await opened?.catch(() => null)
      opened = null
      if (open) await Promise.all([open.writer.close(), open.reader.close()])
    },
  }
}
