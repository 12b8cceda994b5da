import { readFrame, type Frame } from '#shared/protocol/frame.ts'
import type { Topic } from '#shared/protocol/events.ts'
import { TOPICS } from '#shared/protocol/allTopics.ts'
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
  useTopicsStore,
  useViewStore,
} from '../../state/stores/index.ts'
import type { Heard } from '../../state/stores/topics.ts'
import { followCamera, makeCellFollower, type CellFollower } from './liveCells.ts'

/** A gap this long may be longer than the server's memory of batches: what is shown is read again. */
const REREAD_AFTER_MS = 30_000

/** What the shell itself takes of each topic, whatever is shown; answers how to stop. */
const feedStores = (): (() => void) => {
  const { listen } = useTopicsStore()
  const stops = [
    listen('alerts', (items) => useAlertsStore().add(items)),
    listen('ledger', (items) => useLedgerStore().patch(items)),
    listen('load', (items) => useLoadStore().add(items)),
    listen('standards', (items) => useStandardsStore().take(items)),
    listen('sources', (items) => useSourcesStore().merge(items)),
    listen('energy', (frame) => useTables().energy.apply(frame)),
  ]
  return () => stops.forEach((stop) => stop())
}

/** Those whom a topic concerns hear of it; which part of the vehicles is watched the camera decides. */
const joinTopics = (connector: Connector, region: string): (() => void) => {
  const session = useSessionStore()
  const isOurs = (topic: Topic): boolean => {
    const rule = TOPICS.find(({ name }) => name === topic)
    return rule !== undefined && topic !== vehiclesTopic.name && session.may(rule.permission)
  }
  return useTopicsStore().join({
    ask: (topic) => isOurs(topic) && connector.subscribe(topic, region),
    leave: (topic) => isOurs(topic) && connector.unsubscribe(topic, region),
  })
}

const onFrame = (buffer: ArrayBuffer, cell: string | undefined, follower: CellFollower): void => {
  const frame = readFrame(buffer)
  const group = follower.groupOf(cell)
  if (frame.topic === vehiclesTopic.name && group === null) return
  if (frame.topic === vehiclesTopic.name) {
    useTables().vehicles.apply(frame as Frame<'vehicles'>, useClock().serverNow(), undefined, group as string)
    follower.arrived(cell)
  }
  useTopicsStore().tell(frame.topic, frame as Heard<typeof frame.topic>)
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
  const topics = useTopicsStore()
  const follower = makeCellFollower(connector, useTables().vehicles, region)
  connector.on('frame', ({ buffer, cell }) => onFrame(buffer, cell, follower))
  connector.on('refused', ({ topic, cell }) => topic === 'vehicles' && follower.arrived(cell))
  connector.on('batch', ({ batch }) => topics.tell(batch.topic, batch.items as Heard<typeof batch.topic>))
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
  const stop = feedStores()
  const part = joinTopics(connector, region)
  const unfollow = session.may(vehiclesTopic.permission) ? followCamera(follower) : () => undefined
  return () => {
    unfollow()
    part()
    stop()
    connector.stop()
    sources.setLink('stopped', useClock().serverNow())
    useTables().vehicles.clear()
    useTables().energy.clear()
  }
}
