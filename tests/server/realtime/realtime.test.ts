import { connect, type AddressInfo, type Socket as NetSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cellName, cellX, cellY } from '../../../src/shared/protocol/cells.ts'
import { LEFT_GROUP, type Frame, type FrameColumns } from '../../../src/shared/protocol/frame.ts'
import type { PositionRecord } from '../../../src/shared/protocol/platform.ts'
import type { WebSocket } from 'ws'
import { smallProvince, SMALL_NOW } from '../../builders/records/smallProvince.ts'
import {
  fill,
  hear,
  makeLiveHouse,
  position,
  until,
  viewerOf,
  type LiveHouse,
} from '../../builders/house/liveHouse.ts'

let house: LiveHouse
let now = SMALL_NOW
const records = smallProvince()
const pattern = records.vehicles[0] as (typeof records.vehicles)[number]
/** Enough that frames fill a screen's line when it does not read. */
const herd = Array.from({ length: 20_000 }, (_, i) => ({
  ...pattern,
  id: `H${i}`,
  plate: `桂H${String(i).padStart(5, '0')}`,
  region: '450203',
  unit: 'U-450203-0',
}))
const vehicles = records.vehicles.map(({ id }) => id)
const leader = viewerOf('leader', '450000')

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now, tickMs: 50 })
  await fill(house, records)
  await house.start([])
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: vehicles.map((id) => position(id, now - 1000)),
  })
})
afterAll(() => house?.close())

let turns = 0
/** Each report turns a little, so that there is something new to see. */
const report = async (ids: readonly string[], more: Partial<PositionRecord> = {}): Promise<void> => {
  now += 1000
  turns = (turns + 7) % 360
  await house.live.sink.accept('test', {
    kind: 'positions',
    items: ids.map((id) => position(id, now, { headingDeg: turns, ...more })),
  })
}
const ordinalOf = (id: string): number => house.live.directory.now().vehicleOrdinals.get(id) as number
const rowsOf = (frame: Frame): { ordinal: number; state: number }[] => {
  const { ordinal, state } = frame.columns as FrameColumns<'vehicles'>
  return [...ordinal].map((each, i) => ({ ordinal: each, state: state[i] as number }))
}

