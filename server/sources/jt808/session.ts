import type { PositionRecord } from '#shared/protocol/platform.ts'
import { toHex } from '../../codecs/bytes.ts'
import { guarded } from '../../codecs/decoded.ts'
import { makeFlagFramer } from '../../codecs/framers.ts'
import {
  messageId,
  parse808,
  readBody,
  unescape808,
  type Jt808Body,
  type Jt808Frame,
  type Jt808Header,
  type Jt808Location,
} from '../../codecs/jt808/index.ts'
import type { Jt808Config } from '../gateway/config.ts'
import { takeDriver } from '../gateway/drivers.ts'
import { instantOf } from '../gateway/fix.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import { makeFrameLine } from '../gateway/frames.ts'
import type { Line, LineSession } from '../gateway/listener.ts'
import { makeParts } from './parts.ts'
import { authCode, makeAnswers, sameText } from './answers.ts'
import { takeLocation } from './position.ts'

/** 1,023 bytes of body, the longest header and the check byte, all of them escaped. */
const LONGEST_FRAME = 2 * (1_023 + 21 + 1)
/** One line may stand for several terminals, and ends after so many failed proofs in a row. */
const LIMITS = { terminals: 256, proofs: 5, unacknowledged: 512, bound: 100_000 } as const
const EXAMPLE_BYTES = 256

/** Terminals known by the plate they registered with, where the register has no number of theirs. */
export type Bound = Map<string, string>

type Of<K extends Jt808Body['kind']> = Extract<Jt808Body, { kind: K }>

