import { randomInt } from 'node:crypto'
import type { Clock } from '../../common/clock/clock.ts'
import { CST_OFFSET_MS } from '#shared/kernel/units.ts'
import { isMd5 } from './cipher.ts'
import type { CollectorConfig, CollectorGateway } from './config.ts'
import { operation, writeMessage, type CollectorBody, type CollectorMessage } from './xml.ts'

type Upload = Extract<CollectorBody, { kind: 'data' }>

/** What a connection's owner does for its conversation. */
export interface SessionPorts {
  readonly config: CollectorConfig
  readonly clock: Clock
  /** Its configuration, or the default one; null when it may not speak. */
  gatewayOf(building: string, gateway: string): CollectorGateway | null
  /** Proven: an older line of the same collector is to be closed. */
  proven(gateway: CollectorGateway): void
  /** Resolves when all of the upload is durable. */
  deliver(gateway: CollectorGateway, upload: Upload): Promise<void>
  fault(who: string, reason: string, body: unknown): Promise<void>
  send(message: Buffer): void
  end(): void
}

/** Wrong answers to the challenge before the line is closed. */
const TRIES = 3
/** Packets of one upload that are watched. */
const MOST_PACKETS = 10_000

const stampOf = (now: number): string =>
  new Date(now + CST_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14)

/** Watches that an upload of several packets is whole before the next begins: each is acknowledged by itself, so what is missing will come again. */
const makePackets = () => {
  let open: { readonly sequence: string; readonly total: number; readonly seen: Set<number> } | null = null
  return {
    came: ({
      sequence,
      total,
      current,
    }: Upload): { readonly sequence: string; readonly total: number; readonly came: number } | null => {
      const before = open
      if (before?.sequence !== sequence)
        open = total > 1 && total <= MOST_PACKETS ? { sequence, total, seen: new Set() } : null
      open?.seen.add(current)
      if (open && open.seen.size >= open.total) open = null
      return before && before.sequence !== sequence && before.seen.size < before.total
        ? { sequence: before.sequence, total: before.total, came: before.seen.size }
        : null
    },
  }
}

/** One conversation: how far it is. */
interface Talk extends Pick<SessionPorts, 'config' | 'clock'> {
  readonly ports: SessionPorts
  readonly packets: ReturnType<typeof makePackets>
  challenge: string | null
  /** Who proved himself; null before. */
  known: CollectorGateway | null
  asking: Pick<CollectorMessage, 'building' | 'gateway'> | null
  /** Wrong answers in a row. */
  failures: number
  /** The period that was set, minutes. */
  asked: number | null
}

const answer = ({ ports }: Talk, message: CollectorMessage, type: string, inner: string): void =>
  ports.send(writeMessage(message, type, inner))

const whoOf = ({ building, gateway }: CollectorMessage): string => `${building}/${gateway}`

const request = async (talk: Talk, message: CollectorMessage): Promise<void> => {
  const { ports } = talk
  talk.known = null
  talk.asking = message
  if (!ports.gatewayOf(message.building, message.gateway)) {
    await ports.fault(
      whoOf(message),
      message.building === ''
        ? 'expected building_id, or a collector of the configuration with building ""'
        : 'expected a building of the register, or a collector of the configuration',
      null,
    )
    answer(talk, message, 'result', operation('id_validate', 'result', { result: 'fail' }))
    return ports.end()
  }
  talk.challenge = String(randomInt(1e8, 1e9)) + String(randomInt(1e8, 1e9))
  answer(talk, message, 'sequence', operation('id_validate', 'sequence', { sequence: talk.challenge }))
}