describe('who may watch what', () => {
  it('refuses a socket without a session', async () => {
    const socket = house.connect(null)
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve))
    expect(error.message).toMatch(/unauthenticated/)
  })

  it('lets one address hold few sockets open that have shown no session, and the screen with one come in from it', async () => {
    const knock = () =>
      new Promise<{ status: string; socket: NetSocket }>((resolve) => {
        const { port } = house.http.address() as AddressInfo
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(
            `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
          ),
        )
        socket
          .on('error', () => undefined)
          .once('data', (data) => resolve({ status: String(data).slice(9, 12), socket }))
      })
    await until('earlier ones are gone', () => house.realtime.sockets() === 0)
    const held: NetSocket[] = []
    for (let i = 0; i < 40; i++) {
      const { status, socket } = await knock()
      if (status !== '101') break
      held.push(socket)
    }
    expect(held).toHaveLength(16)
    const screen = house.connect(leader)
    expect(await screen.emitWithAck('subscribe', { topic: 'vehicles', region: '450000' })).toMatchObject({
      ok: true,
    })
    expect((await knock()).status).not.toBe('101')
    held.pop()?.destroy()
    await until('a place is free again', async () => {
      const { status, socket } = await knock()
      socket.destroy()
      return status === '101'
    })
    for (const socket of held) socket.destroy()
    screen.disconnect()
  })

  it.each([
    ['a region outside the scope', viewerOf('leader', '450100'), 'vehicles', '450000', 'out-of-scope'],
    ['a neighbour', viewerOf('leader', '450100'), 'alerts', '450200', 'out-of-scope'],
    ['an unknown region', leader, 'vehicles', '999999', 'out-of-scope'],
    ['a role without the permission', viewerOf('auditor', '450000'), 'vehicles', '450000', 'forbidden'],
    ['an operator and alerts', viewerOf('operator', '450000'), 'alerts', '450000', 'forbidden'],
    ['sums to a unit', viewerOf('unit-user', '450102', 'U-450102-0'), 'load', '450102', 'out-of-scope'],
    [
      'another city to a unit',
      viewerOf('unit-user', '450102', 'U-450102-0'),
      'vehicles',
      '450200',
      'out-of-scope',
    ],
    ['no topic', leader, 'everything', '450000', 'bad-request'],
    [
      'a cell of a region outside the scope',
      viewerOf('leader', '450100'),
      'vehicles',
      '450000',
      'out-of-scope',
      '8/204/111',
    ],
    ['no cell of the grid', leader, 'vehicles', '450000', 'bad-request', '9/1/1'],
    ['a cell of what has none', leader, 'energy', '450000', 'bad-request', '8/204/111'],
  ])('refuses %s and says why', async (_, viewer, topic, region, code, cell?: string) => {
    const socket = house.connect(viewer)
    const heard = hear(socket)
    expect(
      await socket.emitWithAck('subscribe', { topic: topic as never, region, ...(cell ? { cell } : {}) }),
    ).toMatchObject({ ok: false, code, message: expect.any(String) })
    await report(vehicles)
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(heard.frames).toEqual([])
    socket.disconnect()
  })

  it('gives a unit’s viewer its own vehicles and buildings only', async () => {
    const socket = house.connect(viewerOf('unit-user', '450102', 'U-450102-1'))
    const heard = hear(socket)
    expect(await socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450102' })).toMatchObject({
      ok: true,
    })
    const own = house.live.directory.now().vehicleOrdinals.get('V-450102-1')
    await until('a snapshot', () => heard.frames.length > 0)
    await report(vehicles)
    await until('an update', () => heard.frames.length > 1)
    for (const frame of heard.frames)
      expect([...(frame.columns as { ordinal: Uint32Array }).ordinal]).toEqual([own])
    socket.disconnect()
  })
})

describe('one frame for a group', () => {
  it('is encoded once a tick however many sockets share it', async () => {
    const sockets = Array.from({ length: 20 }, () => house.connect(leader))
    const heard = sockets.map(hear)
    await Promise.all(
      sockets.map((socket) => socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450200' })),
    )
    await until('every snapshot', () => heard.every(({ frames }) => frames.length >= 1))
    const before = house.realtime.counter.frames
    await report(vehicles)
    await until('the update at all twenty', () => heard.every(({ frames }) => frames.length >= 2))
    expect(house.realtime.counter.frames - before).toBe(1)
    expect(new Set(heard.map(({ frames }) => frames[1]?.sequence)).size).toBe(1)
    for (const socket of sockets) socket.disconnect()
  })

  it('holds changed rows only, in an unbroken sequence', async () => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450000' })
    await until('a snapshot', () => heard.frames.length > 0)
    expect(heard.frames[0]).toMatchObject({ snapshot: true, rows: vehicles.length })
    await report(vehicles.slice(0, 2))
    await until('first update', () => heard.frames.length > 1)
    await report(vehicles.slice(2, 3))
    await until('second update', () => heard.frames.length > 2)
    expect(
      heard.frames
        .slice(1)
        .map(({ rows, follows, sequence, snapshot }) => [rows, sequence - follows, snapshot]),
    ).toEqual([
      [2, 1, false],
      [1, 1, false],
    ])
    expect(heard.frames[2]?.follows).toBe(heard.frames[1]?.sequence)
    socket.disconnect()
  })

  it('is followed by one fresh snapshot when a screen asks for it after a gap', async () => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450000' })
    await report(vehicles.slice(0, 1))
    await until('an update', () => heard.frames.length > 1)
    socket.emit('resync', { topic: 'vehicles', region: '450000' })
    await until('a snapshot', () => heard.frames.length > 2)
    expect(heard.frames[2]).toMatchObject({
      snapshot: true,
      follows: 0,
      sequence: heard.frames[1]?.sequence,
      rows: vehicles.length,
    })
    socket.disconnect()
  })
})

describe('a cell of the map', () => {
  const [west, east] = [
    [108.3, 22.8],
    [109.9, 22.8],
  ] as const
  const cellAt = ([lon, lat]: readonly [number, number], zoom: 8 | 11 = 11): string =>
    cellName({ zoom, x: cellX(lon, zoom), y: cellY(lat, zoom) })
  const at = ([lon, lat]: readonly [number, number]) => ({ lon, lat })
  const watch = async (cell: string, region = '450000', viewer = leader) => {
    const socket = house.connect(viewer)
    const heard = hear(socket)
    expect(await socket.emitWithAck('subscribe', { topic: 'vehicles', region, cell })).toMatchObject({
      ok: true,
    })
    await until('a snapshot', () => heard.frames.length > 0)
    return { socket, heard }
  }

  it('shows who is in it, one that enters, and tells who left one tick after the next cell has it', async () => {
    const mover = vehicles[0] as string
    await report(vehicles, at(west))
    await new Promise((resolve) => setTimeout(resolve, 150))
    const screen = await watch(cellAt(west))
    await screen.socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450000', cell: cellAt(east) })
    await until('both snapshots', () => screen.heard.frames.length >= 2)
    expect(screen.heard.frames.map(({ cell, rows, snapshot }) => [cell, rows, snapshot])).toEqual([
      [cellAt(west), vehicles.length, true],
      [cellAt(east), 0, true],
    ])
    await report([mover], at(east))
    await until('entered and left', () => screen.heard.frames.length >= 4)
    const [entered, left] = screen.heard.frames.slice(2)
    expect([entered?.cell, rowsOf(entered as Frame).map(({ ordinal }) => ordinal)]).toEqual([
      cellAt(east),
      [ordinalOf(mover)],
    ])
    expect([left?.cell, rowsOf(left as Frame)]).toEqual([
      cellAt(west),
      [{ ordinal: ordinalOf(mover), state: LEFT_GROUP }],
    ])
    await report([mover], at(west))
    await until('back', () => screen.heard.frames.length >= 6)
    expect(rowsOf(screen.heard.frames.at(-1) as Frame)).toEqual([
      { ordinal: ordinalOf(mover), state: LEFT_GROUP },
    ])
    screen.socket.disconnect()
  })

  it('is the part of the viewer’s own scope', async () => {
    await report(vehicles, at(west))
    await new Promise((resolve) => setTimeout(resolve, 150))
    const city = await watch(cellAt(west, 8), '450200', viewerOf('leader', '450200'))
    const unit = await watch(cellAt(west, 8), '450102', viewerOf('unit-user', '450102', 'U-450102-1'))
    const inCity = records.vehicles
      .filter(({ region }) => region.startsWith('4502'))
      .map(({ id }) => ordinalOf(id))
    const ordinals = ({ heard }: typeof city) =>
      rowsOf(heard.frames.at(-1) as Frame).map(({ ordinal }) => ordinal)
    expect(ordinals(city)).toEqual(inCity)
    expect(ordinals(unit)).toEqual([ordinalOf('V-450102-1')])
    await report(vehicles, at(west))
    await until('an update for both', () => city.heard.frames.length > 1 && unit.heard.frames.length > 1)
    expect([ordinals(city), ordinals(unit)]).toEqual([inCity, [ordinalOf('V-450102-1')]])
    for (const { socket } of [city, unit]) socket.disconnect()
  })

  it('is encoded once for all its screens, apart from the other cells', async () => {
    const screens = await Promise.all(Array.from({ length: 12 }, () => watch(cellAt(west))))
    const elsewhere = await watch(cellAt(east))
    const before = house.realtime.counter.frames
    await report(vehicles.slice(0, 2), at(west))
    await until('everybody', () => screens.every(({ heard }) => heard.frames.length > 1))
    expect(house.realtime.counter.frames - before).toBe(1)
    expect(elsewhere.heard.frames).toHaveLength(1)
    for (const { socket } of [...screens, elsewhere]) socket.disconnect()
  })
})

describe('what does not change', () => {
  it('is not sent again until its age is about to matter', async () => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'vehicles', region: '450000' })
    await until('a snapshot', () => heard.frames.length > 0)
    const parked = { headingDeg: 10, speedKmh: 0, acc: false }
    await report(vehicles, parked)
    await until('they stand', () => heard.frames.length > 1)
    for (let i = 0; i < 3; i++) await report(vehicles, parked)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(heard.frames).toHaveLength(2)
    now += 60_000
    await report(vehicles, parked)
    await until('their age', () => heard.frames.length > 2)
    expect([...(heard.frames[2]!.columns as FrameColumns<'vehicles'>).ageDs]).toEqual(vehicles.map(() => 0))
    socket.disconnect()
  })
})

describe('the ledger on screens', () => {
  it('shows one edit at every ancestor within a second', async () => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'ledger', region: '450000' })
    const room = records.rooms.find(({ floor }) => floor === 'K-450102-0-B0-F1')
    const started = Date.now()
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'rooms',
      items: [{ ...(room as NonNullable<typeof room>), usableArea: 30, updatedAt: now + 5000 }],
    })
    const ids = await until(
      'every ancestor',
      () => {
        const seen = new Set(
          heard.batches.flatMap((batch) => (batch.topic === 'ledger' ? batch.items.map(({ id }) => id) : [])),
        )
        return ['450000', '450100', '450102', 'K-450102-0', 'K-450102-0-B0', 'K-450102-0-B0-F1'].every((id) =>
          seen.has(id),
        )
          ? seen
          : null
      },
      5_000,
    )
    expect(Date.now() - started).toBeLessThan(1_000)
    expect(ids.size).toBeGreaterThan(5)
    socket.disconnect()
  })

  it('is sent to a city’s screen without what lies above or beside it, and replayed after a reconnect', async () => {
    const city = viewerOf('supervisor', '450100')
    const socket = house.connect(city)
    const heard = hear(socket)
    const first = await socket.emitWithAck('subscribe', { topic: 'ledger', region: '450100' })
    socket.disconnect()
    const edit = (floor: string, area: number) => {
      const room = records.rooms.find((one) => one.floor === floor) as (typeof records.rooms)[number]
      return house.live.sink.accept('test', {
        kind: 'records',
        collection: 'rooms',
        items: [{ ...room, usableArea: area, updatedAt: (now += 10_000) }],
      })
    }
    await edit('K-450104-0-B0-F1', 31)
    await edit('K-450203-0-B0-F1', 32)
    await edit('K-450104-0-B0-F1', 33)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(heard.batches).toEqual([])
    const again = house.connect(city)
    const replayed = hear(again)
    if (!first.ok) throw new Error(first.message)
    const answer = await again.emitWithAck('subscribe', {
      topic: 'ledger',
      region: '450100',
      after: first.sequence,
    })
    expect(answer).toEqual({ ok: true, sequence: first.sequence + 2 })
    await until('both batches', () => replayed.batches.length === 2)
    expect(replayed.batches.map(({ sequence }) => sequence)).toEqual([first.sequence + 1, first.sequence + 2])
    const ids = replayed.batches.flatMap((batch) =>
      batch.topic === 'ledger' ? batch.items.map(({ id }) => id) : [],
    )
    expect(ids).toContain('450104')
    expect(ids).not.toContain('450000')
    expect(ids.some((id) => id.includes('450203'))).toBe(false)
    again.disconnect()
  })
})

describe('the end of a session', () => {
  it('reaches the screen and closes its socket', async () => {
    const socket = house.connect(viewerOf('leader', '450200'))
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'sources', region: '450200' })
    house.realtime.endSession(JSON.stringify(viewerOf('leader', '450200')), 'signed-out')
    await until('disconnected', () => socket.disconnected)
    expect(heard.ended).toEqual(['signed-out'])
  })
})

describe('a slow screen', () => {
  const slow = async (cell?: string) => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    const group = { topic: 'vehicles', region: '450000', ...(cell ? { cell } : {}) } as const
    await socket.emitWithAck('subscribe', group)
    await until('a snapshot', () => heard.frames.length > 0)
    const wire = (socket.io.engine as unknown as { transport: { ws: WebSocket } }).transport.ws
    wire.pause()
    for (let i = 0; i < 120; i++) {
      socket.emit('resync', group)
      if (i % 12 === 0) await new Promise((resolve) => setTimeout(resolve, 30))
    }
    const before = heard.frames.length
    await report(vehicles.slice(0, 1))
    await new Promise((resolve) => setTimeout(resolve, 200))
    wire.resume()
    await until('the notice and a snapshot', () => heard.skipped.length > 0 && heard.frames.at(-1)?.snapshot)
    expect(heard.skipped[0]).toMatchObject(group)
    expect(heard.skipped[0]?.frames).toBeGreaterThan(0)
    expect(heard.frames.length).toBeGreaterThan(before)
    expect(heard.frames.at(-1)?.cell).toBe(cell)
    socket.disconnect()
  }

  it('leaves out a screen that does not read, tells it how many it missed, and makes it whole', async () => {
    await house.live.sink.accept('test', { kind: 'records', collection: 'vehicles', items: herd })
    await house.live.directory.reload()
    await house.live.sink.accept('test', {
      kind: 'positions',
      items: herd.map(({ id }) => position(id, now)),
    })
    await slow()
  })

  it('does the same in a cell of the map', () =>
    slow(cellName({ zoom: 11, x: cellX(108.3, 11), y: cellY(22.8, 11) })))
})