/** One line of JT/T 808: registration, then its code, and only then positions; each answered when it is durable. */
export const makeJt808Session = (
  line: Line,
  config: Jt808Config,
  bound: Bound,
  ports: GatewayPorts,
): LineSession => {
  const { clock, registers, intake } = ports
  /** Vehicles of the terminals that proved themselves on this line. */
  const proven = new Map<string, string>()
  const parts = makeParts(config.partsMs)
  let failed = 0
  let waiting = 0

  const fault = (code: string, reason: string, example: unknown, phone: string | null = null): void =>
    ports.fault({
      who: phone !== null && proven.has(phone) ? phone : line.address,
      code,
      reason,
      example: { ...(example as object), phone, receivedAt: new Date(clock()).toISOString() },
    })
  const { reply, registered } = makeAnswers(line)
  const vehicleOf = (phone: string): string | null =>
    registers.vehicleBy('phone', phone) ?? bound.get(phone) ?? null

  const register = (header: Jt808Header, body: Of<'register'>): void => {
    const named =
      body.plate === '' ? null : registers.vehicleBy(body.plateColour === 0 ? 'vin' : 'plate', body.plate)
    const known = registers.vehicleBy('phone', header.phone)
    const vehicle = known ?? (config.trustPlates ? named : null)
    if (vehicle === null) {
      fault(
        'unknown-terminal',
        'expected a terminal of the register',
        { plate: body.plate, terminalId: body.terminalId },
        header.phone,
      )
      return registered(header, named === null ? 2 : 4, '')
    }
    if (known !== null && named !== null && named !== known)
      fault(
        'plate',
        'expected the plate of its vehicle: the terminal names another',
        { plate: body.plate, vehicle: known },
        header.phone,
      )
    if (known === null && bound.size >= LIMITS.bound && !bound.has(header.phone)) {
      fault(
        'too-many-terminals',
        'expected fewer terminals that are known by their plates alone',
        { plate: body.plate },
        header.phone,
      )
      return registered(header, 4, '')
    }
    if (known === null) bound.set(header.phone, vehicle)
    ports.count('registered')
    registered(header, 0, authCode(config.authKey, header.phone))
  }
  const authenticate = (header: Jt808Header, body: Of<'authenticate'>): void => {
    const vehicle = vehicleOf(header.phone)
    if (
      vehicle !== null &&
      proven.size < LIMITS.terminals &&
      sameText(body.code, authCode(config.authKey, header.phone))
    ) {
      proven.set(header.phone, vehicle)
      frames.proven()
      failed = 0
      ports.count('authenticated')
      return reply(header, 0)
    }
    fault(
      vehicle === null ? 'unknown-terminal' : 'auth',
      vehicle === null
        ? 'expected a terminal of the register'
        : 'expected the code given at its registration',
      {},
      header.phone,
    )
    reply(header, 1)
    if (++failed >= LIMITS.proofs) line.close('it could not prove itself')
  }

  const keep = (header: Jt808Header, items: readonly PositionRecord[], serials: readonly number[]): void => {
    if (++waiting === LIMITS.unacknowledged) line.hold()
    intake.offer(items, (durable) => {
      if (waiting-- === LIMITS.unacknowledged) line.release()
      reply(header, durable ? 0 : 1, serials)
    })
  }
  const locations = (
    header: Jt808Header,
    all: readonly Jt808Location[],
    vehicle: string,
    live: boolean,
    serials: readonly number[],
    broken: boolean,
  ): void => {
    const items: PositionRecord[] = []
    let faults = broken ? 1 : 0
    for (const location of all) {
      const taken = takeLocation(location, vehicle, config, clock(), live)
      if (taken === 'no-fix') ports.count(taken)
      else if ('item' in taken) items.push(taken.item)
      else {
        faults++
        fault(taken.code, taken.reason, { location }, header.phone)
      }
    }
    if (items.length > 0) keep(header, items, serials)
    else reply(header, faults > 0 ? 2 : 0, serials)
  }
  const batch = (
    header: Jt808Header,
    body: Of<'batch'>,
    vehicle: string,
    serials: readonly number[],
  ): void => {
    const good: Jt808Location[] = []
    for (const point of body.points) {
      if ('error' in point)
        fault(
          `point-${point.error.code}`,
          'expected whole points in a batch',
          { reason: point.error.reason },
          header.phone,
        )
      else good.push(point)
    }
    locations(header, good, vehicle, false, serials, good.length < body.count)
  }

  /** Answered like a position: when it is durable. 2011 says who drives and not since when: the moment of receipt stands for it. */
  const driver = (
    header: Jt808Header,
    body: Of<'driver'>,
    vehicle: string,
    serials: readonly number[],
  ): void => {
    const at = body.edition === '2011' ? clock() : body.at === null ? null : instantOf(body.at, config)
    const taken = takeDriver({ ...body, name: body.driver, at }, vehicle, clock())
    ports.count('driver')
    if ('code' in taken) {
      fault(taken.code, taken.reason, { card: body.card, time: body.time, result: body.result }, header.phone)
      return reply(header, 2, serials)
    }
    if (taken.unreadable)
      fault(taken.unreadable.code, taken.unreadable.reason, { time: body.time }, header.phone)
    if (++waiting === LIMITS.unacknowledged) line.hold()
    void ports.driver(taken.card).then((durable) => {
      if (waiting-- === LIMITS.unacknowledged) line.release()
      reply(header, durable ? 0 : 1, serials)
    })
  }
  const proved = (
    header: Jt808Header,
    body: Jt808Body,
    vehicle: string,
    serials: readonly number[],
  ): void => {
    if (body.kind === 'location') return locations(header, [body], vehicle, true, serials, false)
    if (body.kind === 'batch') return batch(header, body, vehicle, serials)
    if (body.kind === 'driver') return driver(header, body, vehicle, serials)
    if (body.kind === 'reply') return
    ports.count(body.kind)
    if (body.kind === 'logout') proven.delete(header.phone)
    reply(header, body.kind === 'raw' ? 3 : 0, serials)
  }
  const message = (frame: Jt808Frame, serials: readonly number[]): void => {
    const { header } = frame
    const body = guarded(() => readBody(frame))
    if (!body.ok) {
      fault(
        `body-${body.error.code}`,
        'expected the body of its message',
        {
          message: messageId(header.id),
          reason: body.error.reason,
          hex: toHex(frame.body.subarray(0, EXAMPLE_BYTES)),
        },
        header.phone,
      )
      return reply(header, 2, serials)
    }
    if (body.frame.kind === 'register') return register(header, body.frame)
    if (body.frame.kind === 'authenticate') return authenticate(header, body.frame)
    const vehicle = proven.get(header.phone)
    if (vehicle !== undefined) return proved(header, body.frame, vehicle, serials)
    fault(
      'unproven',
      'expected registration and code before anything else',
      { message: messageId(header.id) },
      header.phone,
    )
    reply(header, 1, serials)
  }
  const part = (frame: Jt808Frame): void => {
    if (!proven.has(frame.header.phone))
      return message({ header: { ...frame.header, split: null }, body: frame.body }, [frame.header.serial])
    const added = parts.add(frame, clock())
    if (added === null) return
    if ('whole' in added) return message(added.whole, added.serials)
    fault(
      added.fault,
      'expected parts in range, of few messages at once',
      { split: frame.header.split },
      frame.header.phone,
    )
    reply(frame.header, 2)
  }
  const take = (bytes: Uint8Array): boolean => {
    const parsed = guarded(() => parse808(unescape808(bytes)))
    if (!parsed.ok) {
      fault(parsed.error.code, `expected a frame of JT/T 808: ${parsed.error.code}`, {
        reason: parsed.error.reason,
        hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)),
      })
      return false
    }
    const frame = parsed.frame
    if (frame.header.encryption !== 0) {
      fault(
        'encrypted',
        'expected an open body; the header says that it is encrypted',
        { message: messageId(frame.header.id) },
        frame.header.phone,
      )
      reply(frame.header, 3)
    } else if (frame.header.split && frame.header.split.total > 1) part(frame)
    else message(frame, [frame.header.serial])
    return true
  }
  const expire = (): void => {
    for (const { header, missing } of parts.expire(clock()))
      fault(
        'parts',
        'expected all parts of a message',
        { message: messageId(header.id), missing },
        header.phone,
      )
  }

  const frames = makeFrameLine({
    line,
    ports,
    patienceMs: config.patienceMs,
    makeFramer: (frame) => makeFlagFramer({ head: 0x7e, end: 0x7e }, LONGEST_FRAME, frame),
    take,
  })
  const timer = setInterval(expire, config.partsMs)
  return {
    data: frames.data,
    end: () => {
      clearInterval(timer)
      frames.end()
    },
  }
}