const prove = async (talk: Talk, message: CollectorMessage, md5: string): Promise<void> => {
  const { ports, config } = talk
  const gateway = ports.gatewayOf(message.building, message.gateway)
  const passed =
    gateway !== null &&
    talk.challenge !== null &&
    isMd5(md5, talk.challenge, gateway.key ?? config.key, config.md5)
  talk.challenge = null
  answer(talk, message, 'result', operation('id_validate', 'result', { result: passed ? 'pass' : 'fail' }))
  if (passed) {
    talk.known = gateway
    ports.proven(gateway)
    return setPeriod(talk, message, gateway)
  }
  await ports.fault(whoOf(message), 'expected MD5(sequence+key) with the shared key, found another', null)
  if (++talk.failures >= TRIES) ports.end()
}

/** 上传周期: set once on each line; the collector answers period_ack. */
const setPeriod = (talk: Talk, message: CollectorMessage, gateway: CollectorGateway): void => {
  const { config } = talk
  talk.asked = gateway.periodMinutes ?? config.periodMinutes
  if (talk.asked !== null)
    answer(talk, message, 'period', operation('config', 'period', { period: String(talk.asked) }))
}

const configured = async (
  talk: Talk,
  message: CollectorMessage,
  body: Extract<CollectorBody, { kind: 'config' }>,
): Promise<void> => {
  const { ports } = talk
  if (talk.asked !== null && body.periodMinutes !== null && body.periodMinutes !== talk.asked)
    return ports.fault(
      whoOf(message),
      `expected a period of ${talk.asked} minutes, the collector says ${body.periodMinutes}`,
      null,
    )
}

const upload = async (
  talk: Talk,
  message: CollectorMessage,
  gateway: CollectorGateway,
  body: Upload,
): Promise<void> => {
  const { packets, ports } = talk
  const missing = packets.came(body)
  if (missing)
    await ports.fault(whoOf(message), 'expected all packets of an upload before the next one', missing)
  await ports.deliver(gateway, body)
  const what = body.operation === 'continuous' ? 'continuous_ack' : 'report_ack'
  answer(
    talk,
    message,
    what,
    operation('data', what, {
      sequence: body.sequence,
      total: String(body.total),
      current: String(body.current),
      result: 'pass',
    }),
  )
}

/** Some collectors name their building once, or never: what a line says without one is its collector's. */
const named = (talk: Talk, message: CollectorMessage): CollectorMessage => {
  const own = talk.known ?? talk.asking
  const isOwn =
    own !== null && message.building === '' && (message.gateway === '' || message.gateway === own.gateway)
  return isOwn ? { ...message, building: own.building, gateway: own.gateway } : message
}

const handle = async (talk: Talk, given: CollectorMessage): Promise<void> => {
  const { ports, clock } = talk
  const message = given.body.kind === 'request' ? given : named(talk, given)
  const { body } = message
  if (body.kind === 'request') return request(talk, message)
  if (body.kind === 'md5') return prove(talk, message, body.md5)
  if (talk.known === null) {
    await ports.fault(whoOf(message), 'expected the identity to be proven first', null)
    return ports.end()
  }
  if (talk.known.building !== message.building || talk.known.gateway !== message.gateway)
    return ports.fault(
      whoOf(message),
      `expected messages of ${talk.known.building}/${talk.known.gateway}, which proved itself on this line`,
      null,
    )
  if (body.kind === 'notify')
    return answer(talk, message, 'time', operation('heart_beat', 'time', { time: stampOf(clock()) }))
  if (body.kind === 'config') return configured(talk, message, body)
  if (body.kind === 'data') return upload(talk, message, talk.known, body)
  return undefined
}

/**
 * The conversation of the guide: request → sequence → MD5 → pass or fail; then heart_beat (answered with the time),
 * report and continuous, each acknowledged only when it is durable. One message at a time.
 */
export const makeSession = (
  ports: SessionPorts,
): { handle(message: CollectorMessage): Promise<void>; isProven(): boolean } => {
  const talk: Talk = {
    config: ports.config,
    clock: ports.clock,
    ports,
    packets: makePackets(),
    challenge: null,
    known: null,
    asking: null,
    failures: 0,
    asked: null,
  }
  return { handle: (given) => handle(talk, given), isProven: () => talk.known !== null }
}
