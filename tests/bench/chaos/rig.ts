import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { makeProvince } from '../../../data/province/index.ts'
import { openDatabase } from '../../../server/db/open.ts'
import { startPrivatePostgres } from '../../../server/db/privatePostgres.ts'
import { makeLedger } from '../../builders/ledger/ledger.ts'
import { SOCKET_PATH } from '../../../src/shared/protocol/events.ts'
import { print } from '../parts/figure.ts'
import { idOf } from '../live/herd.ts'
import { makeRigDatabase, placeOf, type RigDatabase } from '../live/register.ts'
import { checkPositions, checkReadings, readAcked, type Acked, type Tracks } from './check.ts'
import { freePort, House } from './house.ts'
import type { PlatformPlan } from './plan.ts'

const ACKNOWLEDGED_MS = 90_000
const BASE = join(import.meta.dirname, '..', '..', '..', 'data', 'var')

/** What a phase is told and what it tells: one fault fails the bench, after all phases. */
export interface Phase {
  readonly name: string
  number(option: string, otherwise: number): number
  show(metric: string, value: number, unit: string): void
  /** Counted, and a fault where it is not 0. */
  mustBeNone(metric: string, value: number, unit: string): void
}

export const makePhase = (
  name: string,
  rest: Readonly<Record<string, unknown>>,
  fault: (text: string) => void,
): Phase => {
  const show: Phase['show'] = (metric, value, unit) =>
    print({ bench: 'chaos', metric: `${name}: ${metric}`, value, unit })
  return {
    name,
    number: (option, otherwise) => Number(rest[option] ?? otherwise),
    show,
    mustBeNone: (metric, value, unit) => {
      show(metric, value, unit)
      if (value !== 0) fault(`${name}: ${metric}: ${value} ${unit}`)
    },
  }
}

/** A whole house over a register and a plan of its own, in a folder of its own. */
export interface Rig {
  readonly dir: string
  readonly database: RigDatabase
  readonly plan: PlatformPlan
  readonly house: House
  /** What the platform has seen acknowledged so far. */
  acked(): Acked
  close(): Promise<void>
}

/** Twelve buildings with their meters beside the rig's vehicles. */
const addBuildings = async (url: string): Promise<PlatformPlan['buildings']> => {
  const database = openDatabase(url, () => {})
  const now = Date.now()
  const ledger = makeLedger({ db: database.db, clock: () => now, publish: () => undefined })
  await ledger.ingest.ready()
  const province = makeProvince({ seed: 20_260_101, scale: 'tiny', now })
  const counties = province.countyCodes.map((code) => province.county(code))
  for (const collection of ['units', 'compounds', 'buildings', 'meters'] as const)
    for (const county of counties)
      await ledger.ingest.accept('rig', { collection, items: county[collection] } as never)
  await ledger.ingest.settled('rig')
  await database.close()
  const meters = Map.groupBy(
    counties.flatMap((county) => county.meters),
    ({ building }) => building,
  )
  const isWhole = ({ item }: { readonly item: string }): boolean =>
    ['total', '01A00', '01B00', '01C00'].includes(item)
  return [...meters]
    .map(([id, list]) => ({ id, meters: list.filter(isWhole).map((meter) => meter.id) }))
    .filter((building) => building.meters.length > 0)
}

/** What a run that was cut off has left. */
const clear = async (dir: string): Promise<void> => {
  if (existsSync(join(dir, 'pg'))) await (await startPrivatePostgres({ dataDir: join(dir, 'pg') })).stop()
  rmSync(dir, { recursive: true, force: true })
}

export const folderOf = ({ name }: Phase): string => join(BASE, `bench-chaos-${name}`)

export const makeRig = async (phase: Phase, defaults = { vehicles: 2000, rate: 2000 }): Promise<Rig> => {
  const dir = folderOf(phase)
  await clear(dir)
  const database = await makeRigDatabase(dir, phase.number('vehicles', defaults.vehicles), 3000)
  const buildings = await addBuildings(database.url)
  const vehicles = Array.from({ length: database.herd.vehicles }, (_, i) => {
    const [lon, lat] = placeOf(database.herd, i)
    return { id: idOf(i), lon, lat }
  })
  const ackedFile = join(dir, 'acknowledged.txt')
  const plan: PlatformPlan = {
    port: await freePort(),
    mqttPort: await freePort(),
    key: 'rig',
    ackedFile,
    startAt: Date.now() - 2000,
    positionsPerSecond: phase.number('rate', defaults.rate),
    readingsEveryMs: 2000,
    vehicles,
    buildings,
  }
  const house = new House(dir, database, plan, await freePort())
  return {
    dir,
    database,
    plan,
    house,
    acked: () =>
      existsSync(ackedFile) ? readAcked(readFileSync(ackedFile, 'utf8')) : { batch: 0, readings: new Map() },
    close: async () => {
      for (const part of ['platform', 'server'] as const) if (house[part]) house.kill(part)
      await database.close().catch(() => undefined)
    },
  }
}

/** Ends the house in order, then reads all of it back beside what was acknowledged; `excused` are known to be gone. */
export const judge = async (phase: Phase, rig: Rig, excused?: Tracks): Promise<void> => {
  const { house, plan, database, acked } = rig
  await house.end()
  const { batch, readings: told } = acked()
  const at = { databaseUrl: database.url, dataDir: house.dataDir }
  const positions = await checkPositions(plan, batch, at, excused)
  const readings = await checkReadings(plan, told, (text) => database.query(text))
  phase.show('positions acknowledged', positions.acknowledged, 'positions')
  phase.mustBeNone('acknowledged and not there', positions.lost, 'positions')
  phase.mustBeNone('there more than once', positions.doubled, 'positions')
  phase.show('readings acknowledged', readings.acknowledged, 'readings')
  phase.mustBeNone('meters whose kept energy is not what their registers say', readings.wrong, 'meters')
}

export interface Screen {
  readonly socket: Socket
  frames(): number
}

/** A screen that counts frames of the province's vehicles. */
export const watch = (house: House): Screen => {
  let frames = 0
  const socket = io(house.url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    extraHeaders: { cookie: house.cookie },
  })
  socket.on('connect', () =>
    socket.emit('subscribe', { topic: 'vehicles', region: '450000' }, () => undefined),
  )
  socket.on('frame', () => frames++)
  return { socket, frames: () => frames }
}

/** Frames that reach a screen until `work` is done, and how long none did. */
export const listen = async <T>(
  screen: Screen,
  work: Promise<T>,
): Promise<{ done: T; frames: number; longestMs: number }> => {
  const before = screen.frames()
  let [seen, since, longestMs, isOver] = [before, Date.now(), 0, false]
  const watching = (async () => {
    while (!isOver) {
      await delay(50)
      if (screen.frames() !== seen) [seen, since] = [screen.frames(), Date.now()]
      longestMs = Math.max(longestMs, Date.now() - since)
    }
  })()
  const done = await work.finally(() => (isOver = true))
  await watching
  return { done, frames: screen.frames() - before, longestMs }
}

/** Waits until a batch beyond this one is acknowledged; answers how long that took since an instant, s. */
export const acknowledgedBeyond = async (
  { acked }: Rig,
  batch: number,
  since = performance.now(),
): Promise<number> => {
  while (acked().batch <= batch) {
    if (performance.now() - since > ACKNOWLEDGED_MS)
      throw new Error(`nothing beyond batch ${batch} was acknowledged within ${ACKNOWLEDGED_MS} ms`)
    await delay(100)
  }
  return (performance.now() - since) / 1000
}
