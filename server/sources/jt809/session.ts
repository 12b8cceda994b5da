import { randomInt } from 'node:crypto'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { every } from '../../common/jobs.ts'
import { toHex } from '../../codecs/bytes.ts'
import { gbBytes } from '../../codecs/text.ts'
import { makeFlagFramer } from '../../codecs/framers.ts'
import { decodeWire809, type Jt809Message, type Jt809Point } from '../../codecs/jt809/index.ts'
import { exchange809, u32Of, u64Of, write809, type Jt809Peer } from '../../codecs/jt809/replies.ts'
import { takeDriver } from '../gateway/drivers.ts'
import type { Jt809Config } from '../gateway/config.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import { makeFrameLine, type FrameLine } from '../gateway/frames.ts'
import type { Line, LineSession } from '../gateway/listener.ts'
import { openDownLink, type DownLink } from './down.ts'
import { judgeLogin, LOGIN, type Login } from './login.ts'
import { takePosition } from './position.ts'

/** Longest frame that is kept while it comes, escaped; a batch of 255 positions has about 9 KB. */
const LONGEST_FRAME = 65_536
const WAITING = 2_000
const EXAMPLE_BYTES = 256
type Of<K extends Jt809Message['kind']> = Extract<Jt809Message, { kind: K }>

/** One main link at work. */
interface MainLink extends Pick<GatewayPorts, 'clock' | 'registers' | 'intake'> {
  readonly line: Line
  readonly config: Jt809Config
  readonly ports: GatewayPorts
  readonly frames: Pick<FrameLine, 'proven'>
  /** Positions that became durable, since the down link last told of them. */
  readonly received: { count: number; from: EpochMs }
  /** Who logged in; null before. */
  user: Jt809Config['users'][number] | null
  peer: Jt809Peer | null
  mixes: boolean
  down: DownLink | null
  serial: number
  /** Messages that wait to become durable. */
  waiting: number
}

const fault = (
  { ports, clock }: MainLink,
  who: string,
  code: string,
  reason: string,
  example: object,
): void =>
  ports.fault({ who, code, reason, example: { ...example, receivedAt: new Date(clock()).toISOString() } })

const self = (on: MainLink): string => (on.user ? `platform-${on.user.platform}` : on.line.address)

/** In the clear to who writes in the clear, mixed to who mixes. */
const write = (on: MainLink, to: Jt809Peer, business: number, body: Uint8Array): Uint8Array =>
  write809(
    to,
    business,
    on.serial++,
    body,
    on.mixes && on.config.secret ? { secret: on.config.secret, key: randomInt(1, 2 ** 32) } : null,
  )

/** Once it logged in, under the edition of its login: one frame alone may be read by either. */
const reply = (
  on: MainLink,
  to: Jt809Message,
  business: number,
  body: Uint8Array = new Uint8Array(0),
): void =>
  on.line.write(
    write(
      on,
      on.peer ? { ...to, version: on.peer.version, sentAt: to.sentAt ?? on.peer.sentAt } : to,
      business,
      body,
    ),
  )

const tellReceived = (on: MainLink): void => {
  const { received, clock } = on
  if (!on.peer || received.count === 0) return
  const [from, to] = [received.from, clock()]
  if (
    !on.down?.send(
      0x9101,
      Uint8Array.from([
        ...u32Of(received.count),
        ...u64Of(Math.floor(from / 1000)),
        ...u64Of(Math.floor(to / 1000)),
      ]),
    )
  )
    return
  received.count = 0
  received.from = to
}

const openDown = (on: MainLink, frame: Login, verify: number): void => {
  const { config, line, ports } = on
  const settings = config.down
  if (!settings || frame.downPort === 0) return
  if (frame.downIp !== line.address && !settings.hosts.includes(frame.downIp))
    return fault(
      on,
      self(on),
      'down-address',
      'expected the down link at the address of the main link, or at one of the configuration',
      { downIp: frame.downIp },
    )
  on.down = openDownLink(frame.downIp, frame.downPort, verify, {
    config,
    settings,
    edition: frame.version,
    write: (business, body) => write(on, frame, business, body),
    broken: (code) => line.write(write(on, frame, 0x9007, Uint8Array.of(code))),
    message: (other) => exchange(on, other),
    fault: (code, reason, example) => fault(on, self(on), code, reason, example),
    count: (what) => ports.count(what),
  })
}

const login = (on: MainLink, frame: Login): void => {
  const { config, line, frames } = on
  const { known, result } = judgeLogin(frame, config.users)
  const verify = result === LOGIN.ok ? randomInt(1, 2 ** 32) : 0
  if (!known)
    fault(on, line.address, 'auth', 'expected a user, a platform and its password of the configuration', {
      user: frame.user,
      platform: frame.platform,
      result,
    })
  reply(on, frame, 0x1002, Uint8Array.from([result, ...u32Of(verify)]))
  if (!known) return line.close('it could not prove itself')
  on.down?.end()
  on.user = known
  on.peer = frame
  frames.proven()
  openDown(on, frame, verify)
}

const keep = (on: MainLink, items: readonly PositionRecord[]): void => {
  const { line, intake, received, ports } = on
  if (++on.waiting === WAITING) line.hold()
  intake.offer(items, (durable) => {
    if (on.waiting-- === WAITING) line.release()
    if (durable) received.count += items.length
    else ports.count('not-kept', items.length)
  })
}

