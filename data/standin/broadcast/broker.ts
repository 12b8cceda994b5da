import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { Aedes } from 'aedes'
import { ENERGY_TOPIC_PREFIX } from '#shared/protocol/platform.ts'
import type { FaultDesk } from '../faults.ts'

export interface Broker {
  start(port: number): Promise<number>
  /** QoS 1, retained: who subscribes later still gets the newest. */
  publish(topic: string, payload: string): Promise<void>
  clients(): number
  stop(): Promise<void>
}
export interface BrokerOptions {
  readonly faults: FaultDesk
  readonly isKey: (given: string) => boolean
}

const USER = 'guanlan'
const BAD_CREDENTIALS = 4
const UNAVAILABLE = 3

interface Persistence {
  outgoingEnqueueCombi(
    subscriptions: readonly { clientId: string }[],
    packet: unknown,
    done: (error?: Error | null) => void,
  ): void
}

/**
 * Readings are kept only as each topic's newest (retained): nothing is queued for a client that is away, or
 * memory would grow with its absence.
 */
const queueOnlyForPresent = (aedes: Aedes): void => {
  const { persistence, clients } = aedes as unknown as {
    persistence: Persistence
    clients: Record<string, unknown>
  }
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence)
  persistence.outgoingEnqueueCombi = (subscriptions, packet, done) =>
    enqueue(
      subscriptions.filter(({ clientId }) => clients[clientId] !== undefined),
      packet,
      done,
    )
}

/** An embedded MQTT broker that only this process publishes to. */
export const makeBroker = ({ faults, isKey }: BrokerOptions): Broker => {
  const aedes = new Aedes({ concurrency: 1000 })
  const sockets = new Set<Socket>()
  aedes.authenticate = (_client, user, password, done) => {
    const refuse = (returnCode: number): void =>
      done(Object.assign(new Error('refused'), { returnCode }), false)
    if (faults.current().down || faults.strikes('failRate')) return refuse(UNAVAILABLE)
    if (user !== USER || !isKey(String(password ?? ''))) return refuse(BAD_CREDENTIALS)
    done(null, true)
  }
  aedes.authorizePublish = (_client, _packet, done) =>
    done(new Error('readings are published by the platform alone'))
  aedes.authorizeSubscribe = (_client, subscription, done) =>
    done(null, subscription.topic.startsWith(`${ENERGY_TOPIC_PREFIX}/`) ? subscription : null)
  const server = createServer((socket) => {
    if (faults.current().down) return socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    aedes.handle(socket)
  })
  const dropAll = (): void => sockets.forEach((socket) => socket.destroy())
  faults.onChange(({ down }) => down && dropAll())
  return {
    start: async (port) => {
      await aedes.listen()
      queueOnlyForPresent(aedes)
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
      })
    },
    publish: (topic, payload) =>
      new Promise((resolve, reject) => {
        aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain: true, dup: false }, (error) =>
          error ? reject(error) : resolve(),
        )
      }),
    clients: () => sockets.size,
    stop: async () => {
      dropAll()
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
