import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { makeBroker } from '../../../data/standin/broadcast/broker.ts'
import { makeFaultDesk } from '../../../data/standin/faults.ts'
import { KEYS } from '../../builders/devices/collector.ts'
import { startPoisonPlatform } from '../../builders/devices/poison.ts'
import { SERVER_FLAGS } from '../../../server/launch/parts.ts'
import { startChild, type Child } from '../live/children.ts'
import { depots, meterIds, pagesOf, type Mixed } from './estate.ts'
import { figure, healthAt, lookAtRest, probeHealth } from './health.ts'
import { looksInto, startHouse, until, type House, type Look } from './house.ts'
import { askBadly, deliver, flood, SECRET } from './http.ts'
import { lineOf } from './line.ts'
import { watchLoad } from './load.ts'
import { publishBadly, startDevices, uploadBadly, type Devices } from './meters.ts'
import { compareProofs } from './proof.ts'
import {
  settle,
  tallyOfIds,
  tallyOfPoints,
  tallyOfRegisters,
  tell,
  tellFaults,
  type Tally,
} from './report.ts'
import type { Fed, ToFed } from './serverChild.ts'
import { feed32960, feed808, feed809, junk, USER809 } from './wires.ts'
import type { Bench } from '../run.ts'

const now = Date.now()

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probed = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probed.address() as AddressInfo
      probed.close(() => done(port))
    })
  })

interface Doors {
  readonly house: House
  readonly look: Look
  readonly pulled: Mixed
  readonly pushed: Mixed
  readonly line: ReturnType<typeof lineOf>
  readonly ports: Readonly<Record<'jt808' | 'jt809' | 'gb32960' | 'collector', number>>
  readonly devices: Devices
  publish(topic: string, payload: string): Promise<void>
  /** The line begins to speak. */
  begin(): void
}

/** The house with every door open, and who stands before them. */
const openDoors = async (
  many: number,
  child: Child<ToFed, Fed>,
  closing: (() => Promise<unknown>)[],
): Promise<Doors> => {
  let begin: (opened: null) => void = () => undefined
  const line = lineOf(many, now, new Promise((resolve) => (begin = resolve)))
  const [pulled, pushed] = [depots(many, now, 'R'), depots(many, now, 'H')]
  const platform = await startPoisonPlatform(pagesOf(now, pulled.records), line.messages)
  closing.push(() => platform.stop())
  const broker = makeBroker({ faults: makeFaultDesk(), isKey: () => true })
  const mqtt = await broker.start(0)
  closing.push(() => broker.stop())
  const devices = await startDevices()
  closing.push(() => devices.stop())
  const [jt808, jt809, gb32960, collector] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  const house = await startHouse(child, [
    { way: 'request', name: 'pages', url: platform.url, key: 'k', pollMs: 500 },
    { way: 'callback', name: 'hook', secret: SECRET },
    { way: 'session', name: 'line', url: platform.wsUrl, key: 'k' },
    { way: 'broadcast', name: 'mqtt', url: `mqtt://127.0.0.1:${mqtt}`, username: 'guanlan', password: 'k' },
    { way: 'jt808', name: 'jt808', port: jt808, authKey: 'poison-auth-key' },
    { way: 'jt809', name: 'jt809', port: jt809, users: [USER809] },
    { way: 'gb32960', name: 'gb32960', port: gb32960 },
    {
      way: 'collector',
      name: 'collector',
      port: collector,
      key: KEYS.md5,
      aes: { key: KEYS.aes, iv: KEYS.aes },
    },
    { way: 'modbus', name: 'modbus', pollMs: 50, devices: devices.configs },
  ])
  closing.push(() => house.pool.end())
  return {
    house,
    look: looksInto(house),
    pulled,
    pushed,
    line,
    ports: { jt808, jt809, gb32960, collector },
    devices,
    publish: (topic, payload) => broker.publish(topic, payload),
    begin: () => begin(null),
  }
}

/** All doors at once; answers what was sent through each. */
const feedAll = async (many: number, { house, look, pushed, ports, publish, begin }: Doors) => {
  const isKept = async (meter: string): Promise<boolean> => (await look.totals([meter]))[0] !== null
  const isWhole = async (): Promise<boolean> =>
    (await look.counted('meters', 'id', meterIds())) === meterIds().length
  const timed = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const began = performance.now()
    const done = await work
    figure(`time until all was sent: ${what}`, (performance.now() - began) / 1_000, 's')
    return done
  }
  const [told, asked, by808, by809, by32960, uploads, readings] = await Promise.all([
    timed('deliveries', deliver(house.url, pushed, now)),
    timed('requests', askBadly(house.url, house.cookies, many)),
    timed('JT/T 808', feed808(ports.jt808, many, now)),
    timed('JT/T 809', feed809(ports.jt809, many, now, look.points)),
    timed('GB/T 32960', feed32960(ports.gb32960, many, now)),
    timed('collectors', uploadBadly(ports.collector, many, now)),
    timed('broker', publishBadly(publish, isKept, many, now)),
    until('the register is whole', isWhole).then(begin),
    ...Object.values(ports).map((port) => junk(port, many)),
  ])
  const isAsked = async (): Promise<boolean> =>
    ((await look.statuses()).get('modbus')?.quarantined ?? 0) >= many
  await timed('Modbus', until('the Modbus devices were asked often enough', isAsked))
  return { told, asked, by808, by809, by32960, uploads, readings }
}
type Sent = Awaited<ReturnType<typeof feedAll>>

