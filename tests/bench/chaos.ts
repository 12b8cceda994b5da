import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { makeProvince } from '../../data/province/index.ts'
import { openDatabase } from '../../server/db/open.ts'
import { startPrivatePostgres } from '../../server/db/privatePostgres.ts'
import { makeLedger } from '../../server/ledger.ts'
import { SOCKET_PATH } from '../../src/shared/protocol/events.ts'
import { print } from './figure.ts'
import { startChild, type Child } from './live/children.ts'
import { idOf } from './live/herd.ts'
import { makeRigDatabase, placeOf, type RigDatabase } from './live/register.ts'
import type { FromServer, ToServer } from './live/serverChild.ts'
import { checkPositions, checkReadings, readAcked } from './chaos/check.ts'
import type { PlatformPlan } from './chaos/plan.ts'
import type { Bench } from './run.ts'

const DIR = join(import.meta.dirname, '..', '..', 'data', 'var', 'bench-chaos')
const PARTS = ['server', 'database', 'platform'] as const
type Part = (typeof PARTS)[number]
const READY_MS = 60_000

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })

/** Twelve buildings with their meters beside the rig's vehicles. */
const addBuildings = async (url: string): Promise<PlatformPlan['buildings']> => {
  const database = openDatabase(url, () => {})
  const now = Date.now()
  const ledger = makeLedger({ db: database.db, clock: () => now, publish: () => undefined })
  await ledger.ingest.ready()
  const province = makeProvince({ seed: 20_260_101, scale: 'tiny', now })
  const counties = province.countyCodes.map((code) => province.county(code))
  for (const collection of ['units', 'compounds', 'buildings', 'meters'] as const) for (const county of counties) await ledger.ingest.accept('rig', { collection, items: county[collection] } as never)
  await ledger.ingest.settled('rig')
  await database.close()
  const meters = Map.groupBy(counties.flatMap((county) => county.meters), ({ building }) => building)
  return [...meters].map(([id, list]) => ({ id, meters: list.filter(({ item }) => ['total', '01A00', '01B00', '01C00'].includes(item)).map((meter) => meter.id) })).filter((building) => building.meters.length > 0)
}

/** The house of the rig; each part can be killed and started again. */
class House {
  server: Child<ToServer, FromServer> | null = null
  platform: ChildProcess | null = null
  databasePid: number
  url = ''
  cookie = ''
  private readonly planFile = join(DIR, 'plan.json')
  private readonly database: RigDatabase
  private readonly plan: PlatformPlan
  private readonly serverPort: number

  constructor(database: RigDatabase, plan: PlatformPlan, serverPort: number) {
    this.database = database
    this.plan = plan
    this.serverPort = serverPort
    this.databasePid = database.postgres.pid
    writeFileSync(this.planFile, JSON.stringify(plan))
  }

  async start(part: Part): Promise<void> {
    if (part === 'platform') {
      const log = openSync(join(DIR, 'platform.log'), 'a')
      this.platform = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'chaos', 'platform.ts'), this.planFile], { stdio: ['ignore', log, log] })
      closeSync(log)
    } else if (part === 'database') this.databasePid = (await startPrivatePostgres({ dataDir: join(DIR, 'pg') })).pid
    else await this.startServer()
  }

  kill(part: Part): void {
    const pid = { server: this.server?.pid, database: this.databasePid, platform: this.platform?.pid }[part]
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }

  /** A server that meets a database which is away ends with one clear line; whoever runs it starts it again. */
  private async startServer(): Promise<void> {
    const { port, mqttPort, key } = this.plan
    const sources = [
      { way: 'session', name: 'positions', url: `ws://127.0.0.1:${port}/v1/positions`, key, silenceMs: 5000 },
      { way: 'broadcast', name: 'readings', url: `mqtt://127.0.0.1:${mqttPort}`, username: 'guanlan', password: key },
    ]
    this.server = startChild<ToServer, FromServer>('serverChild.ts')
    this.server.send({ type: 'start', environment: { PORT: String(this.serverPort), DATABASE_URL: this.database.url, GUANLAN_DATA_DIR: join(DIR, 'house'), GUANLAN_SOURCES: JSON.stringify(sources) } })
    const ready = await Promise.race([this.server.next('ready'), delay(READY_MS).then(() => Promise.reject(new Error(`the server was not ready within ${READY_MS} ms`)))])
    this.url = ready.url
    this.cookie = ready.cookie
  }

  async end(): Promise<void> {
    this.platform?.kill('SIGKILL')
    if (this.server) {
      await delay(3000)
      this.server.send({ type: 'settle' })
      await this.server.next('settled')
      await this.server.end()
    }
  }
}

