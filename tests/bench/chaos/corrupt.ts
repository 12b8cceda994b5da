import { randomBytes } from 'node:crypto'
import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { waitForExit } from '../../../server/launch/processes/processes.ts'
import { openSpoolFile, type SpoolRecord } from '../../../server/spool/spoolFile.ts'
import { setAsideIn } from '../../../server/spool/spoolRescue.ts'
import { viewPoints } from '../../../src/shared/vehicles/track/points.ts'
import { addTo, readTracks, vehiclesOf, type Tracks } from './check.ts'
import { positionsOf } from './plan.ts'
import { acknowledgedBeyond, judge, makeRig, type Phase, type Rig } from './rig.ts'

const PAGE = 8192
const MOVED_MS = 6000
const WAITING_MS = 14_000
/** The platform sends a batch again that is so far behind the one it has come to. */
const AGAIN = 3

/** Near the end of a row, where nothing repeats itself. */
const latitudesIn = (bytes: Uint8Array): Uint8Array => {
  const from = Math.floor(bytes.length * 0.6)
  return bytes.subarray(from, from + 64)
}

/** Pages of the file in which these rows begin and go on: most of a file that was emptied is free. */
const pagesOf = (file: string, rows: readonly SpoolRecord[]): number[] => {
  const content = readFileSync(file)
  const places = rows.flatMap(({ bytes }) => [bytes.subarray(0, 64), latitudesIn(bytes)])
  return places.map((part) => Math.floor(content.indexOf(part) / PAGE)).filter((page) => page > 0)
}

/** What is done to a file that holds these rows. */
const DAMAGES: readonly {
  readonly name: string
  damage(file: string, rows: readonly SpoolRecord[]): void
}[] = [
  {
    name: 'pages overwritten',
    damage: (file, rows) => {
      const middle = rows.slice(Math.floor(rows.length * 0.4), Math.ceil(rows.length * 0.7))
      const pages = pagesOf(file, middle)
      const handle = openSync(file, 'r+')
      for (let i = 1; i < pages.length; i += 4)
        writeSync(handle, randomBytes(PAGE), 0, PAGE, (pages[i] as number) * PAGE)
      closeSync(handle)
    },
  },
  {
    name: 'cut',
    damage: (file, rows) => {
      const pages = pagesOf(file, rows).sort((a, b) => a - b)
      truncateSync(file, (pages[Math.floor(pages.length * 0.7)] ?? 0) * PAGE)
    },
  },
]

const rowsOf = (file: string): SpoolRecord[] => {
  const spool = openSpoolFile(file)
  try {
    return spool.read(0, Number.MAX_SAFE_INTEGER)
  } finally {
    spool.close()
  }
}

/** Positions of these rows. */
const tracksIn = (
  rows: readonly SpoolRecord[],
  vehicles: ReadonlyMap<number, string>,
): Map<string, Set<number>> => {
  const tracks = new Map<string, Set<number>>()
  for (const { bytes } of rows) {
    const { count, ordinal, at } = viewPoints(new Uint8Array(bytes).buffer)
    for (let i = 0; i < count; i++) addTo(tracks, vehicles.get(ordinal[i] as number) ?? '', at[i] as number)
  }
  return tracks
}
const counted = (tracks: Tracks, counts: (vehicle: string, at: number) => boolean): number => {
  let count = 0
  for (const [vehicle, times] of tracks) for (const at of times) if (counts(vehicle, at)) count++
  return count
}

/** What is gone for good with the rows that cannot be read: neither moved to the database nor in a readable row. */
interface Gone {
  readonly tracks: Map<string, Set<number>>
  /** Sent again by the platform after the start: these may be there. */
  readonly again: Map<string, Set<number>>
}

const stopHard = async ({ house }: Rig): Promise<void> => {
  house.kill('platform')
  // The cursor of what was acknowledged is written behind.
  await delay(2000)
  house.kill('server')
  if (house.server) await waitForExit(house.server.pid, 60_000)
}

/** The log is folded into the file, as SQLite does by itself every few megabytes: the damage is then in what it holds. A killed process may hold the file for a moment, until its threads are off the disk. */
const foldLog = (file: string): void => {
  const db = new DatabaseSync(file, { timeout: 60_000 })
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
}

