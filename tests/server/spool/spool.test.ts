import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  writeFileSync,
  writeSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import pino from 'pino'
import { turnLog } from '../../../server/launch/processes/logs.ts'
import { makeLogSink } from '../../../server/common/logSink.ts'
import { openSpool } from '../../../server/spool/spool.ts'
import { openSpoolFile } from '../../../server/spool/spoolFile.ts'
import { setAsideIn, setAsideText, type SetAside } from '../../../server/spool/spoolRescue.ts'

const folder = mkdtempSync(join(tmpdir(), 'spool-'))
const log = { error: () => undefined }
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Appends without an end and says on its output what was acknowledged, until it is killed. */
const killedWriter = async (file: string, acknowledged: number): Promise<string[]> => {
  const program = `
    const { openSpool } = await import(${JSON.stringify(new URL('../../../server/spool/spool.ts', import.meta.url).href)})
    const spool = openSpool({ file: ${JSON.stringify(file)}, log: console })
    let n = 0
    const again = async () => { for (;;) { const name = process.pid + '-' + n++; await spool.append(Buffer.from(name.padEnd(2000, '.'))); process.stdout.write(name + '\\n') } }
    for (let i = 0; i < 8; i++) again()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let complained = ''
  child.stderr.on('data', (data) => (complained += data))
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => (said === '' ? reject(new Error(complained)) : resolve()))
    child.stdout.on('data', (data) => {
      said += data
      if (said.split('\n').length > acknowledged) child.kill('SIGKILL')
    })
  })
  expect(complained).toBe('')
  return said.split('\n').slice(0, -1)
}

describe('the spool', () => {
  it('keeps every acknowledged record through kill -9, again and again, and through a torn tail', async () => {
    const file = join(folder, 'killed.sqlite')
    const told: string[] = []
    for (const after of [50, 200, 400]) told.push(...(await killedWriter(file, after)))
    const wal = `${file}-wal`
    const whole = statSync(wal).size
    appendFileSync(wal, Buffer.alloc(5000, 7))
    truncateSync(wal, whole + 4321)
    const spool = openSpool({ file, log })
    const kept = new Set((await spool.read(0, 1e9)).map(({ bytes }) => text(bytes).replace(/\.+$/, '')))
    expect(told.length).toBeGreaterThanOrEqual(650)
    expect(told.filter((name) => !kept.has(name))).toEqual([])
    await spool.close()
  })

  it('hands out sequences in order, reads from where one stands, forgets, and never uses a sequence twice', async () => {
    const file = join(folder, 'order.sqlite')
    const spool = openSpool({ file, log })
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => spool.append(Buffer.from(name))))).toEqual([
      1, 2, 3, 4,
    ])
    expect((await spool.read(1, 2)).map(({ sequence, bytes }) => [sequence, text(bytes)])).toEqual([
      [2, 'b'],
      [3, 'c'],
    ])
    await spool.forget(3)
    expect(await spool.pending()).toMatchObject({ rows: 1, bytes: 1, oldestAt: expect.any(Number) })
    await spool.forget(9)
    expect(await spool.pending()).toEqual({ rows: 0, bytes: 0, oldestAt: null })
    await spool.close()
    await expect(spool.append(Buffer.from('x'))).rejects.toThrow('is closed')
    const again = openSpoolFile(file)
    expect(again.append([Buffer.from('e')])).toBe(5)
    again.close()
  })

  it('says that the disk is full, keeps nothing of what it refused, and goes on when there is room', () => {
    const file = join(folder, 'full.sqlite')
    openSpoolFile(file).close()
    const size = statSync(file).size
    const spool = openSpoolFile(file, { maxPages: size / 8192 + 8 })
    expect(spool.append([Buffer.alloc(1000)])).toBe(1)
    expect(() => spool.append([Buffer.alloc(10), Buffer.alloc(200_000)])).toThrow(
      /full\.sqlite: 磁盘已满 \/ the disk is full/,
    )
    expect(spool.pending()).toMatchObject({ rows: 1, bytes: 1000 })
    expect(spool.append([Buffer.alloc(10)])).toBe(2)
    spool.close()
  })

  it('is one process’s own', () => {
    const file = join(folder, 'held.sqlite')
    const spool = openSpoolFile(file)
    spool.append([Buffer.from('mine')])
    expect(() => new DatabaseSync(file, { timeout: 1 }).prepare('select * from spool').all()).toThrow(
      'locked',
    )
    spool.close()
    expect(readFileSync(file).includes('mine')).toBe(true)
  })
})

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

describe('a damaged spool', () => {
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

describe('the files of a spool', () => {
  it('are nobody else’s to read, also those of an earlier start', () => {
    const place = join(folder, 'open to all')
    mkdirSync(place, { mode: 0o755 })
    const file = join(place, 'positions.sqlite')
    const old = new DatabaseSync(file)
    old.exec('pragma journal_mode = wal; create table x (y); insert into x values (1)')
    for (const side of ['', '-wal', '-shm']) chmodSync(file + side, 0o644)
    old.close()
    const spool = openSpoolFile(file)
    spool.append([Buffer.from('where somebody was')])
    const modes = readdirSync(place).map((name) => statSync(join(place, name)).mode & 0o777)
    expect([modes.length >= 2, new Set(modes), statSync(place).mode & 0o777]).toEqual([
      true,
      new Set([0o600]),
      0o700,
    ])
    spool.close()
  })
})

describe('a full disk', () => {
  const isRoot = process.getuid?.() === 0
  /** A disk of four MiB; skipped where this account may not mount one. */
  const withSmallDisk = async (
    skip: () => void,
    work: (disk: string, fill: () => void, clear: () => void) => Promise<void> | void,
  ): Promise<void> => {
    const disk = mkdtempSync(join(tmpdir(), 'small-disk-'))
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status !== 0) return skip()
    const filler = join(disk, 'filler')
    try {
      await work(
        disk,
        () => void spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096']),
        () => rmSync(filler),
      )
    } finally {
      spawnSync('umount', [disk])
      rmSync(disk, { recursive: true, force: true })
    }
  }

  it.skipIf(!isRoot)(
    'refuses what the spool cannot keep, keeps what it acknowledged, and goes on when there is room',
    (context) =>
      withSmallDisk(context.skip, async (disk, fill, clear) => {
        const spool = openSpool({ file: join(disk, 'spool', 'positions.sqlite'), log })
        const kept = [await spool.append(Buffer.from('before'))]
        fill()
        const full = await Promise.allSettled(
          Array.from({ length: 20 }, () => spool.append(Buffer.alloc(200_000, 1))),
        )
        expect(full.some(({ status }) => status === 'rejected')).toBe(true)
        for (const one of full) {
          if (one.status === 'fulfilled') kept.push(one.value)
          else expect(String(one.reason)).toMatch(/磁盘(已满|读写失败)/)
        }
        clear()
        kept.push(await spool.append(Buffer.from('after')))
        expect((await spool.read(0, 100)).map(({ sequence }) => sequence)).toEqual(kept)
        await spool.close()
      }),
  )

  it.skipIf(!isRoot)('drops log lines and counts them, and tells how many when there is room', (context) =>
    withSmallDisk(context.skip, (disk, fill, clear) => {
      const file = join(disk, 'server.log')
      const fd = openSync(file, 'a')
      const sink = makeLogSink(fd)
      const logger = pino({ base: null }, sink)
      logger.info('before')
      fill()
      for (let n = 0; n < 5000; n++) logger.info({ n }, 'while it is full')
      const dropped = sink.dropped()
      expect(dropped).toBeGreaterThan(4000)
      clear()
      logger.info('after')
      expect(sink.dropped()).toBe(0)
      closeSync(fd)
      const lines = readFileSync(file, 'utf8').trim().split('\n')
      const told = JSON.parse(lines.at(-2)!) as { dropped: number; msg: string }
      expect([JSON.parse(lines[0]!).msg, told.dropped, JSON.parse(lines.at(-1)!).msg]).toEqual([
        'before',
        dropped,
        'after',
      ])
      expect(told.msg).toMatch(/丢弃日志 \d+ 行.*\d+ lines were dropped/)
    }),
  )

  it.skipIf(!isRoot)('turns a log that is being written, on a full disk too', (context) =>
    withSmallDisk(context.skip, (disk, fill) => {
      const file = join(disk, 'server.log')
      const fd = openSync(file, 'a')
      writeSync(fd, 'x'.repeat(1_500_000))
      expect([
        turnLog(file, 2_000_000),
        turnLog(file, 1_000_000),
        statSync(file).size,
        statSync(`${file}.1`).size,
      ]).toEqual([false, true, 0, 1_500_000])
      writeSync(fd, 'y'.repeat(1_500_000))
      fill()
      expect([turnLog(file, 1_000_000), statSync(file).size]).toEqual([true, 0])
      writeSync(fd, 'goes on\n')
      expect(readFileSync(file, 'utf8')).toBe('goes on\n')
      closeSync(fd)
    }),
  )
})
