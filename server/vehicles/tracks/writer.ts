import { setImmediate as turn } from 'node:timers/promises'
import type { EpochMs } from '#shared/kernel/units.ts'
import { POINT_MARK, viewPoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import { GROUP, SLAB_MS, slabOf, type TrackPoint } from '#shared/vehicles/track/chunk/format.ts'
import { makePointList, openChunk, walkVehicle } from '#shared/vehicles/track/chunk/read.ts'
import { serial } from '../../common/jobs.ts'
import type { ChunkRow, TrackRows } from './trackRows.ts'
import type { SpoolFile } from '../../spool/spoolFile.ts'
import { makeHotSlabs, type HotSlab, type HotSlabs } from './hotSlabs.ts'
import { mergeLate, mergeNew, type Ends } from './slabMerge.ts'
import { AHEAD_MS, type TrackCounts, type TrackPending } from './types.ts'

export interface WriterLimits {
  /** Points in memory beyond which the fullest slab is moved before its time. */
  readonly softPoints: number
  /** Beyond which points stay in the spool alone until there is room. */
  readonly hardPoints: number
  /** A slab is moved so long after its end, and so long after its first point came; one of a time to come waits for no end, the spool could not forget what came after it. */
  readonly graceMs: number
  readonly gatherMs: number
}

/** 28 bytes a point and up to half as much room to grow: 500 MB at most; 70,000 vehicles every three seconds hold 7 to 9 million points. */
export const LIMITS: WriterLimits = {
  softPoints: 9_000_000,
  hardPoints: 12_000_000,
  graceMs: 30_000,
  gatherMs: 15_000,
}

const REPLAY_ROWS = 64
const PUT_ROWS = 32
const START_GROUPS = 128
const FORGET_ROWS = 64

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

export const makeWriter = (deps: {
  spool: SpoolFile
  rows: TrackRows
  now: () => EpochMs
  limits?: WriterLimits
}): Writer => {
  const { spool, rows, now } = deps
  const limits = deps.limits ?? LIMITS
  const horizon = (): EpochMs => now() + AHEAD_MS
  const hot = makeHotSlabs(horizon)
  /** The newest in the database, times to come included: what a chunk after all others begins with. */
  const carry: (TrackPoint | undefined)[] = []
  /** The newest at the start of those whose carry is of a time to come. */
  const standing: (TrackPoint | undefined)[] = []
  const counts = { received: 0, newest: 0, repeated: 0, late: 0 }
  const state = { flushedTo: -Infinity, loaded: 0, appended: 0, forgotten: 0, error: null as string | null }
  const turnToMove = serial()

  const carryOn = (ordinal: number, point: TrackPoint): void => {
    if ((carry[ordinal]?.at ?? 0) < point.at) carry[ordinal] = point
    hot.seen(ordinal, point.at)
  }

  const readNewest = async (): Promise<void> => {
    const reach = await rows.reach()
    if (!reach) return
    state.flushedTo = reach.slab
    await readEnds(reach, Infinity, carryOn)
    const limit = horizon()
    if (!carry.some((point) => point !== undefined && point.at > limit)) return
    await readEnds({ ...reach, slab: Math.min(reach.slab, slabOf(limit)) }, limit, (ordinal, point) => {
      standing[ordinal] = point
      hot.seen(ordinal, point.at)
    })
  }

  /** Each vehicle's last point up to an instant. */
  const readEnds = async (
    reach: { slab: EpochMs; group: number },
    until: EpochMs,
    found: (ordinal: number, point: TrackPoint) => void,
  ): Promise<void> => {
    for (let from = 0; from <= reach.group; from += START_GROUPS) {
      for (const row of await rows.newest(reach.slab, { from, to: from + START_GROUPS })) {
        const chunk = openChunk(row.blob, row.slab)
        for (let local = 0; local < GROUP; local++) {
          const point = walkVehicle(chunk, local, until)
          if (point) found(row.group * GROUP + local, point)
        }
      }
    }
  }

  /** Reads on in the spool while there is room; answers whether its end was reached. */
  const readSpool = async (marks: ReadonlyMap<EpochMs, number>): Promise<boolean> => {
    while (hot.points() < limits.hardPoints) {
      const records = spool.read(state.loaded, REPLAY_ROWS)
      for (const { sequence, bytes } of records) {
        const p = viewPoints(
          bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
        )
        hot.add(p, sequence, (slab) => (marks.get(slab) ?? 0) >= sequence)
        state.loaded = sequence
      }
      if (records.length < REPLAY_ROWS) return true
      await turn()
    }
    return false
  }

  const isBehind = (): boolean => state.loaded < state.appended

  const catchUp = async (): Promise<void> => {
    if (isBehind() && hot.points() < limits.softPoints && (await readSpool(new Map())) && !isBehind())
      hot.caughtUp()
  }

  const take = (p: PointColumns, sequence: number): void => {
    if (isBehind() || hot.points() >= limits.hardPoints) hot.markOnly(p)
    else {
      hot.add(p, sequence)
      state.loaded = sequence
    }
    counts.received += p.count
    for (const mark of p.mark) {
      if (mark === POINT_MARK.newest) counts.newest++
      else if (mark === POINT_MARK.late) counts.late++
      else counts.repeated++
    }
  }

  /** Chunks of one slab, a few groups at a time: batches that arrive meanwhile are not held up. */
  const writeGroups = async (
    slab: EpochMs,
    parts: readonly HotSlab[],
  ): Promise<{ commit(upTo: number): Promise<void>; ends: Ends }> => {
    await rows.ensureDay(slab)
    const write = await rows.begin()
    const ends: Ends = new Map()
    const isNew = slab > state.flushedTo
    let ready: ChunkRow[] = []
    try {
      for (const group of [...new Set(parts.flatMap((part) => [...part.groups.keys()]))].sort(
        (a, b) => a - b,
      )) {
        await turn()
        if (isNew) {
          const made = mergeNew(slab, group, parts, (ordinal) => carry[ordinal] ?? null)
          ready.push(made.row)
          for (const [ordinal, end] of made.ends) ends.set(ordinal, end)
        } else for (const [ordinal, end] of await mergeLate(write, slab, group, parts)) ends.set(ordinal, end)
        if (ready.length < PUT_ROWS) continue
        await write.put(ready)
        ready = []
      }
      await write.put(ready)
    } catch (error) {
      await write.rollback()
      throw error
    }
    return {
      commit: (upTo) =>
        write.commit(upTo === 0 ? null : { slab, spool: spool.id, sequence: upTo }, state.forgotten),
      ends,
    }
  }

  /** In steps: a record is many pages, and an append must not wait for all of them. */
  const forget = async (): Promise<void> => {
    const upTo = Math.min((hot.firstNeeded() ?? Infinity) - 1, state.loaded)
    while (state.forgotten < upTo) {
      state.forgotten = Math.min(upTo, state.forgotten + FORGET_ROWS)
      spool.forget(state.forgotten)
      await turn()
    }
  }

  const moveSlab = async (slab: EpochMs): Promise<void> => {
    const parts = hot.take(slab)
    const upTo = state.loaded
    try {
      const { commit, ends } = await writeGroups(slab, parts)
      await commit(upTo)
      hot.drop(parts)
      for (const [ordinal, end] of ends) carryOn(ordinal, end)
      state.flushedTo = Math.max(state.flushedTo, slab)
      state.error = null
    } catch (error) {
      hot.putBack(parts)
      state.error = (error as Error).message
      throw error
    }
    await forget()
    await catchUp()
  }

  /** One move at a time, oldest slab first: each begins where the one before it left the newest state. */
  const moveAll = (choose: () => EpochMs[]): Promise<void> =>
    turnToMove(async () => {
      for (const slab of choose().sort((a, b) => a - b)) await moveSlab(slab)
    })

  const due = (): EpochMs[] => {
    const slabs = hot.list()
    const isOver = (slab: EpochMs): boolean => now() >= slab + SLAB_MS + limits.graceMs || slab > horizon()
    const ripe = slabs
      .filter(({ slab, openedAt }) => isOver(slab) && Date.now() - openedAt >= limits.gatherMs)
      .map(({ slab }) => slab)
    const fullest =
      hot.points() > limits.softPoints
        ? slabs
            .toSorted((a, b) => b.count - a.count)
            .slice(0, 1)
            .map(({ slab }) => slab)
        : []
    return [...new Set([...ripe, ...fullest])]
  }

  return {
    hot,
    start: async () => {
      await readNewest()
      const marks = await rows.marks(spool.id)
      const first = spool.read(0, 1)[0]?.sequence
      state.loaded = state.forgotten = first === undefined ? spool.last() : first - 1
      state.appended = spool.last()
      await readSpool(marks)
    },
    append: (batches) => {
      const first = spool.append(batches.map(({ buffer }) => new Uint8Array(buffer)))
      const last = first + batches.length - 1
      batches.forEach((p, i) => {
        state.appended = first + i - 1
        take(p, first + i)
      })
      state.appended = last
    },
    newest: () => {
      const list = makePointList()
      const limit = horizon()
      carry.forEach((last, ordinal) => {
        const point = last && last.at <= limit ? last : standing[ordinal]
        if (point) list.add(ordinal, point)
      })
      return list.take()
    },
    tick: async () => {
      await catchUp()
      await moveAll(due)
    },
    flush: async () => {
      const upTo = state.appended
      do {
        await catchUp()
        await moveAll(() => [...new Set(hot.list().map(({ slab }) => slab))])
      } while (state.loaded < upTo || (hot.firstNeeded() ?? Infinity) <= upTo)
    },
    adopt: async (p, slab) => {
      hot.add(p, Number.MAX_SAFE_INTEGER)
      await moveAll(() => [slab])
    },
    horizon,
    counts: () => ({ ...counts }),
    pending: () => ({
      ...spool.pending(),
      points: hot.points(),
      slabs: hot.list().length,
      behind: isBehind(),
      error: state.error,
    }),
  }
}
