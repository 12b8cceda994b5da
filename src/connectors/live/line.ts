import type { Socket } from 'socket.io-client'
import type { ClientEvents, ServerEvents, Subscribe, Topic } from '#shared/protocol/events.ts'
import { readHead, widenFrame, type FrameHead } from '#shared/protocol/frame.ts'
import { isBatchTopic } from '../Connector.ts'
import { makeComeBack } from './comeBack.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { makeSequenceKeeper } from './sequence.ts'

/** What the line needs of socket.io's socket. */
export type LineSocket = Pick<
  Socket<ServerEvents, ClientEvents>,
  'active' | 'connected' | 'connect' | 'disconnect' | 'on' | 'emit'
>

/** The thread that the line runs in. */
export interface LineThread {
  /** A socket to this host that connects by itself. */
  readonly dial: (origin: string) => LineSocket
  readonly tell: (message: FromWorker, transfer?: Transferable[]) => void
  readonly close: () => void
}

/** A region of a topic, or the part of it in one map cell. */
interface Group {
  readonly topic: Topic
  readonly region: string
  readonly cell?: string
}

const keyOf = (region: string, cell: string | undefined): string =>
  cell === undefined ? region : `${region} ${cell}`
const groupOf = ({ topic, region, cell }: Group): Group => ({
  topic,
  region,
  ...(cell === undefined ? {} : { cell }),
})

/** Owned bytes, so that they can be transferred whatever the transport handed over. */
const ownBuffer = (bytes: ArrayBuffer | Uint8Array): ArrayBuffer => {
  if (bytes instanceof ArrayBuffer) return bytes
  return bytes.slice().buffer as ArrayBuffer
}

/** What is wanted of the server, asked for at every connection, and what comes of it, in order. */
const makeGroups = (socket: () => LineSocket | null, tell: LineThread['tell']) => {
  const keeper = makeSequenceKeeper()
  const wanted = new Map<string, Group>()
  const requestOf = (group: Group): Subscribe => {
    const after = isBatchTopic(group.topic) ? keeper.after(group.topic, group.region) : undefined
    return after === undefined ? group : { ...group, after }
  }
  const subscribe = (group: Group): void => {
    const { topic, region } = group
    socket()?.emit('subscribe', requestOf(group), (answer) => {
      if (!answer.ok) tell({ type: 'refused', ...group, code: answer.code, message: answer.message })
      else if (isBatchTopic(topic)) {
        keeper.begin(topic, region, answer.sequence)
        if ('lost' in answer && answer.lost === true) tell({ type: 'lost', topic, region })
      }
    })
  }
  const headOf = (buffer: ArrayBuffer, key: string): FrameHead => {
    try {
      return readHead(buffer)
    } catch (error) {
      keeper.damaged(key)
      throw error
    }
  }
  return {
    want: (group: Group): void => {
      wanted.set(`${group.topic}@${keyOf(group.region, group.cell)}`, group)
      if (socket()?.connected) subscribe(group)
    },
    leave: (group: Group): void => {
      wanted.delete(`${group.topic}@${keyOf(group.region, group.cell)}`)
      keeper.forget(group.topic, keyOf(group.region, group.cell))
      socket()?.emit('unsubscribe', group)
    },
    connected: (): void => {
      keeper.reconnected()
      for (const group of wanted.values()) subscribe(group)
    },
    /** A frame of a group that was left meanwhile is dropped; a damaged one throws, and after it a snapshot is asked for. */
    frame: (region: string, bytes: ArrayBuffer | Uint8Array, cell?: string): void => {
      const buffer = ownBuffer(bytes)
      const head = headOf(buffer, keyOf(region, cell))
      const group = wanted.get(`${head.topic}@${keyOf(region, cell)}`)
      if (!group) return
      const verdict = keeper.frame(head.topic, keyOf(region, cell), head)
      if (verdict === 'take') {
        const wide = widenFrame(buffer)
        tell({ type: 'frame', region, ...(cell === undefined ? {} : { cell }), buffer: wide }, [wide])
      }
      if (verdict === 'resync') socket()?.emit('resync', group)
    },
    batch: (...[region, batch]: Parameters<ServerEvents['batch']>): void => {
      if (keeper.batch(batch.topic, region, batch.sequence) === 'take') tell({ type: 'batch', region, batch })
    },
  }
}

/** The line to the server: answers how it takes what the page's thread tells it. */
export const makeLine = ({ dial, tell, close }: LineThread): ((message: ToWorker) => void) => {
  let socket: LineSocket | null = null
  const comeBack = makeComeBack({
    isActive: () => socket?.active ?? false,
    connect: () => void socket?.connect(),
  })
  const groups = makeGroups(() => socket, tell)
  const onLost = (): void => {
    tell({ type: 'state', state: 'reconnecting', at: Date.now() })
    comeBack.look()
  }
  const hangUp = (): void => {
    comeBack.leave()
    socket?.disconnect()
  }
  const open = (origin: string): void => {
    socket = dial(origin)
    socket.on('connect', () => {
      tell({ type: 'state', state: 'live', at: Date.now() })
      groups.connected()
    })
    socket.on('disconnect', onLost)
    socket.on('connect_error', onLost)
    socket.on('frame', groups.frame)
    socket.on('batch', groups.batch)
    socket.on('skipped', (notice) => tell({ type: 'skipped', ...notice }))
    socket.on('ended', (reason) => {
      tell({ type: 'ended', reason })
      hangUp()
    })
  }
  return (message) => {
    if (message.type === 'open') return open(message.origin)
    if (message.type === 'close') {
      hangUp()
      return close()
    }
    const group = groupOf(message)
    if (message.type === 'subscribe') groups.want(group)
    else groups.leave(group)
  }
}
