import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { openSpool } from '../../../server/spool/spool.ts'
import { openSpoolFile } from '../../../server/spool/spoolFile.ts'
import { folder, log, text } from './spool/spool.ts'
import './spool/damaged.cases.ts'
import './spool/fullDisk.cases.ts'

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
})

describe('the spool', () => {
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
