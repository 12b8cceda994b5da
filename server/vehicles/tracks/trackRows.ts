import { DAY_MS } from '#shared/kernel/time/time.ts'
import type pg from 'pg'
import { CST_OFFSET_MS, type EpochMs } from '#shared/kernel/units.ts'
import { SLAB_MS } from '#shared/vehicles/track/chunk/format.ts'
import { JOB, openPool } from '../../db/open.ts'

/** One chunk of 64 vehicles, as `src/shared/vehicles/track/chunk/write.ts` writes it. */
export interface ChunkRow {
  readonly slab: EpochMs
  readonly group: number
  readonly points: number
  readonly blob: Uint8Array
}

/** Up to which record of a spool a slab holds its points. */
interface SlabMark {
  readonly slab: EpochMs
  readonly spool: string
  readonly sequence: number
}

/** One transaction that writes chunks; nothing is seen of it before `commit`. */
export interface TrackWrite {
  /** Writes rows, over those that are there. */
  put(rows: readonly ChunkRow[]): Promise<void>
  /** Up to `limit` rows of a group from a slab on, oldest first. */
  from(group: number, slab: EpochMs, limit: number): Promise<ChunkRow[]>
  /** The newest row of a group before a slab. */
  before(group: number, slab: EpochMs): Promise<ChunkRow | null>
  /** Keeps the mark and forgets marks of other spools and those at or below `forgotten`. */
  commit(mark: SlabMark | null, forgotten: number): Promise<void>
  rollback(): Promise<void>
}

/** A report as earlier versions kept it: degrees × 1e6, km/h. */
export interface OldPosition {
  readonly vehicle: number
  readonly at: EpochMs
  readonly lonE6: number
  readonly latE6: number
  readonly speed: number
  readonly heading: number
  readonly alarm: number
  readonly acc: boolean
}

export interface TrackRows {
  /** Of each group, from and below `to`, the newest row of a slab at or before this one. */
  newest(slab: EpochMs, groups: { readonly from: number; readonly to: number }): Promise<ChunkRow[]>
  /** Rows of one group within slabs, both included, oldest first. */
  within(group: number, from: EpochMs, to: EpochMs): Promise<ChunkRow[]>
  /** All rows of one slab, or those of the named groups. */
  slab(slab: EpochMs, groups: readonly number[] | null): Promise<ChunkRow[]>
  /** The highest slab and group that have rows; null when there are none. */
  reach(): Promise<{ readonly slab: EpochMs; readonly group: number } | null>
  marks(spool: string): Promise<Map<EpochMs, number>>
  begin(): Promise<TrackWrite>
  /** Makes the partition of a slab's civil day. */
  ensureDay(slab: EpochMs): Promise<void>
  /** Drops whole civil days before this instant; answers their names. */
  dropBefore(before: EpochMs): Promise<string[]>
  /** Civil days of the table of earlier versions, oldest first; null when the table is gone. */
  oldDays(): Promise<{ readonly name: string; readonly from: EpochMs }[] | null>
  oldPositions(name: string, from: EpochMs, to: EpochMs): Promise<OldPosition[]>
  /** Without a name: the emptied tables themselves. */
  dropOld(name: string | null): Promise<void>
  close(): Promise<void>
}

const DAY_SLABS = DAY_MS / SLAB_MS
const PARTITION = /^(?:positions|track_chunks)_(\d{4})(\d{2})(\d{2})$/
const OLD_COLUMNS = `vehicle, at::float8, lon_e6 as "lonE6", lat_e6 as "latE6", speed::int, heading::int,
  alarm::float8, acc`

const numberOf = (slab: EpochMs): number => slab / SLAB_MS
const dayNumber = (at: EpochMs): number => Math.floor((at + CST_OFFSET_MS) / DAY_MS)
const partitionName = (day: number): string =>
  `track_chunks_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`
const dayOfPartition = (name: string): EpochMs | null => {
  const match = PARTITION.exec(name)
  return match === null ? null : Date.parse(`${match[1]}-${match[2]}-${match[3]}T00:00:00+08:00`)
}

interface Raw {
  readonly slab: number
  readonly grp: number
  readonly points: number
  readonly blob: Buffer
}
const rowOf = ({ slab, grp, points, blob }: Raw): ChunkRow => ({
  slab: slab * SLAB_MS,
  group: grp,
  points,
  blob,
})
const SELECT = 'select slab, grp, points, blob from track_chunks'

const ask = async (
  on: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly unknown[],
): Promise<ChunkRow[]> => {
  const { rows } = await on.query<Raw>(text, [...values])
  return rows.map(rowOf)
}

const putRows = async (client: pg.PoolClient, rows: readonly ChunkRow[]): Promise<void> => {
  if (rows.length === 0) return
  const places = rows.map(
    (_, i) => `($${4 * i + 1}::int, $${4 * i + 2}::int, $${4 * i + 3}::int, $${4 * i + 4}::bytea)`,
  )
  const values = rows.flatMap((row) => [
    numberOf(row.slab),
    row.group,
    row.points,
    Buffer.from(row.blob.buffer, row.blob.byteOffset, row.blob.byteLength),
  ])
  await client.query(
    `insert into track_chunks (slab, grp, points, blob) values ${places.join(', ')} on conflict (grp, slab) do update set points = excluded.points, blob = excluded.blob`,
    values,
  )
}

