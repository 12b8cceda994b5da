import type { Connector, ConnectorEvents } from '../Connector.ts'
import type { FromWorker, ToWorker } from './messages.ts'

type Listeners = { [E in keyof ConnectorEvents]: Set<(payload: ConnectorEvents[E]) => void> }

const deliver = (listeners: Listeners, message: FromWorker): void => {
  const { type, ...payload } = message
  for (const listener of listeners[type]) (listener as (payload: unknown) => void)(payload)
}

/** The live socket behind a worker of its own. `origin` is this page's: no other host is ever asked. */
export const makeLiveConnector = (origin: string): Connector => {
  const listeners: Listeners = {
    frame: new Set(),
    batch: new Set(),
    state: new Set(),
    skipped: new Set(),
    refused: new Set(),
    lost: new Set(),
    ended: new Set(),
  }
  const worker = new Worker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name: 'live' })
  const post = (message: ToWorker): void => worker.postMessage(message)
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => deliver(listeners, data)

  return {
    start: () => post({ type: 'open', origin }),
    subscribe: (topic, region, cell) =>
      post({ type: 'subscribe', topic, region, ...(cell === undefined ? {} : { cell }) }),
    unsubscribe: (topic, region, cell) =>
      post({ type: 'unsubscribe', topic, region, ...(cell === undefined ? {} : { cell }) }),
    on(event, listener) {
      const set = listeners[event] as Set<typeof listener>
      set.add(listener)
      return () => set.delete(listener)
    },
    stop: () => {
      post({ type: 'close' })
      for (const set of Object.values(listeners)) set.clear()
    },
  }
}
