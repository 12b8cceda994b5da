/** The poison of the vehicles' gateways: bad frames on lines that proved themselves, each good one between them. */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { locationBody, writeFrame, type TerminalFix } from '../../../data/standin/terminals/frames.ts'
import { exchange809, u32Of, write809 } from '../../../server/codecs/jt809/replies.ts'
import { gbk } from '../../builders/devices/gbk.ts'
import { connectTerminal, type TestTerminal } from '../../builders/devices/terminal.ts'
import { carsOf, GOOD_EVERY, type Car } from './estate.ts'

/** What was sent over a wire: good instants by vehicle, and how many bad frames. */
export interface Sent {
  readonly good: Map<string, number[]>
  bad: number
}
/** Instants that are kept of a vehicle. */
export type Kept = (vehicle: string, from: number, to: number) => Promise<readonly number[]>
export const USER809 = { user: 1001, password: 'secret88', platform: 45 }

const HOUR = 3_600_000
const SECOND = 1_000
const GMT8_MS = 8 * HOUR
const TRIES = 240
const floored = (at: number): number => Math.floor(at / SECOND) * SECOND
/** So that a line's own bound on bytes a second is not what is measured. */
const PAUSE = { every: 50, ms: 10 } as const

/** Tries again until it is so: the register may not know it yet. */
const insist = async (what: string, attempt: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < TRIES; i++) {
    if (await attempt().catch(() => false)) return
    await delay(500)
  }
  throw new Error(`not so within ${TRIES / 2} s: ${what}`)
}

/** Goes through a share of the bad, a good one after every ninth. */
const mix = async (
  share: number,
  start: number,
  sent: Sent,
  vehicle: string,
  bad: (i: number) => void,
  good: (at: number) => void,
): Promise<void> => {
  const instants = sent.good.get(vehicle) ?? []
  sent.good.set(vehicle, instants)
  for (let i = 0; i < share; i++) {
    bad(i)
    sent.bad++
    if (i % GOOD_EVERY === 0) {
      const at = start + instants.length * SECOND
      instants.push(at)
      good(at)
    }
    if (i % PAUSE.every === 0) await delay(PAUSE.ms)
  }
}

const fixOf = (at: number, more: Partial<TerminalFix> = {}): TerminalFix => ({
  at,
  lat: 22.8,
  lon: 108.3,
  speedKmh: 40,
  headingDeg: 90,
  acc: true,
  alarm: 0,
  ...more,
})

const BAD_808: readonly ((terminal: TestTerminal, at: number) => void)[] = [
  (terminal, at) => terminal.send(0x0200, locationBody(fixOf(at, { lat: 0, lon: 0 }))),
  (terminal, at) => terminal.send(0x0200, locationBody(fixOf(at + 3 * HOUR))),
  (terminal, at) => terminal.send(0x0200, locationBody(fixOf(at - 90 * 24 * HOUR))),
  (terminal, at) => terminal.send(0x0200, locationBody(fixOf(at, { status: 0x22 }))),
  (terminal) => terminal.send(0x0200, Buffer.alloc(5, 0x41)),
  (terminal, at) => {
    const frame = writeFrame(terminal.id, 0x0200, 1, locationBody(fixOf(at)))
    frame[6] = (frame[6] as number) ^ 0x10
    terminal.raw(frame)
  },
  (terminal, at) =>
    terminal.raw(writeFrame({ ...terminal.id, phone: '019999999999' }, 0x0200, 1, locationBody(fixOf(at)))),
]

const enter808 = async (port: number, { phone, plate }: Car): Promise<TestTerminal> => {
  let entered: TestTerminal | null = null
  await insist(`${phone} is let in`, async () => {
    const terminal = await connectTerminal(port, { phone, version: '2013' })
    if ((await terminal.enter(plate).catch(() => 1)) === 0) entered = terminal
    else terminal.end()
    return entered !== null
  })
  return entered as unknown as TestTerminal
}

