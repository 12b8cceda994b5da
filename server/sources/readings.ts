import mqtt from 'mqtt'
import { ENERGY_TOPIC_PREFIX, type ReadingRecord } from '#shared/protocol/platform.ts'
import type { Clock } from '../clock.ts'
import { makeBackoff, pause } from './backoff.ts'
import type { ReadingsConfig } from './config.ts'
import { makeConversation } from './conversation.ts'
import { admitReadings, rejectWhole } from './door.ts'
import { makeHealth, messageOf, type SourceLog } from './health.ts'
import type { Rejected, Source, SourceSink } from './Source.ts'

/** Buildings in one write: a province that speaks in the same second must not hold up whoever asks meanwhile. */
const BATCH = 120

/** A message that waits for its batch to become durable. */
interface Arrived {
  readonly text: string
  readonly acknowledge: () => void
}

const readAll = (name: string, arrived: readonly Arrived[]): { good: ReadingRecord[]; rejected: Rejected[] } => {
  const bodies: unknown[] = []
  const rejected: Rejected[] = []
  for (const { text } of arrived) {
    try {
      bodies.push(JSON.parse(text))
    } catch (error) {
      rejected.push(rejectWhole(name, 'readings', messageOf(error), text))
    }
  }
  const admission = admitReadings(name, bodies)
  return { good: admission.good, rejected: [...rejected, ...admission.rejected] }
}

/**
 * Broadcast way: MQTT with a session that the broker keeps while we are away, QoS 1. Messages gather while the last
 * batch is being written; each is acknowledged after its own batch is durable, and not at all when that fails.
 */
export const makeReadingsSource = (config: ReadingsConfig, clock: Clock, log: SourceLog): Source => {
  const health = makeHealth(config.name, 'broadcast')
  const backoff = makeBackoff()
  const abort = new AbortController()

  const writeBatch = async (sink: SourceSink, arrived: readonly Arrived[]): Promise<void> => {
    const { good, rejected } = readAll(config.name, arrived)
    if (rejected.length > 0) await sink.quarantine(rejected)
    if (good.length > 0) await sink.accept(config.name, { kind: 'readings', items: good })
    health.kept(good.length, clock())
    health.rejected(rejected.length)
    for (const { acknowledge } of arrived) acknowledge()
  }

  const converse = async (sink: SourceSink): Promise<void> => {
    const queue: Arrived[] = []
    let ended: Error | null = null
    const client = mqtt.connect(config.url, {
      clientId: config.clientId,
      username: config.username,
      password: config.password,
      clean: false,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      resubscribe: false,
    })
    const end = (error: Error): void => {
      ended ??= error
    }
    client.on('error', end)
    client.on('close', () => end(new Error('the broker closed the line')))
    client.on('connect', () => {
      client.subscribe(`${ENERGY_TOPIC_PREFIX}/#`, { qos: 1 }, (error) => (error ? end(error) : health.state('live')))
    })
    deferAcknowledgements(client, (text, acknowledge) => queue.push({ text, acknowledge }))
    try {
      while (!ended && !abort.signal.aborted) {
        if (queue.length < BATCH) await pause(config.gatherMs, abort.signal)
        const arrived = queue.splice(0, BATCH)
        if (arrived.length === 0) continue
        await writeBatch(sink, arrived)
        backoff.reset()
        health.state(queue.length > 2_000 ? 'catching-up' : 'live')
      }
    } finally {
      client.removeAllListeners()
      client.on('error', () => undefined)
      await new Promise<void>((resolve) => client.end(true, {}, () => resolve()))
    }
    if (ended) throw ended as Error
  }

  return makeConversation({ name: config.name, way: 'broadcast', health, backoff, abort, log, converse })
}

const DEFERRED = new Error('acknowledged later')

/**
 * The client takes the next message only when the handler of the last one calls back, and acknowledges by that call.
 * Calling back with an error takes the next one without acknowledging; the packet is then acknowledged by hand once
 * it is durable. Messages of QoS 0 have nothing to acknowledge.
 */
const deferAcknowledgements = (client: mqtt.MqttClient, arrive: (text: string, acknowledge: () => void) => void): void => {
  client.handleMessage = (packet, callback) => {
    const later = packet.qos > 0
    arrive(String(packet.payload), () => {
      if (later && client.connected) (callback as (error?: Error) => void)()
    })
    ;(callback as (error?: Error) => void)(later ? DEFERRED : undefined)
  }
}
