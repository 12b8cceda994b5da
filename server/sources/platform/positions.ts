import WebSocket from 'ws'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff, type Backoff } from './backoff.ts'
import type { PositionsConfig } from './config.ts'
import { makeConversation } from './conversation.ts'
import { admitPositions, rejectWhole } from '../door.ts'
import { makeHealth, type Health, type SourceLog } from '../health.ts'
import { dropLine, endLine, isTooLarge, openLine, type Message, type PositionLine } from './positionLine.ts'
import { makeSequenceWindow, type SequenceWindow } from './sequence.ts'
import type { Rejected, Source, SourceSink } from '../Source.ts'

const STREAM = 'sequence'
/** A hole in the numbers is waited for so long, then asked for again by a new hello. */
const HOLE_MS: DurationMs = 5_000
/** After so many hellos for one hole it is written down as lost and left behind. */
const HOLE_TRIES = 3
/** A silent line is looked at so often. */
const LOOK_MS: DurationMs = 1_000
/** With more messages waiting than this it is catching up. */
const BEHIND = 8

/** The source at work. */
interface Following {
  readonly config: PositionsConfig
  readonly clock: Clock
  readonly health: Health
  readonly backoff: Backoff
  readonly abort: AbortController
  /** Hellos for the hole that is open. */
  holeTries: number
  /** Kept over connections; null before the first. */
  window: SequenceWindow | null
}

const rejectText = ({ config }: Following, reason: string, text: string | null = null): Rejected =>
  rejectWhole(config.name, 'positions', reason, text)

/** What of the messages can be kept, and what is turned away. */
const sift = (
  following: Following,
  messages: readonly Message[],
): { readonly items: PositionRecord[]; readonly rejected: Rejected[] } => {
  const items: PositionRecord[] = []
  const rejected: Rejected[] = []
  for (const message of messages) {
    if (message.kind === 'rubbish') rejected.push(rejectText(following, message.reason, message.text))
    else if (message.kind === 'gap')
      rejected.push(
        rejectText(following, `the platform no longer has batches ${message.from} to ${message.to}`),
      )
    else {
      const admission = admitPositions(following.config.name, message.items)
      for (const item of admission.good) items.push(item)
      rejected.push(...admission.rejected)
    }
  }
  return { items, rejected }
}

const apply = async (
  following: Following,
  sink: SourceSink,
  messages: readonly Message[],
  window: SequenceWindow,
): Promise<void> => {
  const { config, health, clock } = following
  const { items, rejected } = sift(following, messages)
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

/** A platform that numbers anew, far ahead, is followed; what it left out is written down. */
const openAt = async (
  following: Following,
  sink: SourceSink,
  window: SequenceWindow,
  first: number,
): Promise<void> => {
  const before = window.acknowledged()
  window.open(first)
  const after = window.acknowledged()
  if (before === null || after === null || after <= before) return
  await sink.quarantine([
    rejectText(following, `the platform goes on with batch ${first}: ${before + 1} to ${after} never came`),
  ])
  following.health.rejected(1)
}

/** Makes what came durable, then acknowledges it as far as nothing is missing. */
const takeMessages = async (
  following: Following,
  sink: SourceSink,
  window: SequenceWindow,
  line: PositionLine,
  messages: readonly Message[],
): Promise<void> => {
  const { config, backoff, health } = following
  line.lastHeard = Date.now()
  const opening = messages.find((message) => message.kind === 'batch')
  if (line.isFresh && opening?.kind === 'batch') {
    await openAt(following, sink, window, opening.seq)
    line.isFresh = false
  }
  const stray = messages.find((message) => message.kind === 'batch' && window.isStray(message.seq))
  await apply(following, sink, messages, window)
  if (stray?.kind === 'batch')
    endLine(line, new Error(`batch ${stray.seq} is far ahead of ${window.acknowledged()}: asked anew`))
  const acknowledged = window.acknowledged()
  if (acknowledged !== null) {
    await sink.setCursor(config.name, STREAM, String(acknowledged))
    if (line.socket.readyState === WebSocket.OPEN)
      line.socket.send(JSON.stringify({ type: 'ack', seq: acknowledged }))
  }
  backoff.reset()
  health.state(line.inbox.size() > BEHIND ? 'catching-up' : 'live')
}

const watchHole = (
  following: Following,
  window: SequenceWindow,
  line: PositionLine,
  hasCome: boolean,
): void => {
  line.holeSince = window.waiting() > 0 ? (line.holeSince ?? Date.now()) : null
  if (line.holeSince === null) following.holeTries = hasCome ? 0 : following.holeTries
  else if (Date.now() - line.holeSince > HOLE_MS)
    endLine(line, new Error(`batch ${(window.acknowledged() ?? 0) + 1} is missing`))
}

/** Nothing stands still for ever behind batches that the platform never sends again. */
const leaveHole = async (
  following: Following,
  sink: SourceSink,
  window: SequenceWindow,
  why = '',
): Promise<void> => {
  if (++following.holeTries < HOLE_TRIES) return
  following.holeTries = 0
  const missing = (window.acknowledged() ?? 0) + 1
  const last = why === '' ? window.lastMissing() : missing
  const what =
    last > missing
      ? `batches ${missing} to ${last} were`
      : `batch ${missing} ${why === '' ? '' : `${why} `}was`
  await sink.quarantine([rejectText(following, `${what} asked for ${HOLE_TRIES} times and never came`)])
  following.health.rejected(1)
  window.skip(last)
}

/** One connection from hello to its end; rejects with the reason of the end. */
const converse = async (following: Following, sink: SourceSink, window: SequenceWindow): Promise<void> => {
  const { config, health, abort } = following
  const line = openLine(config, health, window.acknowledged)
  const { inbox } = line
  const onAbort = (): void => endLine(line, new Error('stopping'))
  abort.signal.addEventListener('abort', onAbort)
  try {
    while (!line.ended || (inbox.size() > 0 && !abort.signal.aborted)) {
      if (inbox.size() === 0) await line.bell.heard(Math.min(config.silenceMs, LOOK_MS))
      const messages = await inbox.take()
      if (messages.length > 0) await takeMessages(following, sink, window, line, messages)
      else if (Date.now() - line.lastHeard > config.silenceMs)
        endLine(line, new Error(`nothing heard for ${config.silenceMs} ms`))
      watchHole(following, window, line, messages.length > 0)
    }
  } finally {
    abort.signal.removeEventListener('abort', onAbort)
    dropLine(line)
  }
  if (isTooLarge(line.ended))
    await leaveHole(following, sink, window, `is larger than ${config.maxBytes} bytes and`)
  else if (line.holeSince !== null) await leaveHole(following, sink, window)
  throw line.ended ?? new Error('the line ended')
}

/**
 * Session way: one WebSocket. All that arrived while the last batch was being written becomes the next batch, so the
 * number of commits follows the database and not the line. Acknowledged only when durable, and only up to the first hole.
 */
export const makePositionsSource = (config: PositionsConfig, clock: Clock, log: SourceLog): Source => {
  const following: Following = {
    config,
    clock,
    health: makeHealth(config.name, 'session', 'positions'),
    backoff: makeBackoff(),
    abort: new AbortController(),
    holeTries: 0,
    window: null,
  }
  const { health, backoff, abort } = following
  const resume = async (sink: SourceSink): Promise<void> => {
    if (!following.window) {
      const kept = await sink.cursor(config.name, STREAM)
      following.window = makeSequenceWindow(kept === null ? null : Number(kept))
    }
    await converse(following, sink, following.window)
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
