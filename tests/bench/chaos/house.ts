import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { startChild, type Child } from '../live/children.ts'
import type { RigDatabase } from '../live/register.ts'
import type { FromServer, ToServer } from '../live/serverChild.ts'
import type { PlatformPlan } from './plan.ts'

export const PARTS = ['server', 'database', 'platform'] as const
export type Part = (typeof PARTS)[number]
const READY_MS = 180_000

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

/** The house of the rig; each part can be killed and started again. */
export class House {
  /** The server's data folder. */
  readonly dataDir: string
  server: Child<ToServer, FromServer> | null = null
  platform: ChildProcess | null = null
  databasePid: number
  url = ''
  cookie = ''
  private readonly dir: string
  private readonly database: RigDatabase
  private readonly plan: PlatformPlan
  private readonly serverPort: number

  constructor(dir: string, database: RigDatabase, plan: PlatformPlan, serverPort: number) {
    this.dir = dir
    this.dataDir = join(dir, 'house')
    this.database = database
    this.plan = plan
    this.serverPort = serverPort
    this.databasePid = database.postgres.pid
    writeFileSync(join(dir, 'plan.json'), JSON.stringify(plan))
  }

  async start(part: Part): Promise<void> {
    if (part === 'platform') {
      const log = openSync(join(this.dir, 'platform.log'), 'a')
      const program = join(import.meta.dirname, 'platform.ts')
      const flags = ['--disable-warning=ExperimentalWarning', program, join(this.dir, 'plan.json')]
      this.platform = spawn(process.execPath, flags, { stdio: ['ignore', log, log] })
      closeSync(log)
    } else if (part === 'database')
      this.databasePid = (await startPrivatePostgres({ dataDir: join(this.dir, 'pg') })).pid
    else await this.startServer()
  }

  kill(part: Part): void {
    const pid = { server: this.server?.pid, database: this.databasePid, platform: this.platform?.pid }[part]
    if (pid === undefined) return
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it has ended already
    }
  }

  /** A server that meets a database which is away ends with one clear line; whoever runs it starts it again. */
  private async startServer(): Promise<void> {
    const { port, mqttPort, key } = this.plan
    const sources = [
      { way: 'session', name: 'positions', url: `ws://127.0.0.1:${port}/v1/positions`, key, silenceMs: 5000 },
      {
        way: 'broadcast',
        name: 'readings',
        url: `mqtt://127.0.0.1:${mqttPort}`,
        username: 'guanlan',
        password: key,
      },
    ]
    this.server = startChild<ToServer, FromServer>('serverChild.ts')
    const environment = {
      PORT: String(this.serverPort),
      DATABASE_URL: this.database.url,
      GUANLAN_DATA_DIR: this.dataDir,
      GUANLAN_SOURCES: JSON.stringify(sources),
    }
    this.server.send({ type: 'start', environment })
    const late = delay(READY_MS).then(() =>
      Promise.reject(new Error(`the server was not ready within ${READY_MS} ms`)),
    )
    const ready = await Promise.race([this.server.next('ready'), late])
    this.url = ready.url
    this.cookie = ready.cookie
  }

  /** Moves what the spool of positions holds to the database. */
  async settle(): Promise<void> {
    if (!this.server) return
    this.server.send({ type: 'settle' })
    await this.server.next('settled')
  }

  async end(): Promise<void> {
    this.platform?.kill('SIGKILL')
    this.platform = null
    if (!this.server) return
    await delay(3000)
    await this.settle()
    await this.server.end()
    this.server = null
  }
}
