import { defineModule } from '../common/defineModule.ts'
import { makeCellIndex } from './cells.ts'
import { attachRealtime, type Realtime, type RealtimeDeps } from './gateway.ts'
import type { HubDeps } from './hub.ts'

/** The socket: what is published before it is open nobody waits for. */
export interface Live extends Pick<Realtime, 'publish'> {
  /** Opens the socket on the HTTP server. */
  attach(options: Omit<RealtimeDeps, 'regions' | 'topics' | 'feeds' | 'now' | 'log'>): Realtime
}

declare module '../common/defineModule.ts' {
  interface Ports {
    realtime: Live
  }
}

export default defineModule({
  name: 'realtime',
  needs: [],
  make: (house) => {
    let realtime: Realtime | null = null
    return {
      port: {
        publish: (topic, items) => realtime?.publish(topic, items),
        attach: (options) =>
          (realtime = attachRealtime({
            ...options,
            regions: house.later('housing').tree,
            topics: new Map(house.all('topics').map((topic) => [topic.name, topic])),
            feeds: Object.fromEntries(
              house
                .all('feeds')
                .map((feed) => [
                  feed.topic,
                  feed.places ? { ...feed, cells: makeCellIndex(feed.places) } : feed,
                ]),
            ) as unknown as HubDeps['feeds'],
            now: house.clock,
            log: house.log,
          })),
      },
      stop: () => realtime?.close(),
    }
  },
})
