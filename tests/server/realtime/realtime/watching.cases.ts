import { connect, type AddressInfo, type Socket as NetSocket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { hear, until, viewerOf } from '../../../builders/house/liveHouse.ts'
import { house, vehicles, leader, report } from './house.ts'

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
})

describe('who may watch what', () => {
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
