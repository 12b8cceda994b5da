import { randomInt } from 'node:crypto'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import { toHex } from '../../codecs/bytes.ts'
import { gbBytes } from '../../codecs/text.ts'
import { makeFlagFramer } from '../../codecs/framers.ts'
import { decodeWire809, type Jt809Message, type Jt809Point } from '../../codecs/jt809/index.ts'
import { exchange809, u32Of, u64Of, write809, type Jt809Peer } from '../../codecs/jt809/replies.ts'
import { takeDriver } from '../gateway/drivers.ts'
import type { Jt809Config } from '../gateway/config.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import { makeFrameLine } from '../gateway/frames.ts'
import type { Line, LineSession } from '../gateway/listener.ts'
import { openDownLink, type DownLink } from './down.ts'
import { takePosition } from './position.ts'

/** Longest frame that is kept while it comes, escaped; a batch of 255 positions has about 9 KB. */
const LONGEST_FRAME = 65_536
const WAITING = 2_000
const EXAMPLE_BYTES = 256
/** 0x1002: 成功, IP 地址不正确, 接入码不正确, 用户没有注册, 密码错误. */
const LOGIN = { ok: 0, address: 1, platform: 2, user: 3, password: 4 } as const

type Login = Extract<Jt809Message, { kind: 'login' }>
type Of<K extends Jt809Message['kind']> = Extract<Jt809Message, { kind: K }>

/** Who a login names, or why it is refused. */
const judgeLogin = (
  { user, platform, password }: Login,
  users: Jt809Config['users'],
): { readonly known: Jt809Config['users'][number] | null; readonly result: number } => {
  const named = users.filter((each) => each.user === user)
  const known = named.find((each) => each.platform === platform)
  if (!known) return { known: null, result: named.length > 0 ? LOGIN.platform : LOGIN.user }
  return known.password === password ? { known, result: LOGIN.ok } : { known: null, result: LOGIN.password }
}

/**
 * One main link: login, then positions by plate; with the configuration's leave its down link beside it. The standard
 * answers no position: a link whose points wait for the disk is read no further, and the down link tells how many came.
 */
