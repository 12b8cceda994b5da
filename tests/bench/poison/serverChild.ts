/** The fed: a whole server without a stand-in, over an empty ledger, in a process of its own; its sources are the bench's. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { SourceStatus } from '../../../src/shared/protocol/http.ts'
import { startTestServer, type TestAccount, type TestServer } from '../../builders/house/server.ts'

export interface Ready {
  readonly type: 'ready'
  readonly url: string
  readonly databaseUrl: string
  /** Sessions that may read. */
  readonly cookies: readonly string[]
}
/** `points`: instants that are kept of a vehicle; `pauses`: of the server's own event loop since the last time they were asked for, ms. */
export type Fed =
  | Ready
  | { readonly type: 'points'; readonly at: readonly number[] }
  | { readonly type: 'registers'; readonly totals: readonly (number | null)[] }
  | { readonly type: 'statuses'; readonly statuses: readonly SourceStatus[] }
  | { readonly type: 'pauses'; readonly p99: number; readonly max: number }
export type ToFed =
  | { readonly type: 'start'; readonly sources: string }
  | { readonly type: 'points'; readonly vehicle: string; readonly from: number; readonly to: number }
  | { readonly type: 'registers'; readonly meters: readonly string[] }
  | { readonly type: 'statuses' | 'pauses' | 'end' }

const ACCOUNTS: readonly TestAccount[] = ['leader', 'supervisor', 'manager']
const pauses = monitorEventLoopDelay({ resolution: 5 })
const tell = (message: Fed): void => void process.send?.(message)

const pointsOf = async (
  { running: { ports } }: TestServer,
  vehicle: string,
  from: number,
  to: number,
): Promise<number[]> => {
  const ordinal = ports.directory.directory.now().vehicleOrdinals.get(vehicle)
  if (ordinal === undefined) return []
  const track = await ports.vehicles.tracks.track(ordinal, from, to)
  return Array.from({ length: track.count }, (_, i) => track.at[i] as number)
}

const answer = async (server: TestServer, message: ToFed): Promise<void> => {
  if (message.type === 'points')
    tell({ type: 'points', at: await pointsOf(server, message.vehicle, message.from, message.to) })
  else if (message.type === 'registers')
    tell({
      type: 'registers',
      totals: message.meters.map((meter) => server.running.ports.energy.energy.state(meter)?.total ?? null),
    })
  else if (message.type === 'statuses')
    tell({ type: 'statuses', statuses: server.running.ports.intake.runner.statuses() })
  else if (message.type === 'pauses') {
    tell({ type: 'pauses', p99: pauses.percentile(99) / 1e6, max: pauses.max / 1e6 })
    pauses.reset()
  }
}

const serve = async (sources: string): Promise<void> => {
  const server = await startTestServer({
    scale: null,
    checkAnswers: false,
    environment: { GUANLAN_SOURCES: sources },
  })
  const end = (): void => void server.stop().finally(() => process.exit(0))
  process.once('disconnect', end)
  process.on('message', (message: ToFed) => (message.type === 'end' ? end() : void answer(server, message)))
  const cookies = await Promise.all(ACCOUNTS.map((account) => server.signIn(account)))
  pauses.enable()
  tell({ type: 'ready', url: server.url, databaseUrl: server.database.url, cookies })
}

process.once('message', (message: ToFed) => {
  if (message.type === 'start') void serve(message.sources)
  else process.exit(0)
})
process.once('disconnect', () => setTimeout(() => process.exit(1), 30_000).unref())