const damageOnce = async (
  phase: Phase,
  rig: Rig,
  { name, damage }: (typeof DAMAGES)[number],
  gone: Gone,
): Promise<void> => {
  const { house, database, dir, plan } = rig
  const file = join(house.dataDir, 'spool', 'positions.sqlite')
  await delay(MOVED_MS)
  await house.settle()
  await delay(WAITING_MS)
  await stopHard(rig)
  foldLog(file)
  const copies = {
    intact: join(dir, `${name} intact`),
    damaged: join(dir, `${name} damaged`),
    none: join(dir, 'none'),
  }
  for (const folder of Object.values(copies)) mkdirSync(folder, { recursive: true })
  copyFileSync(file, join(copies.intact, 'spool.sqlite'))
  const intact = rowsOf(join(copies.intact, 'spool.sqlite'))
  damage(file, intact)
  copyFileSync(file, join(copies.damaged, 'spool.sqlite'))
  const asideBefore = setAsideIn(join(house.dataDir, 'spool')).length
  const read = new Map(rowsOf(join(copies.damaged, 'spool.sqlite')).map((row) => [row.sequence, row.bytes]))
  const isRead = ({ sequence, bytes }: SpoolRecord): boolean => {
    const found = read.get(sequence)
    return found !== undefined && Buffer.from(found).equals(bytes)
  }
  const unreadable = intact.filter((row) => !isRead(row))
  const vehicles = await vehiclesOf(database.url)
  const { there } = await readTracks(plan, { databaseUrl: database.url, dataDir: copies.none })
  const readable = tracksIn(intact.filter(isRead), vehicles)
  for (const [vehicle, times] of tracksIn(unreadable, vehicles))
    for (const at of times)
      if (!there.get(vehicle)?.has(at) && !readable.get(vehicle)?.has(at)) addTo(gone.tracks, vehicle, at)
  const { batch } = rig.acked()
  for (let seq = batch - AGAIN + 1; seq <= batch; seq++)
    for (const { vehicle, at } of positionsOf(plan, seq)) addTo(gone.again, vehicle, at)
  await house.start('server')
  await house.start('platform')
  await acknowledgedBeyond(rig, batch)
  const told = setAsideIn(join(house.dataDir, 'spool'))[asideBefore]
  phase.show(`${name}: rows that waited in the spool`, intact.length, 'rows')
  phase.show(`${name}: of them told as recovered`, told?.recovered ?? Number.NaN, 'rows')
  phase.show(`${name}: of them told as unreadable`, told?.lost ?? Number.NaN, 'rows')
  phase.mustBeNone(`${name}: damages that hit no row`, unreadable.length === 0 ? 1 : 0, 'damages')
  const other = unreadable.filter(({ sequence }) => read.has(sequence))
  phase.mustBeNone(`${name}: rows taken for readable that are not what was written`, other.length, 'rows')
  phase.mustBeNone(
    `${name}: unreadable rows less those told`,
    unreadable.length - (told?.lost ?? Number.NaN),
    'rows',
  )
}

/** The spool of positions is damaged while nothing runs, twice; what the start tells is laid beside what is then missing. */
export const corrupt = async (phase: Phase): Promise<void> => {
  const rig = await makeRig(phase)
  const { house, database, plan } = rig
  const gone: Gone = { tracks: new Map(), again: new Map() }
  try {
    await house.start('platform')
    await house.start('server')
    for (const damage of DAMAGES) await damageOnce(phase, rig, damage, gone)
    await delay(5000)
    await judge(phase, rig, gone.tracks)
    const { there } = await readTracks(plan, { databaseUrl: database.url, dataDir: house.dataDir })
    const isBack = (vehicle: string, at: number): boolean => there.get(vehicle)?.has(at) === true
    phase.show(
      'positions that were in unreadable rows alone',
      counted(gone.tracks, () => true),
      'positions',
    )
    phase.show(
      'of them not there',
      counted(gone.tracks, (vehicle, at) => !isBack(vehicle, at)),
      'positions',
    )
    const unasked = counted(
      gone.tracks,
      (vehicle, at) => isBack(vehicle, at) && !gone.again.get(vehicle)?.has(at),
    )
    phase.mustBeNone('of them there without having been sent again', unasked, 'positions')
  } finally {
    await rig.close()
  }
}
