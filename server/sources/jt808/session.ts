import { every } from '../../common/jobs.ts'
import { toHex } from '../../codecs/bytes.ts'
import { guarded } from '../../codecs/decoded.ts'
import { makeFlagFramer } from '../../codecs/framers.ts'
import { messageId, parse808, readBody, unescape808, type Jt808Frame } from '../../codecs/jt808/index.ts'
import type { Jt808Config } from '../gateway/config.ts'
import { makeFrameLine } from '../gateway/frames.ts'
import type { GatewayPorts } from '../gateway/gateway.ts'
import type { Line, LineSession } from '../gateway/listener.ts'
import { makeAnswers } from './answers.ts'
import { fault, type Bound, type OnLine } from './onLine.ts'
import { makeParts } from './parts.ts'
import { authenticate, register } from './proof.ts'
import { proved } from './reports.ts'

export type { Bound } from './onLine.ts'

/** 1,023 bytes of body, the longest header and the check byte, all of them escaped. */
const LONGEST_FRAME = 2 * (1_023 + 21 + 1)
const EXAMPLE_BYTES = 256

const message = (on: OnLine, frame: Jt808Frame, serials: readonly number[]): void => {
  const { reply, proven } = on
  const { header } = frame
  const body = guarded(() => readBody(frame))
  if (!body.ok) {
    fault(
      on,
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
  if (body.frame.kind === 'register') return register(on, header, body.frame)
  if (body.frame.kind === 'authenticate') return authenticate(on, header, body.frame)
  const vehicle = proven.get(header.phone)
  if (vehicle !== undefined) return proved(on, header, body.frame, vehicle, serials)
  fault(
    on,
    'unproven',
    'expected registration and code before anything else',
    { message: messageId(header.id) },
    header.phone,
  )
  reply(header, 1, serials)
}

const part = (on: OnLine, frame: Jt808Frame): void => {
  const { proven, parts, clock, reply } = on
  if (!proven.has(frame.header.phone))
    return message(on, { header: { ...frame.header, split: null }, body: frame.body }, [frame.header.serial])
  const added = parts.add(frame, clock())
  if (added === null) return
  if ('whole' in added) return message(on, added.whole, added.serials)
  fault(
    on,
    added.fault,
    'expected parts in range, of few messages at once',
    { split: frame.header.split },
    frame.header.phone,
  )
  reply(frame.header, 2)
}

const take = (on: OnLine, bytes: Uint8Array): boolean => {
  const { reply } = on
  const parsed = guarded(() => parse808(unescape808(bytes)))
  if (!parsed.ok) {
    fault(on, parsed.error.code, `expected a frame of JT/T 808: ${parsed.error.code}`, {
      reason: parsed.error.reason,
      hex: toHex(bytes.subarray(0, EXAMPLE_BYTES)),
    })
    return false
  }
  const frame = parsed.frame
  if (frame.header.encryption !== 0) {
    fault(
      on,
      'encrypted',
      'expected an open body; the header says that it is encrypted',
      { message: messageId(frame.header.id) },
      frame.header.phone,
    )
    reply(frame.header, 3)
  } else if (frame.header.split && frame.header.split.total > 1) part(on, frame)
  else message(on, frame, [frame.header.serial])
  return true
}

const expire = (on: OnLine): void => {
  const { parts, clock } = on
  for (const { header, missing } of parts.expire(clock()))
    fault(
      on,
      'parts',
      'expected all parts of a message',
      { message: messageId(header.id), missing },
      header.phone,
    )
}

/** One line of JT/T 808: registration, then its code, and only then positions; each answered when it is durable. */
export const makeJt808Session = (
  line: Line,
  config: Jt808Config,
  bound: Bound,
  ports: GatewayPorts,
): LineSession => {
  const frames = makeFrameLine({
    line,
    ports,
    patienceMs: config.patienceMs,
    makeFramer: (frame) => makeFlagFramer({ head: 0x7e, end: 0x7e }, LONGEST_FRAME, frame),
    take: (bytes) => take(on, bytes),
  })
  const on: OnLine = {
    ...ports,
    ...makeAnswers(line),
    line,
    config,
    bound,
    ports,
    proven: new Map(),
    parts: makeParts(config.partsMs),
    frames,
    failed: 0,
    waiting: 0,
  }
  const stopExpiring = every(config.partsMs, () => expire(on), {
    failed: (error) => fault(on, 'handler', 'parts broke their handler', { reason: String(error) }),
  })
  return {
    data: frames.data,
    end: () => {
      void stopExpiring()
      frames.end()
    },
  }
}
