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

/**
 * The conversation of the guide: request → sequence → MD5 → pass or fail; then heart_beat (answered with the time),
 * report and continuous, each acknowledged only when it is durable. One message at a time.
 */
export const makeSession = (
  ports: SessionPorts,
): { handle(message: CollectorMessage): Promise<void>; isProven(): boolean } => {
  const { config, clock } = ports
  let challenge: string | null = null
  let known: CollectorGateway | null = null
  let asking: Pick<CollectorMessage, 'building' | 'gateway'> | null = null
  let failures = 0
  let asked: number | null = null
  const packets = makePackets()

  const answer = (message: CollectorMessage, type: string, inner: string): void =>
    ports.send(writeMessage(message, type, inner))
  const whoOf = ({ building, gateway }: CollectorMessage): string => `${building}/${gateway}`

  const request = async (message: CollectorMessage): Promise<void> => {
    known = null
    asking = message
    if (!ports.gatewayOf(message.building, message.gateway)) {
      await ports.fault(
        whoOf(message),
        message.building === ''
          ? 'expected building_id, or a collector of the configuration with building ""'
          : 'expected a building of the register, or a collector of the configuration',
        null,
      )
      answer(message, 'result', operation('id_validate', 'result', { result: 'fail' }))
      return ports.end()
    }
    challenge = String(randomInt(1e8, 1e9)) + String(randomInt(1e8, 1e9))
    answer(message, 'sequence', operation('id_validate', 'sequence', { sequence: challenge }))
  }

  const prove = async (message: CollectorMessage, md5: string): Promise<void> => {
    const gateway = ports.gatewayOf(message.building, message.gateway)
    const passed =
      gateway !== null && challenge !== null && isMd5(md5, challenge, gateway.key ?? config.key, config.md5)
    challenge = null
    answer(message, 'result', operation('id_validate', 'result', { result: passed ? 'pass' : 'fail' }))
    if (passed) {
      known = gateway
      ports.proven(gateway)
      return setPeriod(message, gateway)
    }
    await ports.fault(whoOf(message), 'expected MD5(sequence+key) with the shared key, found another', null)
    if (++failures >= TRIES) ports.end()
  }

  /** 上传周期: set once on each line; the collector answers period_ack. */
  const setPeriod = (message: CollectorMessage, gateway: CollectorGateway): void => {
    asked = gateway.periodMinutes ?? config.periodMinutes
    if (asked !== null) answer(message, 'period', operation('config', 'period', { period: String(asked) }))
  }
  const configured = async (
    message: CollectorMessage,
    body: Extract<CollectorBody, { kind: 'config' }>,
  ): Promise<void> => {
    if (asked !== null && body.periodMinutes !== null && body.periodMinutes !== asked)
      return ports.fault(
        whoOf(message),
        `expected a period of ${asked} minutes, the collector says ${body.periodMinutes}`,
        null,
      )
  }

  const upload = async (
    message: CollectorMessage,
    gateway: CollectorGateway,
    body: Upload,
  ): Promise<void> => {
    const missing = packets.came(body)
    if (missing)
      await ports.fault(whoOf(message), 'expected all packets of an upload before the next one', missing)
    await ports.deliver(gateway, body)
    const what = body.operation === 'continuous' ? 'continuous_ack' : 'report_ack'
    answer(
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
  const named = (message: CollectorMessage): CollectorMessage => {
    const own = known ?? asking
    const isOwn =
      own !== null && message.building === '' && (message.gateway === '' || message.gateway === own.gateway)
    return isOwn ? { ...message, building: own.building, gateway: own.gateway } : message
  }

  const handle = async (given: CollectorMessage): Promise<void> => {
    const message = given.body.kind === 'request' ? given : named(given)
    const { body } = message
    if (body.kind === 'request') return request(message)
    if (body.kind === 'md5') return prove(message, body.md5)
    if (known === null) {
      await ports.fault(whoOf(message), 'expected the identity to be proven first', null)
      return ports.end()
    }
    if (known.building !== message.building || known.gateway !== message.gateway)
      return ports.fault(
        whoOf(message),
        `expected messages of ${known.building}/${known.gateway}, which proved itself on this line`,
        null,
      )
    if (body.kind === 'notify')
      return answer(message, 'time', operation('heart_beat', 'time', { time: stampOf(clock()) }))
    if (body.kind === 'config') return configured(message, body)
    if (body.kind === 'data') return upload(message, known, body)
    return undefined
  }

  return { handle, isProven: () => known !== null }
}
