import type { Clock } from '../../common/clock/clock.ts'
import { cutText } from '#shared/kernel/text.ts'
import type { Line, LineSession } from '../gateway/listener.ts'
import { seal, unseal, type AesKey } from './cipher.ts'
import type { CollectorConfig } from './config.ts'
import { encodeFrame, makeFrameReader, USUAL, type Dialect, type FrameEvent } from './frame.ts'
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

/**
 * One collector's line: bytes to frames to messages, one after another. It is not read on while a message becomes
 * durable, must prove itself in time, and must end a frame that it began in time.
 */
export const makeCollectorLine = (line: Line, ports: LinePorts): LineSession => {
  const { config, aes } = ports
  const isOther = config.frame === '1f1f'
  const reader = (isOther ? makeFrameReader1f1f : makeFrameReader)(() =>
    session.isProven() ? config.maxBytes : Math.min(config.maxBytes, UNPROVEN_BYTES),
  )
  let dialect: Dialect = isOther ? USUAL_1F1F : USUAL
  let sequence = 0
  let faults = 0
  let isOver = false
  /** The last message came in the clear: some makers encrypt their uploads alone. */
  let isOpen = false
  let begun: NodeJS.Timeout | null = null
  let work: Promise<void> = Promise.resolve()

  const close = (reason: string): void => {
    isOver = true
    line.close(reason)
  }
  const framed = (body: Buffer): Buffer =>
    isOther ? encodeFrame1f1f(body, dialect) : encodeFrame((sequence = (sequence + 1) >>> 0), body, dialect)
  const deliver: LinePorts['deliver'] = async (gateway, upload) => {
    try {
      await ports.deliver(gateway, upload)
    } catch (error) {
      throw new NotKept(error)
    }
  }
  const session = makeSession({
    ...ports,
    deliver,
    send: (message) => line.write(framed(isOpen ? message : seal(message, aes))),
    end: () => close('it may not speak'),
  })
  const unproven = setTimeout(
    () => session.isProven() || close('it did not prove itself in time'),
    config.patienceMs,
  )
  const watchHalf = (): void => {
    if (begun) clearTimeout(begun)
    begun =
      reader.held() > 0
        ? setTimeout(() => close('it did not end its frame in time'), config.patienceMs)
        : null
  }

  const take = async (event: FrameEvent): Promise<void> => {
    if (event.kind === 'fault') throw new MessageFault(event.reason)
    dialect = event.frame.dialect
    isOpen = isOther && OPEN.test(event.frame.body.toString('latin1', 0, 64))
    const text = unseal(event.frame.body, isOpen ? null : aes)
    if (text === null) throw new MessageFault('expected whole AES blocks')
    await session.handle(readMessage(text))
  }
  const turn = async (event: FrameEvent): Promise<void> => {
    try {
      await take(event)
    } catch (error) {
      if (error instanceof NotKept) throw error
      const found =
        event.kind === 'frame'
          ? { bytes: event.frame.body.length }
          : { code: event.code, found: event.detail }
      if (error instanceof MessageFault) await ports.fault(line.address, error.message, found)
      else
        await ports.fault(line.address, 'a message broke its handler', {
          ...found,
          reason: cutText(String(error), 160),
        })
      if (++faults >= FAULTS_PER_LINE) close(`${FAULTS_PER_LINE} frames could not be read`)
    }
  }
  const process = async (chunk: Uint8Array): Promise<void> => {
    const held = reader.held()
    const events = reader.push(chunk)
    if (events.length > 0 || held === 0) watchHalf()
    for (const event of events) {
      if (isOver) return
      await turn(event)
      await nextTurn()
    }
  }

  return {
    data: (chunk) => {
      line.hold()
      work = work
        .then(() => (isOver ? undefined : process(chunk)))
        .catch((error: unknown) => {
          close('an upload could not be kept')
          ports.lost(error instanceof NotKept ? error.cause : error)
        })
        .finally(line.release)
    },
    end: () => {
      isOver = true
      clearTimeout(unproven)
      if (begun) clearTimeout(begun)
    },
  }
}