const beginWrite = async (pool: pg.Pool): Promise<TrackWrite> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
  } catch (error) {
    client.release(true)
    throw error
  }
  return {
    put: (rows) => putRows(client, rows),
    from: (group, slab, limit) =>
      ask(client, `${SELECT} where grp = $1 and slab >= $2 order by slab limit $3`, [
        group,
        numberOf(slab),
        limit,
      ]),
    before: async (group, slab) =>
      (
        await ask(client, `${SELECT} where grp = $1 and slab < $2 order by slab desc limit 1`, [
          group,
          numberOf(slab),
        ])
      )[0] ?? null,
    commit: async (mark, forgotten) => {
      if (mark) {
        await client.query(
          'insert into track_slabs (slab, spool, sequence) values ($1, $2, $3) on conflict (slab) do update set spool = excluded.spool, sequence = excluded.sequence',
          [numberOf(mark.slab), mark.spool, mark.sequence],
        )
        await client.query('delete from track_slabs where spool <> $1 or sequence <= $2', [
          mark.spool,
          forgotten,
        ])
      }
      await client.query('commit')
      client.release()
    },
    rollback: async () => {
      await client.query('rollback').then(
        () => client.release(),
        () => client.release(true),
      )
    },
  }
}

const partitionsOf = async (pool: pg.Pool, table: string): Promise<{ name: string; from: EpochMs }[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass($1) order by 1`,
    [table],
  )
  return rows.flatMap(({ name }) => {
    const from = dayOfPartition(name)
    return from === null ? [] : [{ name, from }]
  })
}

const hasTable = async (pool: pg.Pool, table: string): Promise<boolean> =>
  (await pool.query('select 1 where to_regclass($1) is not null', [table])).rowCount === 1

/** What earlier versions kept, one row a report. */
const oldRows = (pool: pg.Pool): Pick<TrackRows, 'oldDays' | 'oldPositions' | 'dropOld'> => ({
  oldDays: async () => ((await hasTable(pool, 'positions')) ? partitionsOf(pool, 'positions') : null),
  oldPositions: async (name, from, to) => {
    const { rows } = await pool.query<OldPosition>(
      `select ${OLD_COLUMNS} from ${name} where at >= $1 and at < $2 order by vehicle, at`,
      [from, to],
    )
    return rows
  },
  dropOld: async (name) => {
    await pool.query(
      name === null ? 'drop table if exists positions, vehicle_latest, live_marks' : `drop table ${name}`,
    )
  },
})

/** Partitions of whole civil days. */
const dayRows = (pool: pg.Pool): Pick<TrackRows, 'ensureDay' | 'dropBefore'> => {
  const known = new Set<number>()
  return {
    ensureDay: async (slab) => {
      const day = dayNumber(slab)
      if (known.has(day)) return
      const first = (day * DAY_MS - CST_OFFSET_MS) / SLAB_MS
      await pool.query(
        `create table if not exists ${partitionName(day)} partition of track_chunks
          for values from (${first}) to (${first + DAY_SLABS})`,
      )
      known.add(day)
    },
    dropBefore: async (before) => {
      const old = (await partitionsOf(pool, 'track_chunks')).filter(({ from }) => from + DAY_MS <= before)
      known.clear()
      for (const { name } of old) await pool.query(`drop table ${name}`)
      return old.map(({ name }) => name)
    },
  }
}

const chunkRows = (pool: pg.Pool): Pick<TrackRows, 'newest' | 'within' | 'slab' | 'reach' | 'marks'> => ({
  newest: (slab, { from, to }) =>
    ask(
      pool,
      `select c.* from generate_series($2::int, $3::int - 1) g
        cross join lateral (${SELECT} where grp = g and slab <= $1 order by slab desc limit 1) c`,
      [numberOf(slab), from, to],
    ),
  within: (group, from, to) =>
    ask(pool, `${SELECT} where grp = $1 and slab between $2 and $3 order by slab`, [
      group,
      numberOf(from),
      numberOf(to),
    ]),
  slab: (slab, groups) =>
    ask(pool, `${SELECT} where slab = $1 and ($2::int[] is null or grp = any($2)) order by grp`, [
      numberOf(slab),
      groups,
    ]),
  reach: async () => {
    const { rows } = await pool.query<{ slab: number | null; grp: number | null }>(
      'select max(slab) as slab, max(grp) as grp from track_chunks',
    )
    const row = rows[0]
    return row?.slab == null || row.grp == null ? null : { slab: row.slab * SLAB_MS, group: row.grp }
  },
  marks: async (spool) => {
    const { rows } = await pool.query<{ slab: number; sequence: number }>(
      'select slab, sequence from track_slabs where spool = $1',
      [spool],
    )
    return new Map(rows.map((row) => [row.slab * SLAB_MS, row.sequence]))
  },
})

/** Connections of its own: the track store's threads share none with the rest of the house. */
export const makeTrackRows = (url: string, onError: (error: Error) => void, connections = 2): TrackRows => {
  const pool = openPool(url, 'guanlan-tracks', { ...JOB, connectMs: 10_000 }, connections, onError)
  return {
    ...chunkRows(pool),
    ...dayRows(pool),
    ...oldRows(pool),
    begin: () => beginWrite(pool),
    close: () => pool.end(),
  }
}