const vehicleOf = (on: MainLink, plate: string): string | null => {
  const { registers } = on
  const vehicle = registers.vehicleBy('plate', plate)
  if (vehicle === null) fault(on, self(on), 'unknown-plate', 'expected a plate of the register', { plate })
  return vehicle
}

const positions = (on: MainLink, plate: string, points: readonly Jt809Point[], live: boolean): void => {
  const { config, clock, ports } = on
  const vehicle = vehicleOf(on, plate)
  if (vehicle === null) return
  const items: PositionRecord[] = []
  for (const point of points) {
    const taken =
      'error' in point
        ? { code: `point-${point.error.code}`, reason: 'expected whole positions' }
        : takePosition(point, vehicle, config, clock(), live)
    if (taken === 'no-fix') ports.count('no-fix')
    else if ('item' in taken) items.push(taken.item)
    else fault(on, vehicle, taken.code, taken.reason, { point })
  }
  if (items.length > 0) keep(on, items)
}

/** 2011 carries no time of the card: the moment of receipt stands for it. */
const driver = (on: MainLink, frame: Of<'driver'>): void => {
  const { clock, ports } = on
  const vehicle = vehicleOf(on, frame.plate)
  if (vehicle === null) return
  const taken = takeDriver(
    {
      card: 'in',
      at: clock(),
      result: null,
      name: frame.driver,
      certificate: frame.certificate,
      issuer: frame.issuer,
      validTo: null,
    },
    vehicle,
    clock(),
  )
  if ('code' in taken) return fault(on, vehicle, taken.code, taken.reason, {})
  if (taken.unreadable) fault(on, vehicle, taken.unreadable.code, taken.unreadable.reason, {})
  void ports.driver(taken.card).then((durable) => durable || ports.count('not-kept'))
}

/** A vehicle that is registered is asked for its driver (0x920A). */
const register = (on: MainLink, frame: Of<'register'>): void => {
  if (vehicleOf(on, frame.plate) !== null)
    on.down?.send(0x9200, exchange809(gbBytes(frame.plate), frame.plateColour, 0x920a))
}

/** What may come over either link of a platform that logged in. */
const exchange = (on: MainLink, frame: Jt809Message): void => {
  const { ports, line } = on
  if (frame.kind === 'position') return positions(on, frame.plate, [frame], true)
  if (frame.kind === 'batch') return positions(on, frame.plate, frame.points, false)
  if (frame.kind === 'raw' && frame.why === 'encrypted')
    return fault(
      on,
      self(on),
      'encrypted',
      'expected an open body, or M1, IA1 and IC1 in the configuration',
      {
        message: frame.message,
      },
    )
  ports.count(frame.kind)
  if (frame.kind === 'driver') return driver(on, frame)
  if (frame.kind === 'register') return register(on, frame)
  if (frame.kind === 'closing') line.close('the platform closes its links')
}

const message = (on: MainLink, frame: Jt809Message): void => {
  const { config, line } = on
  on.mixes = frame.mixed && config.secret !== null
  if (frame.kind === 'login') return login(on, frame)
  if (!on.user)
    return fault(on, line.address, 'unproven', 'expected the login before anything else', {
      message: frame.message,
    })
  exchange(on, frame)
  if (frame.kind === 'keepalive') reply(on, frame, 0x1006)
  if (frame.kind === 'logout') {
    reply(on, frame, 0x1004)
    line.close('it logged out')
  }
}

const take = (on: MainLink, bytes: Uint8Array): boolean => {
  const { config } = on
  const decoded = decodeWire809(bytes, { secret: config.secret, edition: on.peer?.version ?? null })
  if (decoded.ok) message(on, decoded.frame)
  else
    fault(on, self(on), decoded.error.code, `expected a frame of JT/T 809: ${decoded.error.code}`, {
      reason: decoded.error.reason,
      hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)),
    })
  return decoded.ok
}

/**
 * One main link: login, then positions by plate; with the configuration's leave its down link beside it. The standard
 * answers no position: a link whose points wait for the disk is read no further, and the down link tells how many came.
 */
export const makeJt809Session = (line: Line, config: Jt809Config, ports: GatewayPorts): LineSession => {
  const frames = makeFrameLine({
    line,
    ports,
    patienceMs: config.patienceMs,
    makeFramer: (frame) => makeFlagFramer({ head: 0x5b, end: 0x5d }, LONGEST_FRAME, frame),
    take: (bytes) => take(on, bytes),
  })
  const on: MainLink = {
    ...ports,
    line,
    config,
    ports,
    frames,
    received: { count: 0, from: ports.clock() },
    user: null,
    peer: null,
    mixes: false,
    down: null,
    serial: 0,
    waiting: 0,
  }
  const failed = (error: unknown): void =>
    fault(on, self(on), 'handler', 'the count of positions could not be told', { reason: String(error) })
  const stopTelling = config.down ? every(config.down.tellMs, () => tellReceived(on), { failed }) : null
  return {
    data: frames.data,
    end: () => {
      frames.end()
      void stopTelling?.()
      on.down?.end()
    },
  }
}
