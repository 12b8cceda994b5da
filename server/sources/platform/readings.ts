import mqtt from 'mqtt'
import { ENERGY_TOPIC_PREFIX, type ReadingRecord } from '#shared/protocol/platform.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { makeBackoff, type Backoff } from './backoff.ts'
import { makeBell } from './bell.ts'
import { pause } from '../../common/jobs.ts'
import type { ReadingsConfig } from './config.ts'
import { makeConversation } from './conversation.ts'
import { admitReadings, rejectWhole } from '../door.ts'
import { makeHealth, type Health, type SourceLog } from '../health.ts'
import { readJson } from '../../common/json.ts'
import type { Rejected, Source, SourceSink } from '../Source.ts'

/** Buildings in one write: a province that speaks in the same second must not hold up whoever asks meanwhile. */
const BATCH = 120

/** Messages that wait at most, and octets of them; above, the line is not read and its broker waits. */
const MOST_WAITING = 4_000
const MOST_WAITING_BYTES = 16 * 1_048_576
/** A message of more octets than this many times the configured bound is not even taken off the line. */
const CUT_FACTOR = 16
/** With more messages waiting than this it is catching up. */
const BEHIND = 2_000
/** An empty queue is looked at so often for the end of the line. */
const LOOK_MS = 1_000

/** A message that waits for its batch to become durable. */
interface Arrived {
  readonly payload: Buffer
  readonly acknowledge: () => void
}

const readAll = (
  name: string,
  arrived: readonly Arrived[],
  mostBytes: number,
): { good: ReadingRecord[]; rejected: Rejected[] } => {
  const bodies: unknown[] = []
  const rejected: Rejected[] = []
  for (const { payload } of arrived) {
    const text = payload.length > mostBytes ? '' : payload.toString()
    const read =
      payload.length > mostBytes
        ? { reason: `expected a message of at most ${mostBytes} bytes; found ${payload.length}` }
        : readJson(text)
    if ('reason' in read) rejected.push(rejectWhole(name, 'readings', read.reason, text))
    else bodies.push(read.value)
  }
  const admission = admitReadings(name, bodies)
  return { good: admission.good, rejected: [...rejected, ...admission.rejected] }
}

/** What the broker has sent and nobody has written yet; the client takes the next message only when there is room. */
const makeInbox = () => {
  const waiting: Arrived[] = []
  let bytes = 0
  const bell = makeBell()
  let next: (() => void) | null = null
  const isFull = (): boolean => waiting.length >= MOST_WAITING || bytes >= MOST_WAITING_BYTES
  return {
    /** `goOn` is called once there is room for another. */
    add: (one: Arrived, goOn: () => void): void => {
      waiting.push(one)
      bytes += one.payload.length
      if (isFull()) next = goOn
      else goOn()
      bell.ring()
    },
    size: () => waiting.length,
    isFull,
    /** Whoever waits for some looks again. */
    stir: bell.ring,
    take: (most: number): Arrived[] => {
      const taken = waiting.splice(0, most)
      for (const { payload } of taken) bytes -= payload.length
      if (!isFull()) {
        next?.()
        next = null
      }
      return taken
    },
    /** Resolves when something waits, and once in a while. */
    some: async (): Promise<void> => {
      if (waiting.length === 0) await bell.heard(LOOK_MS)
    },
  }
}

/** Ends a line on which a message grows beyond all bounds: the client would gather it whole first. */
const watchSize = (client: mqtt.MqttClient, mostBytes: number, end: (error: Error) => void): void => {
  let since = 0
  client.on('packetreceive', () => {
    since = 0
  })
  client.stream.on('data', (chunk: Buffer) => {
    since += chunk.length
    if (since <= mostBytes) return
    end(new Error(`a message is larger than ${mostBytes} bytes: have the broker refuse it`))
    client.stream.destroy()
  })
}

/** The source at work. */
interface Listening {
  readonly config: ReadingsConfig
  readonly clock: Clock
  readonly health: Health
  readonly backoff: Backoff
  readonly abort: AbortController
}

