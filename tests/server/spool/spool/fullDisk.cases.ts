import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  writeSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import pino from 'pino'
import { turnLog } from '../../../../server/launch/processes/logs.ts'
import { makeLogSink } from '../../../../server/common/logSink.ts'
import { openSpool } from '../../../../server/spool/spool.ts'
import { openSpoolFile } from '../../../../server/spool/spoolFile.ts'
import { folder, log } from './spool.ts'

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

describe('a full disk', () => {
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
})

describe('a full disk', () => {
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
