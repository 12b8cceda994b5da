import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { makeSteadyClock } from '#shared/kernel/time/steadyClock.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Province, ProvinceOptions } from '../province/Province.ts'
import type { SlaveSheet } from './collectors/index.ts'
import type { StandinConfig } from './config.ts'
import { makeCounties, type Counties } from './counties.ts'
import { makeFaultDesk } from './faults.ts'
import type { FaultDesk } from './faults.ts'
import { makeMoving, type Moving } from './moving.ts'
import type { CountyJob, CountyMaker } from './request/countyFile.ts'
import { makeHttp } from './request/http.ts'
import { takeUpgrades } from './session/upgrades.ts'
import { makeStore, type Store } from './store.ts'

export interface StandinDependencies {
  readonly config: StandinConfig
  readonly makeProvince: (options: ProvinceOptions) => Province
  readonly makerOf?: (job: CountyJob) => CountyMaker
  readonly log: (line: string) => void
}
/** The stand-in platform: all four ways in one process. */
export interface Standin {
  /** Resolves when it listens; counties, vehicles and meters join in the minutes after, county by county. */
  start(): Promise<void>
  stop(): Promise<void>
  /** `http://127.0.0.1:PORT` once started. */
  readonly url: string
  readonly mqttPort: number
  /** Where the Modbus slave waits and what its registers are; null without one. */
  readonly slave: SlaveSheet | null
  readonly key: string
  readonly faults: FaultDesk
  /** Resolves when every county is made and every vehicle and meter has joined. */
  settled(): Promise<void>
}

const DAY_CHECK_MS = 30_000

/** Tells whether what was given is the key, in a time that says nothing of it. */
const keyCheck = (key: string): ((given: string) => boolean) => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const kept = digest(key)
  return (given) => timingSafeEqual(digest(given), kept)
}

/** What the platform says of itself. */
const healthOf = (
  scale: StandinConfig['scale'],
  now: EpochMs,
  { archive, wired, outbox }: Store,
  { fleet, energy, ring, positions, broker, terminals }: Moving,
  joined: number,
): Record<string, unknown> => ({
  ok: true,
  scale,
  now,
  counties: { made: archive.base.made(), joined, total: archive.province.countyCodes.length },
  vehicles: { joined: fleet.size(), moving: fleet.moving() },
  buildings: energy.size(),
  sequence: ring.newest(),
  clients: {
    session: positions.clients(),
    broadcast: broker.clients(),
    collectors: wired.connected(),
    terminals: terminals.online(),
  },
  callbacksPending: outbox?.pending() ?? 0,
  memoryMb: Math.round(process.memoryUsage().rss / 1048576),
})

/** The platform's hours: it listens, counties join, days turn; until it is stopped. */
const makeHours = (
  { config, log }: StandinDependencies,
  http: ReturnType<typeof makeHttp>,
  { archive, wired, outbox }: Store,
  { positions, terminals, driver, broker, tick }: Moving,
  counties: Counties,
) => {
  const timers: NodeJS.Timeout[] = []
  let joining: Promise<void> = Promise.resolve()
  const turnSafely = (): void =>
    void joining
      .then(counties.turnDay)
      .catch((error: unknown) => log(`the day did not turn: ${String(error)}`))
  return {
    settled: () => joining,
    start: async (): Promise<{ mqttPort: number; url: string }> => {
      const mqttPort = await broker.start(config.mqttPort)
      await wired.start()
      await http.listen({ host: '127.0.0.1', port: config.port })
      const url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
      outbox?.start()
      timers.push(setInterval(tick, driver.tickMs))
      joining = counties.joinAll()
      timers.push(setInterval(turnSafely, DAY_CHECK_MS))
      return { mqttPort, url }
    },
    stop: async (): Promise<void> => {
      counties.stop()
      timers.forEach((timer) => clearInterval(timer))
      positions.stop()
      terminals.stop()
      await outbox?.stop()
      await http.close()
      await broker.stop()
      await wired.stop()
      archive.stop()
      await joining
    },
  }
}

export const composeStandin = (deps: StandinDependencies): Standin => {
  const { config, log } = deps
  const now = makeSteadyClock(config.clockOffsetMs)
  const isKey = keyCheck(config.key)
  const faults = makeFaultDesk()
  const store = makeStore({ ...deps, now, faults })
  const moving = makeMoving({ config, now, faults, isKey, store })
  const counties = makeCounties({ store, moving, now, log })
  const http = makeHttp({
    pages: store.pages,
    edits: store.edits,
    now,
    announce: (collection, items) => store.outbox?.add(collection, items),
    faults,
    isKey,
    health: () => healthOf(config.scale, now(), store, moving, counties.joined()),
  })
  http.server.on('upgrade', takeUpgrades(faults, isKey, moving.positions))
  const hours = makeHours(deps, http, store, moving, counties)
  let at = { mqttPort: 0, url: '' }
  return {
    get url() {
      return at.url
    },
    get mqttPort() {
      return at.mqttPort
    },
    get slave() {
      return store.wired.sheet()
    },
    key: config.key,
    faults,
    settled: hours.settled,
    start: async () => {
      at = await hours.start()
    },
    stop: hours.stop,
  }
}