/** Terminals of JT/T 808. Every good report must be answered 0: durable. */
export const feed808 = async (port: number, many: number, now: number): Promise<Sent> => {
  const sent: Sent = { good: new Map(), bad: 0 }
  const cars = carsOf('jt808')
  await Promise.all(
    cars.map(async (car) => {
      const terminal = await enter808(port, car)
      const serials: number[] = []
      const bad = (i: number): void => BAD_808[i % BAD_808.length]?.(terminal, floored(now - HOUR))
      const good = (at: number): void => void serials.push(terminal.send(0x0200, locationBody(fixOf(at))))
      await mix(Math.ceil(many / cars.length), floored(now - HOUR), sent, car.id, bad, good)
      await insist(`all good reports of ${car.id} are answered`, async () => {
        const answered = new Set(
          terminal.replies.filter(({ result }) => result === 0).map(({ toSerial }) => toSerial),
        )
        return serials.every((serial) => answered.has(serial))
      })
      terminal.end()
    }),
  )
  return sent
}

const opened = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}
const partsOf = (at: number): Date => new Date(at + GMT8_MS)

const place809 = (at: number, lon = 108_400_000, lat = 22_900_000, encrypted = 0): Buffer => {
  const date = partsOf(at)
  const place = Buffer.alloc(36)
  place.set([encrypted, date.getUTCDate(), date.getUTCMonth() + 1])
  place.writeUInt16BE(date.getUTCFullYear(), 3)
  place.set([date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()], 5)
  place.writeUInt32BE(lon, 8)
  place.writeUInt32BE(lat, 12)
  place.writeUInt16BE(55, 16)
  place.writeUInt32BE(3, 28)
  return place
}
const PEER = { version: '2011', platform: USER809.platform, flag: '1.0.0', sentAt: null } as const
const frame809 = (business: number, body: Uint8Array): Uint8Array => write809(PEER, business, 1, body)
const report809 = (plate: string, place: Uint8Array): Uint8Array =>
  frame809(0x1200, exchange809(gbk(plate), 1, 0x1202, place))
const BAD_809: readonly ((plate: string, at: number) => Uint8Array)[] = [
  (_, at) => report809('桂Z99999', place809(at)),
  (plate, at) => report809(plate, place809(at, 0, 0)),
  (plate, at) => report809(plate, place809(at + 3 * HOUR)),
  (plate, at) => report809(plate, place809(at, 108_400_000, 22_900_000, 1)),
  (plate) => report809(plate, Buffer.alloc(10)),
  (plate, at) => {
    const frame = report809(plate, place809(at))
    frame[24] = (frame[24] as number) ^ 1
    return frame
  },
]

/** A subordinate platform of JT/T 809. The standard answers no position: what is kept is looked for. */
export const feed809 = async (port: number, many: number, now: number, kept: Kept): Promise<Sent> => {
  const sent: Sent = { good: new Map(), bad: 0 }
  let line: Socket | null = null
  await insist('the gateway of JT/T 809 listens', async () => (line = await opened(port)) !== null)
  const socket = line as unknown as Socket
  socket.resume()
  const login = Buffer.alloc(46)
  login.set(u32Of(USER809.user))
  login.write(USER809.password, 4, 'latin1')
  socket.write(frame809(0x1001, login))
  const cars = carsOf('jt809')
  const first = floored(now - 2 * HOUR)
  for (const { id, plate } of cars)
    await insist(`${plate} is known`, async () => {
      socket.write(report809(plate, place809(first)))
      await delay(1_000)
      return (await kept(id, first, first)).length > 0
    })
  for (const { id, plate } of cars) {
    const bad = (i: number): void =>
      void socket.write((BAD_809[i % BAD_809.length] as (typeof BAD_809)[number])(plate, floored(now - HOUR)))
    const good = (at: number): void => void socket.write(report809(plate, place809(at)))
    await mix(Math.ceil(many / cars.length), floored(now - HOUR), sent, id, bad, good)
  }
  await delay(1_000)
  socket.end()
  return sent
}

