import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { AddressInfo } from 'node:net'
import type { OrderRecord, RecordOf } from '#shared/protocol/platform.ts'
import { makeSteadyClock } from '#shared/kernel/time/steadyClock.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Province, ProvinceOptions } from '../province/Province.ts'
import { makeBroker } from './broadcast/broker.ts'
import { makeEnergyBroadcast } from './broadcast/energy.ts'
import { openOutbox } from './callback/outbox.ts'
import { makeWired, type SlaveSheet } from './collectors/index.ts'
import type { StoredCollection } from './collections.ts'
import type { StandinConfig } from './config.ts'
import { makeMeterDays } from './energy/meterDays.ts'
import { makeEnergyModel } from './energy/model.ts'
import { makeEnergyDays, makeWeatherDays } from './energy/pastDays.ts'
import { makeRoster } from './energy/roster.ts'
import { makeDispatchDesk } from './dispatch/live.ts'
import { makeOverlay, type Overlay } from './dispatch/overlay.ts'
import { makeFaultDesk } from './faults.ts'
import type { FaultDesk } from './faults.ts'
import { makeFleet } from './fleet/fleet.ts'
import type { Graph } from './fleet/graph.ts'
import { openArchive, type Archive } from './request/archive.ts'
import type { CountyJob, CountyMaker } from './request/countyFile.ts'
import type { Edition } from './request/edition.ts'
import { openEdits } from './request/edits.ts'
import { bearerOf, makeHttp } from './request/http.ts'
import { makePastDriver } from './past/drive.ts'
import { makeOverlapMonths } from './past/overlaps.ts'
import { makePastTracks } from './past/tracks.ts'
import { makePages } from './request/pages.ts'
import { makeShelves } from './request/shelf.ts'
import { makeFleetDriver } from './session/driver.ts'
import { makePositionService } from './session/positions.ts'
import type { PositionService } from './session/positions.ts'
import { makeRing } from './session/ring.ts'
import { makeTerminals } from './terminals/index.ts'

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

const RING_MS = 10 * 60_000
const LARGEST_BATCH = 2000
const LARGEST_DELIVERY = 500
const DAY_CHECK_MS = 30_000
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const recordsIn = async <C extends StoredCollection>(
  edition: Edition,
  county: string,
  collection: C,
): Promise<RecordOf<C>[]> => {
  const block = await edition.block(county, collection)
  return JSON.parse(`[${block.body.toString()}]`) as RecordOf<C>[]
}

const takeUpgrades =
  (faults: FaultDesk, isKey: (given: string) => boolean, positions: PositionService) =>
  (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refuse = (status: string): void =>
      void socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
    socket.on('error', () => socket.destroy())
    if (new URL(request.url ?? '/', 'http://standin').pathname !== '/v1/positions')
      return refuse('404 Not Found')
    if (!isKey(bearerOf(request.headers.authorization))) return refuse('401 Unauthorized')
    if (faults.current().down || faults.strikes('failRate')) return refuse('503 Service Unavailable')
    void faults.delay().then(() => positions.accept(request, socket, head))
  }

/** Before the platform began: how far back tracks and months reach is the configuration's matter. */
const HISTORY_MONTHS = 13
const makePast = ({
  config,
  archive,
  edits,
  graphs,
  now,
  announce,
}: {
  config: StandinConfig
  archive: Archive
  edits: Overlay
  graphs: Map<string, Graph>
  now: () => EpochMs
  announce: (orders: readonly OrderRecord[]) => void
}) => {
  const { province } = archive
  const begun = province.options.now
  const days = config.historyDays ?? 0
  const driver = makePastDriver(province, graphs)
  const revised = (county: string, orders: readonly OrderRecord[]): void => {
    for (const record of orders)
      edits.put({
        collection: 'orders',
        key: record.id,
        county,
        updatedAt: record.updatedAt,
        record: record as unknown as Record<string, unknown>,
      })
    for (let i = 0; i < orders.length; i += LARGEST_DELIVERY) announce(orders.slice(i, i + LARGEST_DELIVERY))
  }
  const orders = async (county: string): Promise<OrderRecord[]> =>
    (await recordsIn(archive.edition('orders'), county, 'orders')).map(
      (order) => (edits.of('orders', order.id)?.record as OrderRecord | undefined) ?? order,
    )
  return {
    tracks: makePastTracks({
      driver,
      counties: province.countyCodes,
      begun,
      days,
      now,
      orders,
      vehicles: driver.vehicles,
      vehicleCount: async (county) => (await archive.base.summary(county, 'vehicles')).count,
      revised,
    }),
    overlaps: makeOverlapMonths({
      driver,
      province,
      units: async (county) => (await recordsIn(archive.base, county, 'units')).map(({ id }) => id),
      unitCount: async (county) => (await archive.base.summary(county, 'units')).count,
      begun,
      months: days > 0 ? HISTORY_MONTHS : 0,
    }),
  }
}

