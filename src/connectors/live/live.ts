import type { Connector, ConnectorEvents } from '../Connector.ts'
import type { FromWorker, ToWorker } from './messages.ts'

type Listeners = { [E in keyof ConnectorEvents]: Set<(payload: ConnectorEvents[E]) => void> }

const deliver = (listeners: Listeners, message: FromWorker): void => {
  const { type, ...payload } = message
  for (const listener of listeners[type]) (listener as (payload: unknown) => void)(payload)
}

const AGAIN_MS = { first: 5000, longest: 300_000 }

/** The worker; one whose file did not come is made anew, ever more seldom, and told all that it was to be told. */
const makeWorker = (take: (message: FromWorker) => void) => {
  let unheard: ToWorker[] | null = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = AGAIN_MS.first
  const start = (): Worker => {
    const made = new Worker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name: 'live' })
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      unheard = null
      take(data)
    }
    made.onerror = (event) => {
      /** What its code throws is an ErrorEvent. */
      if (!unheard || event instanceof ErrorEvent) return
      made.terminate()
      timer = setTimeout(() => {
        worker = start()
        for (const message of unheard ?? []) worker.postMessage(message)
      }, waitMs)
      waitMs = Math.min(waitMs * 2, AGAIN_MS.longest)
    }
    return made
  }
  let worker = start()
  return {
    post: (message: ToWorker): void => {
      unheard?.push(message)
      worker.postMessage(message)
    },
    giveUp: (): void => clearTimeout(timer),
  }
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
  const { post, giveUp } = makeWorker((message) => deliver(listeners, message))

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
      giveUp()
      for (const set of Object.values(listeners)) set.clear()
    },
  }
}
