import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { startPrivatePostgres, type PrivatePostgres } from '../../db/privatePostgres.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import { LaunchError } from '../options.ts'
import { isRunning } from '../processes/processes.ts'
import { makeRestarts, RULE_TEXT } from '../processes/restarts.ts'
import { waitForRoom } from './room.ts'

type Start = (options: { readonly dataDir: string }) => Promise<PrivatePostgres>

interface Watch {
  readonly start: Start
  /** Whether it still runs is looked at so often. */
  readonly watchMs: DurationMs
  /** How long the next start waits on a full disk. */
  readonly fullMs: DurationMs
}
const WATCH: Watch = { start: startPrivatePostgres, watchMs: 1000, fullMs: 5000 }

export interface WatchedDatabase {
  readonly url: string
  stop(): Promise<void>
}

/** A shell that waits for this process's end on its standard input and then ends PostgreSQL: it works after kill -9, too. */
const guard = (pid: number): ChildProcess | null => {
  if (process.platform === 'win32') return null
  const shell = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0" 2>/dev/null', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  return shell
}

/** What PostgreSQL says when it cannot write: it ends, and ends again at each start until there is room. */
const FULL = /No space left on device|ENOSPC/

const TOO_OFTEN = `终止过于频繁(${RULE_TEXT.zh}) / it ended too often (more than ${RULE_TEXT.en.slice(3)})`

const notBack = (error: Error): string =>
  `数据库不能恢复 / the database cannot be started again: ${error.message}`

/** Starts it, on a full disk as soon as there is room; until `stopping` it does not give up. */
const startPatiently = async (
  dataDir: string,
  say: (line: string) => void,
  stopping: AbortSignal,
  { start, fullMs }: Watch,
): Promise<PrivatePostgres> => {
  for (;;) {
    await waitForRoom(dataDir, say, () => stopping.aborted)
    stopping.throwIfAborted()
    try {
      return await start({ dataDir })
    } catch (error) {
      if (stopping.aborted || !FULL.test(String(error))) throw error
      say('磁盘已满,数据库稍后再启动 / the disk is full, the database is started again later')
      await delay(fullMs, undefined, { signal: stopping })
    }
  }
}

/**
 * Starts the private server and starts it again when it ended, on the same port: after a wait, not too often, and on a
 * full disk as soon as there is room. `lost` is called when that fails.
 */
export const watchDatabase = async (
  dataDir: string,
  say: (line: string) => void,
  lost: (line: string) => void,
  watch: Watch = WATCH,
): Promise<WatchedDatabase> => {
  let server = await watch.start({ dataDir })
  let keeper = guard(server.pid)
  const nextChance = makeRestarts()
  let restarting: Promise<void> | null = null
  let stopped = false
  const stopping = new AbortController()
  const startAgain = async (waitMs: number): Promise<void> => {
    const since = Date.now()
    await delay(waitMs, undefined, { signal: stopping.signal })
    const next = await startPatiently(dataDir, say, stopping.signal, watch)
    if (stopped) return next.stop()
    if (next.port !== server.port) {
      await next.stop()
      throw new LaunchError(`数据库端口 ${server.port} 被占用 / the database's port ${server.port} was taken`)
    }
    server = next
    keeper?.kill()
    keeper = guard(server.pid)
    say(`数据库已恢复 / the database is back (${((Date.now() - since) / 1000).toFixed(1)} s)`)
  }
  /** One that ends again while it is being started takes the next chance: an end is an end, at whatever moment. */
  const restart = async (): Promise<void> => {
    let cause = ''
    for (;;) {
      const chance = nextChance(performance.now())
      if (chance === null) throw new LaunchError(TOO_OFTEN + cause)
      say('数据库进程被终止,正在重新启动 / the database was killed, starting it again')
      try {
        return await startAgain(chance.number > 1 ? chance.waitMs : 0)
      } catch (error) {
        if (stopped || error instanceof LaunchError) throw error
        cause = `: ${String(error)}`
      }
    }
  }
  const timer = setInterval(() => {
    if (restarting || isRunning(server.pid)) return
    restarting = restart()
      .catch((error: Error) => stopped || lost(notBack(error)))
      .then(() => void (restarting = null))
  }, watch.watchMs)
  return {
    url: server.url,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      stopping.abort()
      // One that is being started again at this moment would outlive its launcher.
      await restarting
      await server.stop()
      keeper?.kill()
    },
  }
}
