import WebSocket from 'ws'
import { positionBatchSchema, positionGapSchema, type PositionRecord } from '#shared/protocol/platform.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff } from './backoff.ts'
import type { PositionsConfig } from './config.ts'
import { makeConversation } from './conversation.ts'
import { admitPositions, rejectWhole } from '../door.ts'
import { makeHealth, type SourceLog } from '../health.ts'
import { readJson } from '../../common/json.ts'
import { makeSequenceWindow, type SequenceWindow } from './sequence.ts'
import type { Rejected, Source, SourceSink } from '../Source.ts'
import { fieldOf } from '../turnedAway.ts'

const STREAM = 'sequence'
/** A hole in the numbers is waited for so long, then asked for again by a new hello. */
const HOLE_MS = 5_000
/** After so many hellos for one hole it is written down as lost and left behind. */
const HOLE_TRIES = 3

/** Messages that wait at most, and characters of one after which others are served. */
const MOST_WAITING = 1_000
const LARGE = 65_536

type Message =
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
const isTooLarge = (error: unknown): boolean =>
  (error as { readonly code?: string } | null)?.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/**
 * Session way: one WebSocket. All that arrived while the last batch was being written becomes the next batch, so the
 * number of commits follows the database and not the line. Acknowledged only when durable, and only up to the first hole.
 */
export const makePositionsSource = (config: PositionsConfig, clock: Clock, log: SourceLog): Source => {
  const health = makeHealth(config.name, 'session')
  const backoff = makeBackoff()
  const abort = new AbortController()
  let holeTries = 0

  const apply = async (
    sink: SourceSink,
    messages: readonly Message[],
    window: SequenceWindow,
  ): Promise<void> => {
    const items: PositionRecord[] = []
    const rejected: Rejected[] = []
    for (const message of messages) {
      if (message.kind === 'rubbish')
        rejected.push(rejectWhole(config.name, 'positions', message.reason, message.text))
      else if (message.kind === 'gap')
        rejected.push(
          rejectWhole(
            config.name,
            'positions',
            `the platform no longer has batches ${message.from} to ${message.to}`,
            null,
          ),
        )
      else {
        const admission = admitPositions(config.name, message.items)
        for (const item of admission.good) items.push(item)
        rejected.push(...admission.rejected)
      }
    }
    if (rejected.length > 0) await sink.quarantine(rejected)
    const spoilt =
      (items.length > 0 ? await sink.accept(config.name, { kind: 'positions', items }) : null) ?? []
    for (const message of messages) {
      if (message.kind === 'batch') window.keep(message.seq)
      if (message.kind === 'gap') window.skip(message.to)
    }
    health.kept(items.length - spoilt.length, clock())
    health.rejected(rejected.length + spoilt.length)
  }

  /** One connection from hello to its end; rejects with the reason of the end. */
  const converse = async (sink: SourceSink, window: SequenceWindow): Promise<void> => {
    const socket = new WebSocket(config.url, {
      headers: { authorization: `Bearer ${config.key}` },
      handshakeTimeout: 10_000,
      maxPayload: config.maxBytes,
    })
    const inbox = makeInbox(socket, config.maxBytes * 2)
    let wake: (() => void) | null = null
    let ended: Error | null = null
    let first = true
    const end = (error: Error): void => {
      ended ??= error
      wake?.()
    }
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'hello', lastSeq: window.acknowledged() }))
      health.state('live')
    })
    socket.on('message', (data) => {
      inbox.add(data)
      if (inbox.isHeld())
        health.state('catching-up', 'more came than is written: the line is not read meanwhile')
      wake?.()
    })
    socket.on('error', end)
    socket.on('close', (code) => end(new Error(`the platform closed the line (${code})`)))
    const onAbort = (): void => end(new Error('stopping'))
    abort.signal.addEventListener('abort', onAbort)
    let lastHeard = Date.now()
    let holeSince: number | null = null
    try {
      while (!ended || (inbox.size() > 0 && !abort.signal.aborted)) {
        if (inbox.size() === 0)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, Math.min(config.silenceMs, 1_000))
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        wake = null
        const messages = await inbox.take()
        if (messages.length > 0) {
          lastHeard = Date.now()
          const opening = messages.find((message) => message.kind === 'batch')
          if (first && opening?.kind === 'batch') {
            await openAt(sink, window, opening.seq)
            first = false
          }
          const stray = messages.find((message) => message.kind === 'batch' && window.isStray(message.seq))
          await apply(sink, messages, window)
          if (stray?.kind === 'batch')
            end(new Error(`batch ${stray.seq} is far ahead of ${window.acknowledged()}: asked anew`))
          const acknowledged = window.acknowledged()
          if (acknowledged !== null) {
            await sink.setCursor(config.name, STREAM, String(acknowledged))
            if (socket.readyState === WebSocket.OPEN)
              socket.send(JSON.stringify({ type: 'ack', seq: acknowledged }))
          }
          backoff.reset()
          health.state(inbox.size() > 8 ? 'catching-up' : 'live')
        } else if (Date.now() - lastHeard > config.silenceMs)
          end(new Error(`nothing heard for ${config.silenceMs} ms`))
        holeSince = window.waiting() > 0 ? (holeSince ?? Date.now()) : null
        if (holeSince === null) holeTries = messages.length > 0 ? 0 : holeTries
        else if (Date.now() - holeSince > HOLE_MS)
          end(new Error(`batch ${(window.acknowledged() ?? 0) + 1} is missing`))
      }
    } finally {
      abort.signal.removeEventListener('abort', onAbort)
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.terminate()
    }
    if (isTooLarge(ended)) await leaveHole(sink, window, `is larger than ${config.maxBytes} bytes and`)
    else if (holeSince !== null) await leaveHole(sink, window)
    throw ended ?? new Error('the line ended')
  }

  /** A platform that numbers anew, far ahead, is followed; what it left out is written down. */
  const openAt = async (sink: SourceSink, window: SequenceWindow, first: number): Promise<void> => {
    const before = window.acknowledged()
    window.open(first)
    const after = window.acknowledged()
    if (before === null || after === null || after <= before) return
    await sink.quarantine([
      rejectWhole(
        config.name,
        'positions',
        `the platform goes on with batch ${first}: ${before + 1} to ${after} never came`,
        null,
      ),
    ])
    health.rejected(1)
  }

  /** Nothing stands still for ever behind batches that the platform never sends again. */
  const leaveHole = async (sink: SourceSink, window: SequenceWindow, why = ''): Promise<void> => {
    if (++holeTries < HOLE_TRIES) return
    holeTries = 0
    const missing = (window.acknowledged() ?? 0) + 1
    const last = why === '' ? window.lastMissing() : missing
    const what =
      last > missing
        ? `batches ${missing} to ${last} were`
        : `batch ${missing} ${why === '' ? '' : `${why} `}was`
    await sink.quarantine([
      rejectWhole(config.name, 'positions', `${what} asked for ${HOLE_TRIES} times and never came`, null),
    ])
    health.rejected(1)
    window.skip(last)
  }

  let window: SequenceWindow | null = null
  const resume = async (sink: SourceSink): Promise<void> => {
    if (!window) {
      const kept = await sink.cursor(config.name, STREAM)
      window = makeSequenceWindow(kept === null ? null : Number(kept))
    }
    await converse(sink, window)
  }

  return makeConversation({
    name: config.name,
    way: 'session',
    health,
    backoff,
    abort,
    log,
    converse: resume,
  })
}
