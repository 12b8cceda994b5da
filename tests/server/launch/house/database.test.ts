import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PrivatePostgres } from '../../../../server/db/privatePostgres.ts'
import { watchDatabase } from '../../../../server/launch/house/database.ts'

let running: ChildProcess[] = []
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running = []
})

/** A process in PostgreSQL's place, which can be killed. */
const begin = async (port = 5999): Promise<PrivatePostgres> => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  running.push(child)
  await once(child, 'spawn')
  const url = `postgres://app@127.0.0.1:${port}/guanlan`
  const stop = async (): Promise<void> => void child.kill('SIGKILL')
  return { url, adminUrl: url, port, pid: child.pid!, adopted: false, stop }
}
const newest = (): ChildProcess => running.at(-1)!
const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** The watch of a database that begins each time as it is told. */
const watched = async (...begins: (() => Promise<PrivatePostgres>)[]) => {
  const said: string[] = []
  const lost: string[] = []
  const start = vi.fn(() => (begins.shift() ?? begin)())
  const database = await watchDatabase(
    tmpdir(),
    (line) => said.push(line),
    (line) => lost.push(line),
    { start, watchMs: 5, fullMs: 5 },
  )
  return { database, said, lost, start }
}
const KILLED = '数据库进程被终止,正在重新启动 / the database was killed, starting it again'
const BACK = expect.stringMatching(/^数据库已恢复 \/ the database is back \([\d.]+ s\)$/) as string
const full = (): Promise<never> =>
  Promise.reject(new Error('PostgreSQL did not start: FATAL: could not write: No space left on device'))

const soon = (is: () => void): Promise<void> => vi.waitFor(is, 20_000)

describe.skipIf(process.platform === 'win32')('a database that is watched', () => {
  it('and killed is started again on its port, and ends with the house', async () => {
    const { database, said, lost } = await watched()
    newest().kill('SIGKILL')
    await soon(() => expect(said).toEqual([KILLED, BACK]))
    expect([running.length, lost, database.url]).toEqual([2, [], 'postgres://app@127.0.0.1:5999/guanlan'])
    await database.stop()
    await soon(() => expect(isOver(newest())).toBe(true))
    await new Promise((done) => setTimeout(done, 30))
    expect([running.length, said.length]).toEqual([2, 2])
  })

  it('waits on a full disk until there is room, and is not lost for it', async () => {
    const { database, said, lost, start } = await watched(begin, full, full)
    newest().kill('SIGKILL')
    await soon(() => expect(said.at(-1)).toEqual(BACK))
    const wait = '磁盘已满,数据库稍后再启动 / the disk is full, the database is started again later'
    expect([said, lost, start.mock.calls.length]).toEqual([[KILLED, wait, wait, BACK], [], 4])
    await database.stop()
  })

  it('is lost where something took its port, and what was started elsewhere ends', async () => {
    const { database, lost } = await watched(begin, () => begin(6000))
    running[0]!.kill('SIGKILL')
    await soon(() =>
      expect(lost).toEqual([
        "数据库不能恢复 / the database cannot be started again: 数据库端口 5999 被占用 / the database's port 5999 was taken",
      ]),
    )
    await soon(() => expect(isOver(newest())).toBe(true))
    await database.stop()
  })

  it('whose start fails is tried again after a wait', async () => {
    const fails = (): Promise<never> => Promise.reject(new Error('PostgreSQL did not start: it ended with 1'))
    const { database, said, lost } = await watched(begin, fails)
    newest().kill('SIGKILL')
    await soon(() => expect(said).toEqual([KILLED, KILLED, BACK]))
    expect(lost).toEqual([])
    await database.stop()
  })

  it('that the house stops while the disk is full is not started any more, nor missed', async () => {
    const { database, said, lost, start } = await watched(begin, ...Array<typeof full>(1000).fill(full))
    newest().kill('SIGKILL')
    await soon(() => expect(said.length).toBeGreaterThan(2))
    await database.stop()
    const calls = start.mock.calls.length
    await new Promise((done) => setTimeout(done, 30))
    expect([start.mock.calls.length, lost, running.length]).toEqual([calls, [], 1])
  })
})
