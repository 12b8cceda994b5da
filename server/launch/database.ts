import { spawn, type ChildProcess } from 'node:child_process'
import { startPrivatePostgres, type PrivatePostgres } from '../db/privatePostgres.ts'
import { isRunning } from './processes.ts'
import { LaunchError } from './options.ts'

const WATCH_MS = 1000
const RESTARTS = 3

export interface WatchedDatabase {
  readonly url: string
  stop(): Promise<void>
}

/** A shell that waits for this process's end on its standard input and then ends PostgreSQL: it works after kill -9, too. */
const guard = (pid: number): ChildProcess | null => {
  if (process.platform === 'win32') return null
  const shell = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0" 2>/dev/null', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  return shell
}

/** Starts the private server and starts it again when it is killed, on the same port; `lost` is called when that fails. */
export const watchDatabase = async (dataDir: string, say: (line: string) => void, lost: (line: string) => void): Promise<WatchedDatabase> => {
  let server: PrivatePostgres = await startPrivatePostgres({ dataDir })
  let keeper = guard(server.pid)
  let restarts = 0
  let busy = false
  const restart = async (): Promise<void> => {
    say('数据库进程被终止,正在重新启动 / the database was killed, starting it again')
    if (++restarts > RESTARTS) throw new LaunchError(`数据库已第 ${restarts} 次终止 / the database ended ${restarts} times`)
    const since = Date.now()
    const next = await startPrivatePostgres({ dataDir })
    if (next.port !== server.port) {
      await next.stop()
      throw new LaunchError(`数据库端口 ${server.port} 被占用 / the database's port ${server.port} was taken`)
    }
    server = next
    keeper?.kill()
    keeper = guard(server.pid)
    say(`数据库已恢复 / the database is back (${((Date.now() - since) / 1000).toFixed(1)} s)`)
  }
  const timer = setInterval(() => {
    if (busy || isRunning(server.pid)) return
    busy = true
    restart()
      .catch((error: Error) => lost(`数据库不能恢复 / the database cannot be started again: ${error.message}`))
      .finally(() => (busy = false))
  }, WATCH_MS)
  return {
    url: server.url,
    stop: async () => {
      clearInterval(timer)
      await server.stop()
      keeper?.kill()
    },
  }
}
