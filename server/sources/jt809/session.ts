import type { PositionRecord } from '#shared/protocol/platform.ts'
import { toHex } from '../../codecs/bytes.ts'
import { makeFlagFramer } from '../../codecs/framers.ts'
import { decodeWire809, type Jt809Message, type Jt809Point, type Jt809Position } from '../../codecs/jt809/index.ts'
import { reply809 } from '../../codecs/jt809/replies.ts'
import { statusOf } from '../../codecs/jt808/bits.ts'
import { clockFault } from '../gateway/clock.ts'
import type { Jt809Config } from '../gateway/config.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import type { Line, LineSession } from '../gateway/listener.ts'

/** Longest frame that is kept while it comes, escaped; a batch of 255 positions has about 9 KB. */
const LONGEST_FRAME = 65_536
const LIMITS = { bad: 200, waiting: 2_000 } as const
const EXAMPLE_BYTES = 256
const HOUR_MS = 3_600_000
const GMT8_HOURS = 8
/** 0x1002: 成功, 用户没有注册, 密码错误. */
const LOGIN = { ok: 0, user: 3, password: 4 } as const

type Taken = { readonly item: PositionRecord } | { readonly code: string; readonly reason: string } | 'no-fix'

/** A position of the platform as a canonical record. State and alarm words are those of JT/T 808. */
const takePosition = (position: Jt809Position, vehicle: string, config: Jt809Config, now: number, live: boolean): Taken => {
  if (position.encrypted) return { code: 'encrypted-position', reason: 'expected open coordinates; the position says that they are encrypted' }
  if (position.at === null) return { code: 'time', reason: 'expected a time' }
  const state = statusOf(position.status)
  if (!state.fixed) return 'no-fix'
  if (position.lon === 0 && position.lat === 0) return { code: 'nowhere', reason: 'expected a fix; found 0/0 with the fix bit set' }
  const at = position.at + (GMT8_HOURS - config.utcOffsetHours) * HOUR_MS
  const wrong = clockFault(at, now, live)
  if (wrong) return wrong
  return { item: { vehicle, at, lon: position.lon, lat: position.lat, speedKmh: position.speedKmh, headingDeg: position.directionDeg, acc: state.acc, alarm: position.alarm, crs: config.crs } }
}

/** One main link: login, then positions by plate. The standard answers no position; a link whose points wait for the disk is read no further. */
export const makeJt809Session = (line: Line, config: Jt809Config, ports: GatewayPorts): LineSession => {
  const { clock, registers, intake } = ports
  let user: Jt809Config['users'][number] | null = null
  let serial = 0
  let bad = 0
  let waiting = 0

  const fault = (who: string, code: string, reason: string, example: object): void => ports.fault({ who, code, reason, example: { ...example, receivedAt: new Date(clock()).toISOString() } })
  const self = (): string => (user ? `platform-${user.platform}` : line.address)
  const reply = (to: Jt809Message, business: number, body: Uint8Array): void => line.write(reply809(to, business, serial++, body))

  const login = (message: Extract<Jt809Message, { kind: 'login' }>): void => {
    const known = config.users.find((each) => each.user === message.user && each.platform === message.platform)
    const result = !known ? LOGIN.user : known.password === message.password ? LOGIN.ok : LOGIN.password
    if (result === LOGIN.ok) user = known ?? null
    else fault(line.address, 'auth', 'expected a user and password of the configuration', { user: message.user, platform: message.platform })
    reply(message, 0x1002, Uint8Array.from([result, 0, 0, 0, 0]))
    if (result !== LOGIN.ok) line.close('it could not prove itself')
  }
  const positions = (plate: string, points: readonly Jt809Point[], live: boolean): void => {
    const vehicle = registers.vehicleBy('plate', plate)
    if (vehicle === null) return fault(self(), 'unknown-plate', 'expected a plate of the register', { plate })
    const items: PositionRecord[] = []
    for (const point of points) {
      const taken: Taken = 'error' in point ? { code: `point-${point.error.code}`, reason: 'expected whole positions' } : takePosition(point, vehicle, config, clock(), live)
      if (taken === 'no-fix') ports.count('no-fix')
      else if ('item' in taken) items.push(taken.item)
      else fault(vehicle, taken.code, taken.reason, { point })
    }
    if (items.length === 0) return
    if (++waiting === LIMITS.waiting) line.hold()
    intake.offer(items, (durable) => {
      if (waiting-- === LIMITS.waiting) line.release()
      if (!durable) ports.count('not-kept', items.length)
    })
  }
  const message = (frame: Jt809Message): void => {
    if (frame.kind === 'login') return login(frame)
    if (!user) return fault(line.address, 'unproven', 'expected the login before anything else', { message: frame.message })
    if (frame.kind === 'position') return positions(frame.plate, [frame], true)
    if (frame.kind === 'batch') return positions(frame.plate, frame.points, false)
    if (frame.kind === 'raw' && frame.why === 'encrypted') return fault(self(), 'encrypted', 'expected an open body, or M1, IA1 and IC1 in the configuration', { message: frame.message })
    ports.count(frame.kind)
    if (frame.kind === 'keepalive') reply(frame, 0x1006, new Uint8Array(0))
    if (frame.kind === 'logout') {
      reply(frame, 0x1004, new Uint8Array(0))
      line.close('it logged out')
    }
  }
  const take = (bytes: Uint8Array): void => {
    const decoded = decodeWire809(bytes, config.secret)
    if (decoded.ok) {
      bad = 0
      return message(decoded.frame)
    }
    fault(self(), decoded.error.code, `expected a frame of JT/T 809: ${decoded.error.code}`, { reason: decoded.error.reason, hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)) })
    if (++bad >= LIMITS.bad) line.close(`${bad} bad frames in a row`)
  }
  const framer = makeFlagFramer({ head: 0x5b, end: 0x5d }, LONGEST_FRAME, take)
  const patience = setTimeout(() => void (user === null && line.close(`no login within ${config.patienceMs} ms`)), config.patienceMs)
  return {
    data: (chunk) => {
      const junk = framer.junk()
      framer.push(chunk)
      if (framer.junk() > junk) ports.count('junk-bytes', framer.junk() - junk)
    },
    end: () => clearTimeout(patience),
  }
}
