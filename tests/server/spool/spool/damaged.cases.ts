import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
  writeSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openSpoolFile } from '../../../../server/spool/spoolFile.ts'
import { setAsideIn, setAsideText, type SetAside } from '../../../../server/spool/spoolRescue.ts'
import { folder, text } from './spool.ts'

const ROWS = 400

const PAGE = 8192

const overwrite = (file: string, from: number, bytes: number): void => {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from)
  closeSync(handle)
}

/** A spool of 400 records of about 3 kB, of which the first ten were forgotten, in a folder of its own. */
const filled = (name: string, size = 3000): string => {
  const file = join(folder, name, 'spool.sqlite')
  const spool = openSpoolFile(file)
  for (let n = 0; n < ROWS; n += 50)
    spool.append(Array.from({ length: 50 }, (_, i) => Buffer.from(`record ${n + i + 1} `.padEnd(size, '.'))))
  spool.forget(10)
  spool.close()
  return file
}

const reopen = (file: string): { sequences: number[]; next: number; told: SetAside[]; id: string } => {
  const told: SetAside[] = []
  const spool = openSpoolFile(file, { onSetAside: (aside) => told.push(aside) })
  const rows = spool.read(0, 1e6)
  for (const { sequence, bytes } of rows)
    if (text(bytes) !== 'next') expect(text(bytes)).toMatch(new RegExp(`^record ${sequence} \\.+$`))
  const id = spool.id
  const next = spool.append([Buffer.from('next')])
  spool.close()
  return { sequences: rows.map(({ sequence }) => sequence), next, told, id }
}

const kinds: {
  name: string
  damage: (file: string) => void
  recovers: boolean
  knowsLast: boolean
  size?: number
}[] = [
  {
    name: 'pages in the middle overwritten',
    damage: (file) => overwrite(file, 60 * PAGE, 12 * PAGE),
    recovers: true,
    knowsLast: true,
  },
  {
    name: 'single pages of long records overwritten',
    damage: (file) => [0, 1, 2, 3, 4, 5, 6].forEach((i) => overwrite(file, (300 + i * 3) * PAGE, PAGE)),
    recovers: true,
    knowsLast: true,
    size: 15_000,
  },
  {
    name: 'one byte of one record changed',
    damage: (file) => overwrite(file, readFileSync(file).indexOf('record 200 ') + 1000, 1),
    recovers: true,
    knowsLast: true,
  },
  {
    name: 'cut in half',
    damage: (file) => truncateSync(file, Math.floor(statSync(file).size / 2 / PAGE) * PAGE + 77),
    recovers: true,
    knowsLast: true,
  },
  {
    name: 'not a database',
    damage: (file) => writeFileSync(file, 'this is no database, and never was one'.repeat(1000)),
    recovers: false,
    knowsLast: false,
  },
  {
    name: 'its first page gone',
    damage: (file) => overwrite(file, 0, PAGE),
    recovers: false,
    knowsLast: false,
  },
  {
    name: 'a database of another shape',
    damage: (file) => {
      rmSync(file)
      const other = new DatabaseSync(file)
      other.exec("create table spool (what text); insert into spool values ('else')")
      other.close()
    },
    recovers: false,
    knowsLast: false,
  },
]

describe('a damaged spool', () => {
  it.each(kinds)(
    '$name: is put aside with its size and its count told, and the start goes on',
    ({ name, damage, recovers, knowsLast, size: recordSize }) => {
      const file = filled(name, recordSize)
      const before = openSpoolFile(file)
      const { id } = before
      before.close()
      damage(file)
      const size = statSync(file).size
      const { sequences, next, told, id: after } = reopen(file)
      expect(told).toHaveLength(1)
      const [{ lost, recovered, bytes, file: aside }] = told as [SetAside]
      expect([recovered, bytes, statSync(join(folder, name, aside)).size]).toEqual([
        sequences.length,
        size,
        size,
      ])
      if (recovers) {
        expect(recovered).toBeGreaterThan(100)
        expect(recovered + lost!).toBe(ROWS - 10)
      } else expect([recovered, lost]).toEqual([0, null])
      expect([next, after === id]).toEqual(knowsLast ? [ROWS + 1, true] : [1, false])
      expect(setAsideIn(join(folder, name))).toEqual(told)
      expect(setAsideText(told[0]!)).toMatch(
        recovers
          ? /找回 \d+ 条,\d+ 条未能读出.* \d+ records recovered, \d+ could not be read/
          : /条数不明.*an unknown number could not be read/,
      )
      expect(reopen(file).told).toEqual([])
    },
  )

  it('is found damaged while it runs: what can be read goes on, and sequences go on', () => {
    const file = filled('running', 40_000)
    const told: SetAside[] = []
    const spool = openSpoolFile(file, { onSetAside: (aside) => told.push(aside) })
    const { id } = spool
    overwrite(file, 60 * PAGE, 12 * PAGE)
    const rows = spool.read(0, 1e6)
    expect([told.length, rows.length]).toEqual([1, told[0]!.recovered])
    expect(told[0]!.recovered + told[0]!.lost!).toBe(ROWS - 10)
    expect([spool.append([Buffer.from('next')]), spool.id]).toEqual([ROWS + 1, id])
    spool.close()
  })
})

describe('a damaged spool', () => {
  it('of an earlier version, whose records carry no sum, is read as it is and goes on', () => {
    const file = join(folder, 'earlier.sqlite')
    const earlier = new DatabaseSync(file)
    earlier.exec(
      'create table spool (sequence integer primary key autoincrement, at integer not null, bytes blob not null); create table spool_id (id text not null)',
    )
    earlier.prepare('insert into spool (at, bytes) values (1, ?)').run(Buffer.from('old'))
    earlier.close()
    const told: SetAside[] = []
    const spool = openSpoolFile(file, { onSetAside: (aside) => told.push(aside) })
    spool.append([Buffer.from('new')])
    expect([told, spool.read(0, 9).map(({ bytes }) => text(bytes))]).toEqual([[], ['old', 'new']])
    spool.close()
  })

  it('whose rescue the disk refuses is rescued by a later call, without a restart', () => {
    const file = filled('refused', 40_000)
    const told: SetAside[] = []
    const spool = openSpoolFile(file, { onSetAside: (aside) => told.push(aside) })
    overwrite(file, 60 * PAGE, 12 * PAGE)
    mkdirSync(`${file}.rescued`)
    for (let again = 0; again < 2; again++) expect(() => spool.read(0, 1e6)).toThrow(file)
    rmSync(`${file}.rescued`, { recursive: true })
    const rows = spool.read(0, 1e6)
    expect([told.length, rows.length]).toEqual([1, told[0]!.recovered])
    expect(spool.append([Buffer.from('next')])).toBe(ROWS + 1)
    spool.close()
  })

  it('whose rescue was cut off between two renamings is made good by the next opening', () => {
    const file = filled('cut off')
    overwrite(file, 60 * PAGE, 12 * PAGE)
    const { sequences } = reopen(file)
    writeFileSync(`${file}.rescued`, readFileSync(file))
    rmSync(file)
    writeFileSync(`${file}-wal`, 'the log of the old file')
    expect(reopen(file).told).toEqual([])
    expect(sequences.length).toBeGreaterThan(100)
    expect(readdirSync(join(folder, 'cut off')).some((name) => name.endsWith('left-wal'))).toBe(true)
  })
})
