/** The fed: a whole server without a stand-in, over an empty ledger, in a process of its own; its sources are the bench's. */
import { startTestServer } from '../../builders/server.ts'

export interface Fed {
  readonly type: 'ready'
  readonly url: string
  readonly databaseUrl: string
}
export type ToFed = { readonly type: 'start'; readonly sources: string } | { readonly type: 'end' }

process.on('message', (message: ToFed) => {
  if (message.type !== 'start') return
  void startTestServer({ scale: null, environment: { GUANLAN_SOURCES: message.sources } }).then((server) => {
    process.on('message', () => void server.stop().finally(() => process.exit(0)))
    process.send?.({ type: 'ready', url: server.url, databaseUrl: server.database.url } satisfies Fed)
  })
})
