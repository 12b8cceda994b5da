import { setImmediate as turn } from 'node:timers/promises'
import type { EpochMs } from '#shared/kernel/units.ts'
import { POINT_MARK, viewPoints, type PointColumns } from '#shared/vehicles/track/points.ts'
import type { SpoolFile } from '../../../spool/spoolFile.ts'
import type { HotSlabs } from '../hotSlabs.ts'
import type { TrackCounts, WriterLimits } from '../types.ts'

const REPLAY_ROWS = 64

type Marks = ReadonlyMap<EpochMs, number>

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer

/** Adds what became of a batch. */
const count = (counts: { -readonly [K in keyof TrackCounts]: number }, p: PointColumns): void => {
  counts.received += p.count
  for (const mark of p.mark) {
    if (mark === POINT_MARK.newest) counts.newest++
    else if (mark === POINT_MARK.late) counts.late++
    else counts.repeated++
  }
}

/** From the spool into memory: what came is in the spool first, and in memory while there is room. */
export const makeInlet = (
  spool: SpoolFile,
  hot: HotSlabs,
  limits: Pick<WriterLimits, 'softPoints' | 'hardPoints'>,
) => {
  const counts = { received: 0, newest: 0, repeated: 0, late: 0 }
  let [loaded, appended] = [0, 0]
  const isBehind = (): boolean => loaded < appended

  /** Reads on in the spool while there is room; answers whether its end was reached. */
  const read = async (marks: Marks): Promise<boolean> => {
    while (hot.points() < limits.hardPoints) {
      const records = spool.read(loaded, REPLAY_ROWS)
      for (const { sequence, bytes } of records) {
        hot.add(viewPoints(bufferOf(bytes)), sequence, (slab) => (marks.get(slab) ?? 0) >= sequence)
        loaded = sequence
      }
      if (records.length < REPLAY_ROWS) return true
      await turn()
    }
    return false
  }
  const take = (p: PointColumns, sequence: number): void => {
    if (isBehind() || hot.points() >= limits.hardPoints) hot.markOnly(p)
    else {
      hot.add(p, sequence)
      loaded = sequence
    }
    count(counts, p)
  }
  return {
    isBehind,
    /** Up to which record of the spool all is in memory, or was. */
    loaded: (): number => loaded,
    /** The last record of the spool. */
    appended: (): number => appended,
    counts: (): TrackCounts => ({ ...counts }),
    /** Goes to where the spool begins; answers the record before. */
    begin: (): number => {
      loaded = (spool.read(0, 1)[0]?.sequence ?? spool.last() + 1) - 1
      appended = spool.last()
      return loaded
    },
    /** What the database's slabs hold already, by their marks, is not taken again. */
    read,
    catchUp: async (): Promise<void> => {
      if (isBehind() && hot.points() < limits.softPoints && (await read(new Map())) && !isBehind())
        hot.caughtUp()
    },
    /** All batches in one commit; fills in their marks. Throws when the disk refuses, and then none was kept. */
    append: (batches: readonly PointColumns[]): void => {
      const first = spool.append(batches.map(({ buffer }) => new Uint8Array(buffer)))
      batches.forEach((p, i) => {
        appended = first + i - 1
        take(p, first + i)
      })
      appended = first + batches.length - 1
    },
  }
}
export type Inlet = ReturnType<typeof makeInlet>