const writeBatch = async (
  { config, health, clock }: Listening,
  sink: SourceSink,
  arrived: readonly Arrived[],
): Promise<void> => {
  const { good, rejected } = readAll(config.name, arrived, config.maxBytes)
  if (rejected.length > 0) await sink.quarantine(rejected)
  const spoilt =
    (good.length > 0 ? await sink.accept(config.name, { kind: 'readings', items: good }) : null) ?? []
  health.kept(good.length - spoilt.length, clock())
  health.rejected(rejected.length + spoilt.length)
  for (const { acknowledge } of arrived) acknowledge()
}

/** Connects and subscribes; what comes gathers in the inbox. */
const openLine = (
  { config, health }: Listening,
  inbox: ReturnType<typeof makeInbox>,
  end: (error: Error) => void,
): mqtt.MqttClient => {
  const client = mqtt.connect(config.url, {
    clientId: config.clientId,
    username: config.username,
    password: config.password,
    clean: false,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    resubscribe: false,
  })
  watchSize(client, config.maxBytes * CUT_FACTOR, end)
  client.on('error', end)
  client.on('close', () => end(new Error('the broker closed the line')))
  client.on('connect', () => {
    client.subscribe(`${ENERGY_TOPIC_PREFIX}/#`, { qos: 1 }, (error) =>
      error ? end(error) : health.state('live'),
    )
  })
  deferAcknowledgements(client, inbox.add)
  return client
}

const converse = async (listening: Listening, sink: SourceSink): Promise<void> => {
  const { config, health, backoff, abort } = listening
  const inbox = makeInbox()
  let ended: Error | null = null
  const end = (error: Error): void => {
    ended ??= error
    inbox.stir()
  }
  abort.signal.addEventListener('abort', inbox.stir)
  const client = openLine(listening, inbox, end)
  try {
    while (!ended && !abort.signal.aborted) {
      await inbox.some()
      if (inbox.size() < BATCH && config.gatherMs > 0) await pause(config.gatherMs, abort.signal)
      if (inbox.isFull())
        health.state('catching-up', 'more came than is written: the line is not read meanwhile')
      const arrived = inbox.take(BATCH)
      if (arrived.length === 0) continue
      await writeBatch(listening, sink, arrived)
      backoff.reset()
      health.state(inbox.size() > BEHIND ? 'catching-up' : 'live')
    }
  } finally {
    abort.signal.removeEventListener('abort', inbox.stir)
    client.removeAllListeners()
    client.on('error', () => undefined)
    await new Promise<void>((resolve) => client.end(true, {}, () => resolve()))
  }
  if (ended) throw ended as Error
}

/**
 * Broadcast way: MQTT with a session that the broker keeps while we are away, QoS 1. Messages gather while the last
 * batch is being written; each is acknowledged after its own batch is durable, and not at all when that fails.
 */
export const makeReadingsSource = (config: ReadingsConfig, clock: Clock, log: SourceLog): Source => {
  const health = makeHealth(config.name, 'broadcast', 'readings')
  const listening: Listening = { config, clock, health, backoff: makeBackoff(), abort: new AbortController() }
  const { backoff, abort } = listening
  return makeConversation({
    name: config.name,
    way: 'broadcast',
    health,
    backoff,
    abort,
    log,
    converse: (sink) => converse(listening, sink),
  })
}

const DEFERRED = new Error('acknowledged later')

/**
 * The client takes the next message only when the handler of the last one calls back, and acknowledges by that call.
 * Calling back with an error takes the next one without acknowledging; the packet is then acknowledged by hand once
 * it is durable. Messages of QoS 0 have nothing to acknowledge.
 */
const deferAcknowledgements = (
  client: mqtt.MqttClient,
  arrive: (one: Arrived, goOn: () => void) => void,
): void => {
  client.handleMessage = (packet, callback) => {
    const later = packet.qos > 0
    const done = callback as (error?: Error) => void
    const acknowledge = (): void => {
      if (later && client.connected) done()
    }
    arrive(
      {
        payload: Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload),
        acknowledge,
      },
      () => done(later ? DEFERRED : undefined),
    )
  }
}
