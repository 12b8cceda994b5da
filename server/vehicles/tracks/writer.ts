import type { EpochMs } from '#shared/kernel/units.ts'
import type { PointColumns } from '#shared/vehicles/track/points.ts'
import { SLAB_MS } from '#shared/vehicles/track/chunk/format.ts'
import type { SpoolFile } from '../../spool/spoolFile.ts'
import type { TrackRows } from './trackRows.ts'
import { makeHotSlabs, type HotSlabs } from './hotSlabs.ts'
import { AHEAD_MS, type TrackCounts, type TrackPending, type WriterLimits } from './types.ts'
import { makeCarries } from './writing/carries.ts'
import { makeInlet } from './writing/inlet.ts'
import { makeMoving } from './writing/moving.ts'

/** 28 bytes a point and up to half as much room to grow: 500 MB at most; 70,000 vehicles every three seconds hold 7 to 9 million points. */
export const LIMITS: WriterLimits = {
  softPoints: 9_000_000,
  hardPoints: 12_000_000,
  graceMs: 30_000,
  gatherMs: 15_000,
}

/** The one that holds the spool and the open slabs, and moves them to the database. Lives in a thread of its own. */
export interface Writer {
  readonly hot: HotSlabs
  /** Reads the newest state, and from the spool what the database does not hold. */
  start(): Promise<void>
  /** All batches in one commit; fills in their marks. Throws when the disk refuses, and then none was kept. */
  append(batches: readonly PointColumns[]): void
  /** The newest point of every vehicle in the database, as of now. */
  newest(): PointColumns
  /** What is after it is of a time to come. */
  horizon(): EpochMs
  /** Moves what is due. */
  tick(): Promise<void>
  /** Moves all. */
  flush(): Promise<void>
  /** Adds points that the database holds in another form and moves their slab. */
  adopt(p: PointColumns, slab: EpochMs): Promise<void>
  counts(): TrackCounts
  pending(): TrackPending
}

export interface WriterDeps {
  readonly spool: SpoolFile
  readonly rows: TrackRows
  readonly now: () => EpochMs
  readonly limits?: WriterLimits
}

/** Slabs that are to be moved now: those that are over and gathered, and the fullest where memory is. */
const dueSlabs = (hot: HotSlabs, limits: WriterLimits, now: EpochMs, horizon: EpochMs): EpochMs[] => {
  const slabs = hot.list()
  const isOver = (slab: EpochMs): boolean => now >= slab + SLAB_MS + limits.graceMs || slab > horizon
  const ripe = slabs
    .filter(({ slab, openedAt }) => isOver(slab) && Date.now() - openedAt >= limits.gatherMs)
    .map(({ slab }) => slab)
  const isFull = hot.points() > limits.softPoints
  const fullest = isFull ? slabs.toSorted((a, b) => b.count - a.count).slice(0, 1) : []
  return [...new Set([...ripe, ...fullest.map(({ slab }) => slab)])]
}

export const makeWriter = ({ spool, rows, now, limits = LIMITS }: WriterDeps): Writer => {
  const horizon = (): EpochMs => now() + AHEAD_MS
  const hot = makeHotSlabs(horizon)
  const carries = makeCarries(rows, horizon, hot.seen)
  const inlet = makeInlet(spool, hot, limits)
  const moving = makeMoving({ spool, rows, hot, inlet, carries })

  return {
    hot,
    start: async () => {
      await carries.read()
      const marks = await rows.marks(spool.id)
      moving.begin(inlet.begin())
      await inlet.read(marks)
    },
    append: inlet.append,
    newest: carries.newest,
    tick: async () => {
      await inlet.catchUp()
      await moving.move(() => dueSlabs(hot, limits, now(), horizon()))
    },
    flush: async () => {
      const upTo = inlet.appended()
      do {
        await inlet.catchUp()
        await moving.move(() => [...new Set(hot.list().map(({ slab }) => slab))])
      } while (inlet.loaded() < upTo || (hot.firstNeeded() ?? Infinity) <= upTo)
    },
    adopt: async (p, slab) => {
      hot.add(p, Number.MAX_SAFE_INTEGER)
      await moving.move(() => [slab])
    },
    horizon,
    counts: inlet.counts,
    pending: () => ({
      ...spool.pending(),
      points: hot.points(),
      slabs: hot.list().length,
      behind: inlet.isBehind(),
      error: moving.error(),
    }),
  }
}
