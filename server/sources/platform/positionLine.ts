import WebSocket from 'ws'
import { positionBatchSchema, positionGapSchema } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { readJson } from '../../common/json.ts'
import type { PositionsConfig } from './config.ts'
import type { Health } from '../health.ts'
import { fieldOf } from '../turnedAway.ts'
import { makeBell, type Bell } from './bell.ts'

/** Messages that wait at most, and characters of one after which others are served. */
const MOST_WAITING = 1_000
const LARGE = 65_536

export type Message =
  | { kind: 'batch'; seq: number; items: unknown[] }
  | { kind: 'gap'; from: number; to: number }
  | { kind: 'rubbish'; text: string; reason: string }

/** What the schema takes, without its copy of thousands of items. */
const isBatch = (body: unknown): body is { seq: number; items: unknown[] } => {
  const { type, seq, items } = (body ?? {}) as Record<string, unknown>
  return type === 'positions' && Number.isSafeInteger(seq) && (seq as number) >= 0 && Array.isArray(items)
}

const read = (text: string): Message => {
  const json = readJson(text)
  if ('reason' in json) return { kind: 'rubbish', text, reason: json.reason }
  const body = json.value
  if (isBatch(body)) return { kind: 'batch', seq: body.seq, items: body.items }
  const gap = positionGapSchema.safeParse(body)
  if (gap.success) return { kind: 'gap', from: gap.data.from, to: gap.data.to }
  const issue = positionBatchSchema.safeParse(body).error?.issues[0]
  return {
    kind: 'rubbish',
    text,
    reason: `neither a batch nor a notice: ${fieldOf(issue?.path ?? []) ?? 'message'}: ${issue?.message}`,
  }
}

/**
 * What a line has sent and nobody has taken yet. Above its bound the line is not read: its sender waits, and nothing is lost.
 */
const makeInbox = (socket: WebSocket, mostBytes: number) => {
  let waiting: string[] = []
  let bytes = 0
  let held = false
  return {
    add: (data: WebSocket.RawData): void => {
      const text = String(data)
      waiting.push(text)
      bytes += text.length
      if (held || (bytes < mostBytes && waiting.length < MOST_WAITING)) return
      held = true
      socket.pause()
    },
    size: () => waiting.length,
    isHeld: () => held,
    /** All of it, parsed one by one: between two of them others are served. */
    take: async (): Promise<Message[]> => {
      const texts = waiting
      waiting = []
      bytes = 0
      if (held) socket.resume()
      held = false
      const messages: Message[] = []
      for (const text of texts) {
        messages.push(read(text))
        if (text.length > LARGE) await new Promise((resolve) => setImmediate(resolve))
      }
      return messages
    },
  }
}

/** The library closes a line on which a message larger than its bound begins. */
export const isTooLarge = (error: unknown): boolean =>
  (error as { readonly code?: string } | null)?.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/** One connection to the platform, and what it has heard. */
export interface PositionLine {
  readonly socket: WebSocket
  readonly inbox: ReturnType<typeof makeInbox>
  readonly bell: Bell
  /** Why it ended; null while it stands. */
  ended: Error | null
  /** No batch has come over it yet. */
  isFresh: boolean
  lastHeard: EpochMs
  /** Since when a number is missing; null where none is. */
  holeSince: EpochMs | null
}

export const endLine = (line: PositionLine, error: Error): void => {
  line.ended ??= error
  line.bell.ring()
}

/** Connects and says hello; what comes gathers in its inbox. */
export const openLine = (
  config: PositionsConfig,
  health: Health,
  lastSeq: () => number | null,
): PositionLine => {
  const socket = new WebSocket(config.url, {
    headers: { authorization: `Bearer ${config.key}` },
    handshakeTimeout: 10_000,
    maxPayload: config.maxBytes,
  })
  const line: PositionLine = {
    socket,
    inbox: makeInbox(socket, config.maxBytes * 2),
    bell: makeBell(),
    ended: null,
    isFresh: true,
    lastHeard: Date.now(),
    holeSince: null,
  }
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'hello', lastSeq: lastSeq() }))
    health.state('live')
  })
  socket.on('message', (data) => {
    line.inbox.add(data)
    if (line.inbox.isHeld())
      health.state('catching-up', 'more came than is written: the line is not read meanwhile')
    line.bell.ring()
  })
  socket.on('error', (error) => endLine(line, error))
  socket.on('close', (code) => endLine(line, new Error(`the platform closed the line (${code})`)))
  return line
}

/** Nothing of it is heard any more. */
export const dropLine = ({ socket }: PositionLine): void => {
  socket.removeAllListeners()
  socket.on('error', () => undefined)
  socket.terminate()
}
