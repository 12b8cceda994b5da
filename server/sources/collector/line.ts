import type { Clock } from '../../common/clock/clock.ts'
import { cutText } from '#shared/kernel/text.ts'
import type { Line, LineSession } from '../gateway/listener.ts'
import { serial } from '../../common/jobs.ts'
import { seal, unseal, type AesKey } from './cipher.ts'
import type { CollectorConfig } from './config.ts'
import {
  encodeFrame,
  makeFrameReader,
  USUAL,
  type Dialect,
  type FrameEvent,
  type FrameReader,
} from './frame.ts'
import { encodeFrame1f1f, makeFrameReader1f1f, USUAL_1F1F } from './frame1f1f.ts'
import { makeSession, type SessionPorts } from './session.ts'
import { MessageFault, readMessage } from './xml.ts'

/** What a line's owner does for it, beside what its conversation needs. */
export interface LinePorts extends Pick<SessionPorts, 'gatewayOf' | 'proven' | 'deliver' | 'fault'> {
  readonly config: CollectorConfig
  readonly clock: Clock
  readonly aes: AesKey | null
  /** What could not be kept: the line is closed without an answer, and its collector sends again. */
  lost(error: unknown): void
}

/** A request or a proof is shorter: who has not proved himself holds no more. */
const UNPROVEN_BYTES = 8_192
/** Frames that cannot be read before a line is closed. */
const FAULTS_PER_LINE = 20
/** XML in the clear, behind a byte order mark and blanks. */
const OPEN = /^(\u00ef\u00bb\u00bf|\s)*</
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The sink could not keep an upload: it comes again. Whatever else breaks costs its message alone. */
class NotKept extends Error {
  constructor(cause: unknown) {
    super('an upload could not be kept', { cause })
  }
}

/** One line at work. */
interface OnLine extends Pick<LinePorts, 'config' | 'aes'> {
  readonly line: Line
  readonly ports: LinePorts
  /** The framing of 1F1F. */
  readonly isOther: boolean
  readonly reader: FrameReader
  readonly session: ReturnType<typeof makeSession>
  dialect: Dialect
  sequence: number
  /** Frames that could not be read. */
  faults: number
  isOver: boolean
  /** The last message came in the clear: some makers encrypt their uploads alone. */
  isOpen: boolean
  /** A frame was begun and must end in time. */
  begun: NodeJS.Timeout | null
}

const close = (on: OnLine, reason: string): void => {
  const { line } = on
  on.isOver = true
  line.close(reason)
}

const framed = (on: OnLine, body: Buffer): Buffer =>
  on.isOther
    ? encodeFrame1f1f(body, on.dialect)
    : encodeFrame((on.sequence = (on.sequence + 1) >>> 0), body, on.dialect)

const watchHalf = (on: OnLine): void => {
  const { reader, config } = on
  if (on.begun) clearTimeout(on.begun)
  on.begun =
    reader.held() > 0
      ? setTimeout(() => close(on, 'it did not end its frame in time'), config.patienceMs)
      : null
}

const take = async (on: OnLine, event: FrameEvent): Promise<void> => {
  const { isOther, aes, session } = on
  if (event.kind === 'fault') throw new MessageFault(event.reason)
  on.dialect = event.frame.dialect
  on.isOpen = isOther && OPEN.test(event.frame.body.toString('latin1', 0, 64))
  const text = unseal(event.frame.body, on.isOpen ? null : aes)
  if (text === null) throw new MessageFault('expected whole AES blocks')
  await session.handle(readMessage(text))
}

const turn = async (on: OnLine, event: FrameEvent): Promise<void> => {
  const { ports, line } = on
  try {
    await take(on, event)
  } catch (error) {
    if (error instanceof NotKept) throw error
    const found =
      event.kind === 'frame' ? { bytes: event.frame.body.length } : { code: event.code, found: event.detail }
    if (error instanceof MessageFault) await ports.fault(line.address, error.message, found)
    else
      await ports.fault(line.address, 'a message broke its handler', {
        ...found,
        reason: cutText(String(error), 160),
      })
    if (++on.faults >= FAULTS_PER_LINE) close(on, `${FAULTS_PER_LINE} frames could not be read`)
  }
}

const process = async (on: OnLine, chunk: Uint8Array): Promise<void> => {
  const { reader } = on
  const held = reader.held()
  const events = reader.push(chunk)
  if (events.length > 0 || held === 0) watchHalf(on)
  for (const event of events) {
    if (on.isOver) return
    await turn(on, event)
    await nextTurn()
  }
}

/** One chunk of a line that is not read meanwhile; what could not be kept ends the line. */
const processHeld = async (on: OnLine, chunk: Uint8Array): Promise<void> => {
  try {
    if (!on.isOver) await process(on, chunk)
  } catch (error) {
    close(on, 'an upload could not be kept')
    on.ports.lost(error instanceof NotKept ? error.cause : error)
  } finally {
    on.line.release()
  }
}

const deliver = async (
  ports: LinePorts,
  ...[gateway, upload]: Parameters<LinePorts['deliver']>
): Promise<void> => {
  try {
    await ports.deliver(gateway, upload)
  } catch (error) {
    throw new NotKept(error)
  }
}

/**
 * One collector's line: bytes to frames to messages, one after another. It is not read on while a message becomes
 * durable, must prove itself in time, and must end a frame that it began in time.
 */
export const makeCollectorLine = (line: Line, ports: LinePorts): LineSession => {
  const { config, aes } = ports
  const session = makeSession({
    ...ports,
    deliver: (gateway, upload) => deliver(ports, gateway, upload),
    send: (message) => line.write(framed(on, on.isOpen ? message : seal(message, aes))),
    end: () => close(on, 'it may not speak'),
  })
  const isOther = config.frame === '1f1f'
  const reader = (isOther ? makeFrameReader1f1f : makeFrameReader)(() =>
    session.isProven() ? config.maxBytes : Math.min(config.maxBytes, UNPROVEN_BYTES),
  )
  const on: OnLine = {
    config,
    aes,
    line,
    ports,
    isOther,
    reader,
    session,
    dialect: isOther ? USUAL_1F1F : USUAL,
    sequence: 0,
    faults: 0,
    isOver: false,
    isOpen: false,
    begun: null,
  }
  const inTurn = serial()
  const unproven = setTimeout(
    () => session.isProven() || close(on, 'it did not prove itself in time'),
    config.patienceMs,
  )
  return {
    data: (chunk) => {
      line.hold()
      void inTurn(() => processHeld(on, chunk))
    },
    end: () => {
      on.isOver = true
      clearTimeout(unproven)
      if (on.begun) clearTimeout(on.begun)
    },
  }
}
