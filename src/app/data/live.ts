import { readFrame, type Frame } from '#shared/protocol/frame.ts'
import type { Batch, Topic } from '#shared/protocol/events.ts'
import { vehiclesTopic } from '#shared/vehicles/topics.ts'
import type { Connector } from '../../connectors/Connector.ts'
import {
  useAlertsStore,
  useClock,
  useLedgerStore,
  useLoadStore,
  useSessionStore,
  useSourcesStore,
  useStandardsStore,
  useTables,
  useViewStore,
} from '../../state/stores/index.ts'
import { TOPICS } from './topics.ts'
import { followCamera, makeCellFollower, type CellFollower } from './liveCells.ts'

/** A gap this long may be longer than the server's memory of batches: what is shown is read again. */
const REREAD_AFTER_MS = 30_000

const onBatch = (batch: Batch): void => {
  if (batch.topic === 'alerts') useAlertsStore().add(batch.items)
  if (batch.topic === 'ledger') useLedgerStore().patch(batch.items)
  if (batch.topic === 'load') useLoadStore().add(batch.items)
  if (batch.topic === 'standards') useStandardsStore().take(batch.items)
  if (batch.topic === 'sources') useSourcesStore().merge(batch.items)
}

const onFrame = (buffer: ArrayBuffer, cell: string | undefined, follower: CellFollower): void => {
  const frame = readFrame(buffer)
  const tables = useTables()
  if (frame.topic === 'energy') return tables.energy.apply(frame as Frame<'energy'>)
  const group = follower.groupOf(cell)
  if (group === null) return
  tables.vehicles.apply(frame as Frame<'vehicles'>, useClock().serverNow(), undefined, group)
  follower.arrived(cell)
}

const reread = (region: string): void => {
  const place = useViewStore().place
  void Promise.allSettled([
    useLedgerStore().refresh(place),
    useAlertsStore().load(region),
    useSourcesStore().load(),
    useStandardsStore().load(),
  ])
}

/** Joins the live connector to the tables and stores, for one session; `ended` is told when the server closed it. */
export const bridgeLive = (connector: Connector, region: string, ended: () => void): (() => void) => {
  const sources = useSourcesStore()
  const session = useSessionStore()
  const follower = makeCellFollower(connector, useTables().vehicles, region)
  connector.on('frame', ({ buffer, cell }) => onFrame(buffer, cell, follower))
  connector.on('refused', ({ topic, cell }) => topic === 'vehicles' && follower.arrived(cell))
  connector.on('batch', ({ batch }) => onBatch(batch))
  connector.on('lost', () => reread(region))
  connector.on('skipped', ({ frames }) => (sources.skippedFrames += frames))
  connector.on('state', ({ state }) => {
    const now = useClock().serverNow()
    const lost = sources.lostAt
    sources.setLink(state, now)
    if (state === 'live' && lost !== null && now - lost > REREAD_AFTER_MS) reread(region)
  })
  connector.on('ended', ({ reason }) => {
    session.end(reason)
    ended()
  })
  connector.start()
  if (session.may('view.places')) void useStandardsStore().load()
  for (const { name, permission, byCell } of TOPICS)
    if (!byCell && session.may(permission)) connector.subscribe(name as Topic, region)
  const unfollow = session.may(vehiclesTopic.permission) ? followCamera(follower) : () => undefined
  return () => {
    unfollow()
    connector.stop()
    sources.setLink('stopped', useClock().serverNow())
    useTables().vehicles.clear()
    useTables().energy.clear()
  }
}