export const makeJt809Session = (line: Line, config: Jt809Config, ports: GatewayPorts): LineSession => {
  const { clock, registers, intake } = ports
  let user: Jt809Config['users'][number] | null = null
  let peer: Jt809Peer | null = null
  let mixes = false
  let down: DownLink | null = null
  let serial = 0
  let waiting = 0
  const received = { count: 0, from: clock() }

  const fault = (who: string, code: string, reason: string, example: object): void =>
    ports.fault({ who, code, reason, example: { ...example, receivedAt: new Date(clock()).toISOString() } })
  const self = (): string => (user ? `platform-${user.platform}` : line.address)
  /** In the clear to who writes in the clear, mixed to who mixes. */
  const write = (to: Jt809Peer, business: number, body: Uint8Array): Uint8Array =>
    write809(
      to,
      business,
      serial++,
      body,
      mixes && config.secret ? { secret: config.secret, key: randomInt(1, 2 ** 32) } : null,
    )
  /** Once it logged in, under the edition of its login: one frame alone may be read by either. */
  const reply = (to: Jt809Message, business: number, body: Uint8Array = new Uint8Array(0)): void =>
    line.write(
      write(peer ? { ...to, version: peer.version, sentAt: to.sentAt ?? peer.sentAt } : to, business, body),
    )

  const tellReceived = (): void => {
    if (!peer || received.count === 0) return
    const [from, to] = [received.from, clock()]
    if (
      !down?.send(
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
  const openDown = (frame: Login, verify: number): void => {
    const settings = config.down
    if (!settings || frame.downPort === 0) return
    if (frame.downIp !== line.address && !settings.hosts.includes(frame.downIp))
      return fault(
        self(),
        'down-address',
        'expected the down link at the address of the main link, or at one of the configuration',
        { downIp: frame.downIp },
      )
    down = openDownLink(frame.downIp, frame.downPort, verify, {
      config,
      settings,
      edition: frame.version,
      write: (business, body) => write(frame, business, body),
      broken: (code) => line.write(write(frame, 0x9007, Uint8Array.of(code))),
      message: (other) => exchange(other),
      fault: (code, reason, example) => fault(self(), code, reason, example),
      count: (what) => ports.count(what),
    })
  }
  const login = (frame: Login): void => {
    const { known, result } = judgeLogin(frame, config.users)
    const verify = result === LOGIN.ok ? randomInt(1, 2 ** 32) : 0
    if (!known)
      fault(line.address, 'auth', 'expected a user, a platform and its password of the configuration', {
        user: frame.user,
        platform: frame.platform,
        result,
      })
    reply(frame, 0x1002, Uint8Array.from([result, ...u32Of(verify)]))
    if (!known) return line.close('it could not prove itself')
    down?.end()
    user = known
    peer = frame
    frames.proven()
    openDown(frame, verify)
  }

  const keep = (items: readonly PositionRecord[]): void => {
    if (++waiting === WAITING) line.hold()
    intake.offer(items, (durable) => {
      if (waiting-- === WAITING) line.release()
      if (durable) received.count += items.length
      else ports.count('not-kept', items.length)
    })
  }
  const vehicleOf = (plate: string): string | null => {
    const vehicle = registers.vehicleBy('plate', plate)
    if (vehicle === null) fault(self(), 'unknown-plate', 'expected a plate of the register', { plate })
    return vehicle
  }
  const positions = (plate: string, points: readonly Jt809Point[], live: boolean): void => {
    const vehicle = vehicleOf(plate)
    if (vehicle === null) return
    const items: PositionRecord[] = []
    for (const point of points) {
      const taken =
        'error' in point
          ? { code: `point-${point.error.code}`, reason: 'expected whole positions' }
          : takePosition(point, vehicle, config, clock(), live)
      if (taken === 'no-fix') ports.count('no-fix')
      else if ('item' in taken) items.push(taken.item)
      else fault(vehicle, taken.code, taken.reason, { point })
    }
    if (items.length > 0) keep(items)
  }
  /** 2011 carries no time of the card: the moment of receipt stands for it. */
  const driver = (frame: Of<'driver'>): void => {
    const vehicle = vehicleOf(frame.plate)
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
    if ('code' in taken) return fault(vehicle, taken.code, taken.reason, {})
    if (taken.unreadable) fault(vehicle, taken.unreadable.code, taken.unreadable.reason, {})
    void ports.driver(taken.card).then((durable) => durable || ports.count('not-kept'))
  }
  /** A vehicle that is registered is asked for its driver (0x920A). */
  const register = (frame: Of<'register'>): void => {
    if (vehicleOf(frame.plate) !== null)
      down?.send(0x9200, exchange809(gbBytes(frame.plate), frame.plateColour, 0x920a))
  }
  /** What may come over either link of a platform that logged in. */
  const exchange = (frame: Jt809Message): void => {
    if (frame.kind === 'position') return positions(frame.plate, [frame], true)
    if (frame.kind === 'batch') return positions(frame.plate, frame.points, false)
    if (frame.kind === 'raw' && frame.why === 'encrypted')
      return fault(self(), 'encrypted', 'expected an open body, or M1, IA1 and IC1 in the configuration', {
        message: frame.message,
      })
    ports.count(frame.kind)
    if (frame.kind === 'driver') return driver(frame)
    if (frame.kind === 'register') return register(frame)
    if (frame.kind === 'closing') line.close('the platform closes its links')
  }
  const message = (frame: Jt809Message): void => {
    mixes = frame.mixed && config.secret !== null
    if (frame.kind === 'login') return login(frame)
    if (!user)
      return fault(line.address, 'unproven', 'expected the login before anything else', {
        message: frame.message,
      })
    exchange(frame)
    if (frame.kind === 'keepalive') reply(frame, 0x1006)
    if (frame.kind === 'logout') {
      reply(frame, 0x1004)
      line.close('it logged out')
    }
  }
  const take = (bytes: Uint8Array): boolean => {
    const decoded = decodeWire809(bytes, { secret: config.secret, edition: peer?.version ?? null })
    if (decoded.ok) message(decoded.frame)
    else
      fault(self(), decoded.error.code, `expected a frame of JT/T 809: ${decoded.error.code}`, {
        reason: decoded.error.reason,
        hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)),
      })
    return decoded.ok
  }
  const frames = makeFrameLine({
    line,
    ports,
    patienceMs: config.patienceMs,
    makeFramer: (frame) => makeFlagFramer({ head: 0x5b, end: 0x5d }, LONGEST_FRAME, frame),
    take,
  })
  const telling = config.down ? setInterval(tellReceived, config.down.tellMs) : null
  return {
    data: frames.data,
    end: () => {
      frames.end()
      if (telling) clearInterval(telling)
      down?.end()
    },
  }
}