/** A screen that counts frames of the province's vehicles. */
const watch = (house: House): { socket: Socket; frames: () => number } => {
  let frames = 0
  const socket = io(house.url, { path: SOCKET_PATH, transports: ['websocket'], extraHeaders: { cookie: house.cookie } })
  socket.on('connect', () => socket.emit('subscribe', { topic: 'vehicles', region: '450000' }, () => undefined))
  socket.on('frame', () => frames++)
  return { socket, frames: () => frames }
}

/** Seeded, so that a run that failed can be held again. */
const makeRandom = (seed: number) => (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

/**
 * `kill -9` of server, database or platform at random under load, then the database away for a while: at the end every
 * acknowledged record must be there once. Options: `--kills 20 --vehicles 6000 --rate 4000 --away 60 --seed 1`.
 */
export const bench: Bench = async ({ rest }) => {
  const number = (name: string, otherwise: number): number => Number(rest[name] ?? otherwise)
  const random = makeRandom(number('seed', 1))
  const database = await makeRigDatabase(DIR, number('vehicles', 6000), 3000)
  const buildings = await addBuildings(database.url)
  const vehicles = Array.from({ length: database.herd.vehicles }, (_, i) => {
    const [lon, lat] = placeOf(database.herd, i)
    return { id: idOf(i), lon, lat }
  })
  const ackedFile = join(DIR, 'acknowledged.txt')
  const plan: PlatformPlan = { port: await freePort(), mqttPort: await freePort(), key: 'rig', ackedFile, startAt: Date.now() - 2000, positionsPerSecond: number('rate', 4000), readingsEveryMs: 2000, vehicles, buildings }
  const house = new House(database, plan, await freePort())
  await house.start('platform')
  await house.start('server')
  await delay(8000)
  const killed: Record<Part, number> = { server: 0, database: 0, platform: 0 }
  for (let i = 0; i < number('kills', 20); i++) {
    await delay(1000 + random() * 5000)
    const part = PARTS[Math.floor(random() * PARTS.length)] as Part
    killed[part]++
    house.kill(part)
    await delay(200 + random() * 2000)
    await house.start(part)
    process.stderr.write(`killed ${part} (${i + 1})\n`)
  }
  await delay(5000)
  const outage = await awayFor(house, number('away', 60))
  await delay(10_000)
  await house.end()
  const acked = existsSync(ackedFile) ? readAcked(readFileSync(ackedFile, 'utf8')) : { batch: 0, readings: new Map() }
  const positions = await checkPositions(plan, acked.batch, { databaseUrl: database.url, dataDir: join(DIR, 'house') })
  const readings = await checkReadings(plan, acked.readings, (text) => database.query(text))
  const show = (metric: string, value: number, unit: string): void => print({ bench: 'chaos', metric, value, unit })
  for (const part of PARTS) show(`kill -9 of the ${part}`, killed[part], 'times')
  show('positions acknowledged', positions.acknowledged, 'positions')
  show('acknowledged and not there', positions.lost, 'positions')
  show('there more than once', positions.doubled, 'positions')
  show('readings acknowledged', readings.acknowledged, 'readings')
  show('meters whose kept energy is not what their registers say', readings.wrong, 'meters')
  show(`database away ${outage.seconds} s: frames to a screen meanwhile`, outage.frames, 'frames')
  show('longest silence of that screen', outage.longestMs, 'ms')
  await database.close().catch(() => undefined)
}

const awayFor = async (house: House, seconds: number): Promise<{ seconds: number; frames: number; longestMs: number }> => {
  const screen = watch(house)
  await delay(3000)
  house.kill('database')
  const [began, before] = [Date.now(), screen.frames()]
  let [seen, since, longestMs] = [before, Date.now(), 0]
  while (Date.now() - began < seconds * 1000) {
    await delay(50)
    if (screen.frames() !== seen) [seen, since] = [screen.frames(), Date.now()]
    longestMs = Math.max(longestMs, Date.now() - since)
  }
  const frames = screen.frames() - before
  await house.start('database')
  screen.socket.disconnect()
  return { seconds, frames, longestMs }
}
