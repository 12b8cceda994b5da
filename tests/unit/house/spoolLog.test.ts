import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSpoolFile } from '../../../server/spool/spoolFile.ts'
import { findLogDamage } from '../../../server/spool/spoolLog.ts'
import { setAsideIn, setAsideText, type SetAside } from '../../../server/spool/spoolRescue.ts'

const folder = mkdtempSync(join(tmpdir(), 'spool-log-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const FRAME = 24 + 8192

const ROWS = 60

/** A spool as a kill leaves it: its records stand in the log alone. More rows than the log holds let it begin again from its start. */
const killed = (name: string, rows = ROWS): string => {
  const from = join(folder, `${name} running.sqlite`)
  const spool = openSpoolFile(from)
  for (let i = 1; i <= rows; i++) spool.append([Buffer.from(`record ${i} `.padEnd(12_000, 'x'))])
  mkdirSync(join(folder, name))
  const file = join(folder, name, 'spool.sqlite')
  for (const side of ['', '-wal']) copyFileSync(from + side, file + side)
  spool.close()
  return file
}

const overwrite = (file: string, at: number, bytes: number): void => {
  const fd = openSync(file, 'r+')
  writeSync(fd, Buffer.alloc(bytes, 0x5a), 0, bytes, at)
  closeSync(fd)
}

const framesIn = (file: string): number => Math.floor((statSync(`${file}-wal`).size - 32) / FRAME)

const reopen = (file: string) => {
  const told: SetAside[] = []
  const spool = openSpoolFile(file, { onSetAside: (aside) => told.push(aside) })
  const sequences = spool.read(0, 1e6).map(({ sequence }) => sequence)
  const next = spool.append([Buffer.from('next')])
  const { id } = spool
  spool.close()
  return { told, sequences, next, id }
}

describe('a spool whose log is damaged', () => {
  it('gives up the records of the damaged frame alone, says how many, and keeps those behind it', () => {
    const file = killed('middle')
    overwrite(`${file}-wal`, 32 + 60 * FRAME + 3000, 100)
    const size = statSync(`${file}-wal`).size
    const { told, sequences, next } = reopen(file)
    expect(told).toHaveLength(1)
    expect(told[0]!.recovered).toBe(sequences.length)
    expect([sequences.length + told[0]!.lost!, sequences.length >= ROWS - 2, sequences.at(-1), next]).toEqual(
      [ROWS, true, ROWS, ROWS + 1],
    )
    expect(setAsideText(told[0]!)).toMatch(
      /日志损坏:1 帧不能读出,其后另有 \d+ 帧完好.*1 frames cannot be read/,
    )
    const kept = readdirSync(join(folder, 'middle')).find(
      (name) => name.endsWith('-wal') && name.includes('set-aside'),
    )!
    expect(statSync(join(folder, 'middle', kept)).size).toBe(size)
    expect(reopen(file).told).toEqual([])
  })

  it.each([
    ['its header', 16, 4],
    ['the header of a frame', 32 + 40 * FRAME, 24],
    ['three frames', 32 + 50 * FRAME, 3 * FRAME],
  ])('in %s is put aside, and nothing that is whole is lost', (name, at, bytes) => {
    const file = killed(name)
    overwrite(`${file}-wal`, at, bytes)
    const { told, sequences } = reopen(file)
    expect(told).toHaveLength(1)
    expect(sequences.length).toBeGreaterThanOrEqual(ROWS - 6)
    expect(sequences.length + told[0]!.lost!).toBe(ROWS)
  })

  it('is put aside also where nobody listens', () => {
    const file = killed('unheard')
    overwrite(`${file}-wal`, 32 + 60 * FRAME + 3000, 100)
    const spool = openSpoolFile(file)
    expect(spool.read(0, 1e6).length).toBeGreaterThanOrEqual(ROWS - 2)
    spool.close()
    expect(setAsideIn(join(folder, 'unheard'))).toHaveLength(1)
  })

  it('counts its sequences under a new id, for the last that was given is not certain', () => {
    const file = killed('id')
    const whole = killed('id kept')
    overwrite(`${file}-wal`, 32 + 50 * FRAME + 3000, 100)
    const keepsId = (spool: string): boolean => {
      const log = readFileSync(`${spool}-wal`)
      return log.includes(reopen(spool).id)
    }
    expect([keepsId(whole), keepsId(file)]).toEqual([true, false])
  })
})

describe('a spool whose log is damaged', () => {
  it('is not one that ends in a torn frame, or whose end is of an earlier round', () => {
    const torn = killed('torn')
    truncateSync(`${torn}-wal`, 32 + (framesIn(torn) - 1) * FRAME + 4321)
    expect([findLogDamage(torn), reopen(torn).told]).toEqual([null, []])
    const round = killed('round', 700)
    expect(framesIn(round)).toBeLessThan(700 * 2)
    expect([findLogDamage(round), reopen(round)]).toMatchObject([null, { told: [], next: 701 }])
  })
})