const talliesOf = ({ look, pulled, pushed, line, devices }: Doors, sent: Sent): Tally[] => [
  tallyOfIds(look, 'good records of pages that arrived', pulled.good),
  tallyOfIds(look, 'good records of deliveries that arrived', pushed.good),
  tallyOfPoints(look, 'the line', { good: new Map([['V-R', line.good]]) }),
  tallyOfPoints(look, 'JT/T 808', sent.by808),
  tallyOfPoints(look, 'JT/T 809', sent.by809),
  tallyOfPoints(look, 'GB/T 32960', sent.by32960),
  tallyOfRegisters(look, 'the broker', sent.readings.registers),
  tallyOfRegisters(look, 'collectors', sent.uploads.registers),
  tallyOfRegisters(look, 'Modbus devices', devices.set(120)),
  tallyOfIds(look, 'bad records of pages named in quarantine', pulled.bad, true),
  tallyOfIds(look, 'bad records of deliveries named in quarantine', pushed.bad, true),
  tallyOfIds(look, 'bad meters of collectors named in quarantine', sent.uploads.bad, true),
  tallyOfIds(look, 'bad registers of Modbus devices named in quarantine', devices.bad, true),
]

/** Of the requests and deliveries; answers what is missing. */
const tellHttp = (
  many: number,
  { told, asked }: Sent,
  pushed: Mixed,
  posted: Readonly<Record<string, number>>,
): string[] => {
  figure(
    'bad records of deliveries refused in their answers, beside those sent',
    told.refused,
    'records',
    pushed.bad.length,
  )
  figure('deliveries told to come later, and sent again', told.again, 'times')
  const named = Object.entries(asked.bad).reduce(
    (sum, [status, count]) => (status.startsWith('4') && status !== '429' ? sum + count : sum),
    0,
  )
  figure('bad requests answered 4xx, not for their number, beside those sent', named, 'requests', many)
  figure('good requests between them answered 200, beside those sent', asked.answered, 'requests', asked.good)
  figure('good requests told to come later, and asked again', asked.again, 'times')
  for (const [status, count] of Object.entries(posted))
    figure(
      `bodies of 8 MiB without a proof, ${status === '0' ? 'cut' : `answered ${status}`}`,
      count,
      'posts',
    )
  return named < many || asked.answered < asked.good ? [`requests: ${JSON.stringify(asked)}`] : []
}

const feed = async (
  many: number,
  child: Child<ToFed, Fed>,
  closing: (() => Promise<unknown>)[],
): Promise<void> => {
  const doors = await openDoors(many, child, closing)
  const { house, look, pushed, line } = doors
  const loaded = watchLoad('poison', 'under poison')
  const health = probeHealth(house.url)
  let isOver = false
  const flooding = flood(house.url, () => isOver)
  flooding.catch(() => undefined)
  const sent = await feedAll(many, doors)
  const tallies = talliesOf(doors, sent)
  const found = await settle(tallies)
  isOver = true
  const posted = await flooding
  const under = await healthAt(house, 'under poison', health.stop)
  loaded()
  const missing = [
    ...tell(tallies, found),
    ...tellHttp(many, sent, pushed, posted),
    ...(await tellFaults(look, {
      line: line.bad,
      mqtt: many,
      jt808: sent.by808.bad,
      jt809: sent.by809.bad,
      gb32960: sent.by32960.bad,
      collector: sent.uploads.bad.length + sent.uploads.rubbish,
      modbus: many,
    })),
  ]
  figure('answers of Modbus devices that lie', doors.devices.lies(), 'answers')
  await delay(3_000)
  await lookAtRest(house, under)
  await compareProofs()
  if (missing.length > 0) throw new Error(`missing: ${missing.join('; ')}`)
}

/**
 * Every door is fed with what cannot be kept, beside what can: all of that arrives, all else is named or refused, and the
 * process answers throughout. Option: `--records 10000` a door. The senders are in this process, the server in another,
 * and who asks for its health in a thread of his own.
 */
export const bench: Bench = async ({ rest }) => {
  const many = Number(rest['records'] ?? 10_000)
  const child = startChild<ToFed, Fed>('../poison/serverChild.ts', SERVER_FLAGS)
  const closing: (() => Promise<unknown>)[] = []
  try {
    await feed(many, child, closing)
  } finally {
    await child.end()
    for (const close of closing.toReversed())
      await close().catch((error: unknown) => console.error(String(error)))
  }
}