const frame32960 = (command: number, vin: string, data: Uint8Array, encryption = 1): Buffer => {
  const head = Buffer.from([0x23, 0x23, command, 0xfe])
  const out = Buffer.concat([
    head,
    Buffer.from(vin, 'latin1'),
    Buffer.from([encryption, 0, data.length]),
    data,
    Buffer.alloc(1),
  ])
  out[out.length - 1] = out.subarray(2, -1).reduce((sum, byte) => sum ^ byte, 0)
  return out
}
const time32960 = (at: number): Buffer => {
  const date = partsOf(at)
  return Buffer.from([
    date.getUTCFullYear() - 2000,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ])
}
const data32960 = (at: number, lon = 108_500_000, lat = 22_700_000): Buffer => {
  const place = Buffer.alloc(10)
  place[0] = 5
  place.writeUInt32BE(lon, 2)
  place.writeUInt32BE(lat, 6)
  return Buffer.concat([time32960(at), place])
}
const BAD_32960: readonly ((vin: string, at: number) => Buffer)[] = [
  (_, at) => frame32960(2, 'LSVZZ4187E2190000', data32960(at)),
  (vin, at) => frame32960(2, vin, data32960(at, 0, 0)),
  (vin, at) => frame32960(2, vin, data32960(at + 3 * HOUR)),
  (vin, at) => frame32960(2, vin, data32960(at), 3),
  (vin) =>
    frame32960(2, vin, Buffer.concat([Buffer.from([26, 13, 32, 25, 61, 61]), data32960(0).subarray(6)])),
  (vin, at) => {
    const frame = frame32960(2, vin, data32960(at))
    frame[frame.length - 1] = (frame[frame.length - 1] as number) ^ 0x41
    return frame
  },
]

/** Vehicles of GB/T 32960, each on a line of its own. */
export const feed32960 = async (port: number, many: number, now: number): Promise<Sent> => {
  const sent: Sent = { good: new Map(), bad: 0 }
  const cars = carsOf('gb32960')
  await Promise.all(
    cars.map(async ({ id, vin }) => {
      let line: Socket | null = null
      await insist(`${vin} is let in`, async () => {
        const socket = await opened(port)
        const heard = new Promise<Buffer>((resolve) => socket.once('data', resolve))
        const login = Buffer.concat([
          time32960(now),
          Buffer.from([0, 1]),
          Buffer.alloc(20, 0x31),
          Buffer.alloc(2),
        ])
        socket.write(frame32960(1, vin, login))
        const answer = await Promise.race([heard, delay(5_000, null)])
        if (answer?.[3] === 1) line = socket
        else socket.destroy()
        return line !== null
      })
      const socket = line as unknown as Socket
      socket.resume()
      const bad = (i: number): void =>
        void socket.write(
          (BAD_32960[i % BAD_32960.length] as (typeof BAD_32960)[number])(vin, floored(now - HOUR)),
        )
      const good = (at: number): void => void socket.write(frame32960(2, vin, data32960(at)))
      await mix(Math.ceil(many / cars.length), floored(now - HOUR), sent, id, bad, good)
      await delay(1_000)
      socket.end()
    }),
  )
  return sent
}

/** Junk over lines of a gateway: random octets between the signs of frames, and XML that is none. */
export const junk = async (port: number, many: number): Promise<void> => {
  for (let sent = 0; sent < many; sent += 500) {
    await new Promise<void>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.6' }, () => {
        for (let i = 0; i < 500; i++)
          socket.write(
            i % 3 === 0
              ? `<?xml version="1.0"?><root>${'<a>'.repeat(50)}`
              : Buffer.concat([Buffer.of(0x7e), randomBytes(60), Buffer.of(0x7e)]),
          )
        socket.end()
      })
      socket.resume()
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
    })
  }
}