export const composeStandin = ({ config, makeProvince, makerOf, log }: StandinDependencies): Standin => {
  const now = makeSteadyClock(config.clockOffsetMs)
  const dir = join(config.dataDir, `${config.scale}-${config.seed}`)
  const archive = openArchive({
    dir,
    seed: config.seed,
    scale: config.scale,
    now: now(),
    makeProvince,
    ...(makerOf ? { makerOf } : {}),
  })
  const keyDigest = digest(config.key)
  const isKey = (given: string): boolean => timingSafeEqual(digest(given), keyDigest)
  const faults = makeFaultDesk()
  const edits = makeOverlay(openEdits(dir))
  const roster = makeRoster({
    province: archive.province,
    months: (county) => recordsIn(archive.base, county, 'energy-months'),
  })
  const model = makeEnergyModel()
  const wired = makeWired({ config: config.wire, province: archive.province, model, faults })
  const outbox = config.webhook ? openOutbox({ dir, ...config.webhook, now, faults, log }) : null
  const graphs = new Map<string, Graph>()
  const past = makePast({
    config,
    archive,
    edits,
    graphs,
    now,
    announce: (orders) => outbox?.add('orders', orders),
  })
  const series = {
    'meter-days': makeMeterDays(wired.withoutCollected(roster), model),
    'energy-days': makeEnergyDays(roster, model),
    'weather-days': makeWeatherDays(archive.province),
    'overlap-months': past.overlaps,
    'vehicle-tracks': past.tracks.shelf,
  }
  const pages = makePages(makeShelves(archive, series), edits)

  const fleet = makeFleet({ graphs })
  const desk = makeDispatchDesk({
    overlay: edits,
    announce: (collection, items) => outbox?.add(collection, items),
    drove: (order) => fleet.drove(order) ?? past.tracks.drove(order),
    isOut: fleet.isOut,
  })
  const ring = makeRing({
    firstSeq: Math.floor(now() / 100),
    keepMs: RING_MS,
    maxItems: LARGEST_BATCH,
    idOf: fleet.id,
  })
  const positions = makePositionService({ ring, faults, now })
  const terminals = makeTerminals(config.terminals)
  const driver = makeFleetDriver({
    fleet,
    ring,
    take: terminals.take,
    reportMs: config.reportMs,
    parkedMs: config.parkedMs,
    now: now(),
  })
  const broker = makeBroker({ faults, isKey })
  const energy = makeEnergyBroadcast({
    model,
    faults,
    intervalMs: config.energyMs,
    now: now(),
    publish: broker.publish,
  })

  let stopped = false
  const joined: string[] = []
  const counties = archive.province.countyCodes
  const health = (): Record<string, unknown> => ({
    ok: true,
    scale: config.scale,
    now: now(),
    counties: { made: archive.base.made(), joined: joined.length, total: counties.length },
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
  const http = makeHttp({
    pages,
    edits,
    now,
    announce: (collection, items) => outbox?.add(collection, items),
    faults,
    isKey,
    health,
  })
  http.server.on('upgrade', takeUpgrades(faults, isKey, positions))

  const joinDesk = (county: string): void => {
    const from = Number(archive.editionId('orders'))
    if (archive.province.dispatch) desk.join(county, archive.province.dispatch(county, from), from)
  }
  const joinOne = async (county: string): Promise<void> => {
    const orders = await recordsIn(archive.edition('orders'), county, 'orders')
    const fleetOf = archive.province.fleet(county)
    const first = fleet.join(county, { ...fleetOf, orders }, now())
    terminals.join(first, fleetOf.vehicles)
    driver.joined(first)
    energy.join(wired.join(county, await roster.county(county), now()), now())
    await breathe()
    joinDesk(county)
    joined.push(county)
    await breathe()
  }
  const joinAll = async (): Promise<void> => {
    for (const county of counties) void archive.base.summary(county, 'units').catch(() => undefined)
    for (const county of counties) {
      if (stopped) return
      await joinOne(county).catch((error: unknown) =>
        log(`county ${county} did not join: ${error instanceof Error ? error.stack : error}`),
      )
    }
  }
  const turnDay = async (): Promise<void> => {
    if (!archive.turn(now())) return
    const orders = new Map<string, OrderRecord[]>()
    for (const county of joined)
      orders.set(county, await recordsIn(archive.edition('orders'), county, 'orders'))
    if (!stopped) fleet.turn(orders, now())
    desk.turn()
    for (const county of joined) {
      if (stopped) return
      joinDesk(county)
      await breathe()
    }
  }
  const tick = (): void => {
    driver.tick(now())
    positions.pump()
    terminals.tick(now())
    energy.tick(now())
    wired.tick(now())
    desk.tick(now())
  }
  const timers: NodeJS.Timeout[] = []
  let joining: Promise<void> = Promise.resolve()
  let mqttPort = 0
  let url = ''
  return {
    get url() {
      return url
    },
    get mqttPort() {
      return mqttPort
    },
    get slave() {
      return wired.sheet()
    },
    key: config.key,
    faults,
    settled: () => joining,
    start: async () => {
      mqttPort = await broker.start(config.mqttPort)
      await wired.start()
      await http.listen({ host: '127.0.0.1', port: config.port })
      url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
      outbox?.start()
      timers.push(setInterval(tick, driver.tickMs))
      joining = joinAll()
      const turnSafely = (): void =>
        void joining.then(turnDay).catch((error: unknown) => log(`the day did not turn: ${String(error)}`))
      timers.push(setInterval(turnSafely, DAY_CHECK_MS))
    },
    stop: async () => {
      stopped = true
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
