import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cellName, cellX, cellY } from '../../../src/shared/protocol/cells.ts'
import type { WebSocket } from 'ws'
import { hear, position, until, viewerOf } from '../../builders/house/liveHouse.ts'
import { house, clock, records, vehicles, leader, report, openHouse } from './realtime/house.ts'
import { makeBeats } from '../../builders/plain/beats.ts'
import './realtime/watching.cases.ts'
import './realtime/groups.cases.ts'

beforeAll(openHouse)

afterAll(() => house?.close())

const pattern = records.vehicles[0] as (typeof records.vehicles)[number]

/** Enough that frames fill a screen's line when it does not read. */
const herd = Array.from({ length: 20_000 }, (_, i) => ({
  ...pattern,
  id: `H${i}`,
  plate: `桂H${String(i).padStart(5, '0')}`,
  region: '450203',
  unit: 'U-450203-0',
}))

describe('the ledger on screens', () => {
  it('shows one edit at every ancestor within a second', async () => {
    const socket = house.connect(leader)
    const heard = hear(socket)
    await socket.emitWithAck('subscribe', { topic: 'ledger', region: '450000' })
    const room = records.rooms.find(({ floor }) => floor === 'K-450102-0-B0-F1')
    const beats = makeBeats()
    await house.live.sink.accept('test', {
      kind: 'records',
      collection: 'rooms',
      items: [{ ...(room as NonNullable<typeof room>), usableArea: 30, updatedAt: clock.now + 5000 }],
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
    expect(beats.stop()).toBeLessThan(10)
    expect(ids.size).toBeGreaterThan(5)
    socket.disconnect()
  })
})

describe('the ledger on screens', () => {
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
        items: [{ ...room, usableArea: area, updatedAt: (clock.now += 10_000) }],
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
    const before = heard.frames.length
    for (let rounds = 1; heard.skipped.length === 0 && rounds <= 4; rounds++) {
      wire.pause()
      for (let i = 0; i < 120 * rounds; i++) {
        socket.emit('resync', group)
        if (i % 12 === 0) await new Promise((resolve) => setTimeout(resolve, 30))
      }
      await report(vehicles.slice(0, 1))
      await new Promise((resolve) => setTimeout(resolve, 200 * rounds))
      wire.resume()
      await until('an answer', () => heard.skipped.length > 0, 3000).catch(() => undefined)
    }
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
      items: herd.map(({ id }) => position(id, clock.now)),
    })
    await slow()
  })

  it('does the same in a cell of the map', () =>
    slow(cellName({ zoom: 11, x: cellX(108.3, 11), y: cellY(22.8, 11) })))
})
