import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeLine, type LineSocket } from '../../../../src/connectors/live/line.ts'
import type { FromWorker, ToWorker } from '../../../../src/connectors/live/messages.ts'
import { makeFrame, packFrame, readFrame } from '../../../../src/shared/protocol/frame.ts'

const T0 = 1_780_000_000_000
const REGION = '450100'
const CELL = '9/417/222'

beforeEach(() => void vi.useFakeTimers({ now: T0 }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A packed frame of one vehicle, as the server sends it; a snapshot where it follows nothing. */
const frame = (sequence: number, follows: number): ArrayBuffer => {
  const snapshot = follows === 0
  const head = { topic: 'vehicles', snapshot, sequence, follows, rows: 1, serverTime: T0 } as const
  const { buffer, columns } = makeFrame(head)
  columns.ordinal[0] = 7
  return packFrame(buffer)
}
const damaged = (whole: ArrayBuffer): ArrayBuffer => whole.slice(0, -4)

/** A line on a made-up socket, and all that either side was told. */
const makeScreen = () => {
  const ears = new Map<string, (...told: unknown[]) => void>()
  const told: FromWorker[] = []
  const moved: Transferable[] = []
  const asked: [event: string, request: unknown, ack?: (answer: unknown) => void][] = []
  const socket = {
    active: false,
    connected: false,
    connect: vi.fn(),
    disconnect: vi.fn(),
    on: (event: string, ear: (...of: unknown[]) => void) => ears.set(event, ear),
    emit: (...one: (typeof asked)[number]) => asked.push(one),
  }
  const close = vi.fn()
  const dial = vi.fn((_origin: string) => socket as unknown as LineSocket)
  const take = makeLine({
    dial,
    close,
    tell: (message, transfer = []) => {
      told.push(message)
      moved.push(...transfer)
    },
  })
  const hear = (event: string, ...of: unknown[]): void => ears.get(event)!(...of)
  const connect = (): void => {
    Object.assign(socket, { active: true, connected: true })
    hear('connect')
  }
  const lose = (active: boolean): void => {
    Object.assign(socket, { active, connected: false })
    hear('disconnect', 'transport close')
  }
  return {
    socket,
    dial,
    close,
    take,
    hear,
    connect,
    lose,
    told,
    moved,
    asked,
    /** What the server was asked since this was last called. */
    requests: () => asked.splice(0).map(([event, request]) => [event, request]),
    /** What the page was told since this was last called. */
    heard: () => told.splice(0).map(({ type, ...rest }) => [type, rest]),
  }
}
const vehicles = (type: 'subscribe' | 'unsubscribe', cell?: string): ToWorker =>
  cell === undefined
    ? { type, topic: 'vehicles', region: REGION }
    : { type, topic: 'vehicles', region: REGION, cell }

/** One that is connected and watches vehicles, with the first snapshot on the screen. */
const watching = () => {
  const screen = makeScreen()
  screen.take({ type: 'open', origin: 'http://house.test' })
  screen.take(vehicles('subscribe'))
  screen.connect()
  screen.hear('frame', REGION, frame(1, 0))
  screen.requests()
  screen.heard()
  return screen
}

describe('what is wanted of the line', () => {
  it('is asked for once it stands, and at each connection anew', () => {
    const screen = makeScreen()
    screen.take({ type: 'open', origin: 'http://house.test' })
    screen.take(vehicles('subscribe'))
    screen.take(vehicles('subscribe', CELL))
    expect([screen.dial.mock.calls, screen.requests()]).toEqual([[['http://house.test']], []])
    screen.connect()
    const both = [
      ['subscribe', { topic: 'vehicles', region: REGION }],
      ['subscribe', { topic: 'vehicles', region: REGION, cell: CELL }],
    ]
    expect([screen.requests(), screen.heard()]).toEqual([both, [['state', { state: 'live', at: T0 }]]])
    screen.lose(true)
    screen.take(vehicles('unsubscribe', CELL))
    screen.requests()
    screen.connect()
    expect(screen.requests()).toEqual(both.slice(0, 1))
  })

  it('is asked for at once while the line stands, and its refusal is told with the part that it is of', () => {
    const screen = watching()
    screen.take(vehicles('subscribe', CELL))
    const [event, request, ack] = screen.asked[0]!
    expect([event, request]).toEqual(['subscribe', { topic: 'vehicles', region: REGION, cell: CELL }])
    ack!({ ok: false, code: 'too-many-requests', message: 'at most 64 groups' })
    const refused = { topic: 'vehicles', region: REGION, cell: CELL }
    expect(screen.heard()).toEqual([
      ['refused', { ...refused, code: 'too-many-requests', message: 'at most 64 groups' }],
    ])
  })
})

describe('a frame', () => {
  it('is handed on wide and given away, whatever bytes the transport handed over', () => {
    const screen = watching()
    const packed = new Uint8Array(frame(2, 1))
    const inside = new Uint8Array(packed.length + 8)
    inside.set(packed, 8)
    screen.hear('frame', REGION, inside.subarray(8))
    const [message] = screen.told
    if (message?.type !== 'frame') throw new Error(`no frame: ${JSON.stringify(message)}`)
    expect([message.region, 'cell' in message, screen.moved.at(-1)]).toEqual([REGION, false, message.buffer])
    const { columns, sequence } = readFrame(message.buffer)
    expect([sequence, [...columns.ordinal]]).toEqual([2, [7]])
  })

  it('of a cell is its own sequence, and one of a part that was left is dropped', () => {
    const screen = watching()
    screen.take(vehicles('subscribe', CELL))
    screen.hear('frame', REGION, frame(1, 0), CELL)
    screen.hear('frame', REGION, frame(2, 1), CELL)
    expect(screen.heard().map(([type, rest]) => [type, (rest as { cell?: string }).cell])).toEqual([
      ['frame', CELL],
      ['frame', CELL],
    ])
    screen.take(vehicles('unsubscribe', CELL))
    screen.hear('frame', REGION, frame(3, 2), CELL)
    expect(screen.heard()).toEqual([])
  })

  it('after a gap is held back, and one snapshot is asked for', () => {
    const screen = watching()
    screen.hear('frame', REGION, frame(5, 4))
    screen.hear('frame', REGION, frame(6, 5))
    expect([screen.heard(), screen.requests()]).toEqual([
      [],
      [['resync', { topic: 'vehicles', region: REGION }]],
    ])
    screen.hear('frame', REGION, frame(6, 0))
    screen.hear('frame', REGION, frame(7, 6))
    expect(screen.heard().map(([type]) => type)).toEqual(['frame', 'frame'])
  })

  it('that came already, or follows the lost one while the snapshot is on its way, is dropped', () => {
    const screen = watching()
    screen.hear('frame', REGION, frame(2, 1))
    screen.hear('frame', REGION, frame(2, 1))
    screen.hear('frame', REGION, frame(9, 8))
    screen.heard()
    screen.requests()
    screen.hear('frame', REGION, frame(3, 2))
    expect([screen.heard(), screen.requests()]).toEqual([[], []])
  })
})

describe('a frame', () => {
  it('that is damaged is a fault and no picture, and the next one asks for a snapshot', () => {
    const screen = watching()
    expect(() => screen.hear('frame', REGION, damaged(frame(2, 1)))).toThrow(/^frame of \d+ bytes/)
    expect(screen.heard()).toEqual([])
    screen.hear('frame', REGION, frame(3, 2))
    expect(screen.requests()).toEqual([['resync', { topic: 'vehicles', region: REGION }]])
  })

  it('that is damaged and was the snapshot itself is asked for again: nobody waits for it for ever', () => {
    const screen = watching()
    screen.hear('frame', REGION, frame(5, 4))
    expect(() => screen.hear('frame', REGION, damaged(frame(5, 0)))).toThrow()
    screen.requests()
    screen.hear('frame', REGION, frame(6, 5))
    expect(screen.requests()).toEqual([['resync', { topic: 'vehicles', region: REGION }]])
    screen.hear('frame', REGION, frame(6, 0))
    expect(screen.heard().map(([type]) => type)).toEqual(['frame'])
  })

  it('of a new connection begins with a snapshot again', () => {
    const screen = watching()
    screen.lose(true)
    screen.connect()
    screen.heard()
    screen.requests()
    screen.hear('frame', REGION, frame(2, 1))
    expect([screen.heard(), screen.requests().map(([event]) => event)]).toEqual([[], ['resync']])
  })
})

describe('batches', () => {
  const alerts: ToWorker = { type: 'subscribe', topic: 'alerts', region: REGION }
  const batch = (sequence: number) => ({ topic: 'alerts', sequence, items: [] })

  it('come in order, a repeat never, and a new connection goes on behind the last one', () => {
    const screen = watching()
    screen.take(alerts)
    screen.asked[0]![2]!({ ok: true, sequence: 40 })
    screen.hear('batch', REGION, batch(40))
    screen.hear('batch', REGION, batch(41))
    screen.hear('batch', REGION, batch(41))
    expect(screen.heard()).toEqual([['batch', { region: REGION, batch: batch(41) }]])
    screen.lose(true)
    screen.requests()
    screen.connect()
    expect(screen.requests()).toContainEqual(['subscribe', { topic: 'alerts', region: REGION, after: 41 }])
  })

  it('that the server no longer holds are told to be lost; a part that was left begins anew', () => {
    const screen = watching()
    screen.take(alerts)
    screen.asked[0]![2]!({ ok: true, sequence: 40, lost: true })
    expect(screen.heard()).toEqual([['lost', { topic: 'alerts', region: REGION }]])
    screen.take({ ...alerts, type: 'unsubscribe' })
    screen.requests()
    screen.take(alerts)
    expect(screen.requests()).toEqual([['subscribe', { topic: 'alerts', region: REGION }]])
  })

  it('a notice of skipped frames goes on as it is', () => {
    const screen = watching()
    const notice = { topic: 'vehicles', region: REGION, frames: 3 }
    screen.hear('skipped', notice)
    expect(screen.heard()).toEqual([['skipped', notice]])
  })
})

describe('the end of a line', () => {
  it('that the server made is followed by a call within seconds; a lost one comes back by itself', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const screen = watching()
    screen.lose(true)
    vi.advanceTimersByTime(60_000)
    expect(screen.socket.connect).not.toHaveBeenCalled()
    screen.lose(false)
    screen.hear('connect_error', new Error('unavailable'))
    expect(screen.heard().map(([, rest]) => (rest as { state: string }).state)).toEqual(
      Array(3).fill('reconnecting'),
    )
    vi.advanceTimersByTime(2999)
    expect(screen.socket.connect).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(screen.socket.connect).toHaveBeenCalledOnce()
  })

  it('of a session is told with its reason, and nobody calls again', () => {
    const screen = watching()
    screen.hear('ended', 'revoked')
    expect([screen.heard(), screen.socket.disconnect.mock.calls.length]).toEqual([
      [['ended', { reason: 'revoked' }]],
      1,
    ])
    screen.lose(false)
    vi.advanceTimersByTime(600_000)
    expect([screen.socket.connect.mock.calls, screen.close.mock.calls]).toEqual([[], []])
  })

  it('that the page makes ends the thread, also before there was a line', () => {
    const screen = watching()
    screen.take({ type: 'close' })
    screen.lose(false)
    vi.advanceTimersByTime(600_000)
    expect([screen.socket.disconnect, screen.close].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    expect(screen.socket.connect).not.toHaveBeenCalled()
    const unopened = makeScreen()
    unopened.take({ type: 'close' })
    expect(unopened.close).toHaveBeenCalledOnce()
  })
})
