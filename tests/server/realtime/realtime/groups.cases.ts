import { describe, expect, it } from 'vitest'
import { cellName, cellX, cellY } from '../../../../src/shared/protocol/cells.ts'
import { LEFT_GROUP, type Frame, type FrameColumns } from '../../../../src/shared/protocol/frame.ts'
import { hear, until, viewerOf } from '../../../builders/house/liveHouse.ts'
import { house, clock, records, vehicles, leader, report } from './house.ts'

const ordinalOf = (id: string): number => house.live.directory.now().vehicleOrdinals.get(id) as number

const rowsOf = (frame: Frame): { ordinal: number; state: number }[] => {
  const { ordinal, state } = frame.columns as FrameColumns<'vehicles'>
  return [...ordinal].map((each, i) => ({ ordinal: each, state: state[i] as number }))
}

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

describe('a cell of the map', () => {
  it('shows who is in it, one that enters, and tells who left one tick after the next cell has it', async () => {
    const mover = vehicles[0] as string
    await report(vehicles, at(west))
    await new Promise((resolve) => setTimeout(resolve, 150))
    const screen = await watch(cellAt(west))
    await screen.socket.emitWithAck('subscribe', {
      topic: 'vehicles',
      region: '450000',
      cell: cellAt(east),
    })
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
})

describe('a cell of the map', () => {
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
    clock.now += 60_000
    await report(vehicles, parked)
    await until('their age', () => heard.frames.length > 2)
    expect([...(heard.frames[2]!.columns as FrameColumns<'vehicles'>).ageDs]).toEqual(vehicles.map(() => 0))
    socket.disconnect()
  })
})
