import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { until } from '../../../builders/house/liveHouse.ts'
import { now, records, VIN, first, source, points } from './house.ts'

const reader = (port: number) => {
  const socket = createConnection({ port, host: '127.0.0.1' })
  const heard: Buffer[] = []
  socket.on('data', (chunk) => heard.push(chunk))
  socket.on('error', () => undefined)
  return { socket, heard: () => Buffer.concat(heard) }
}

describe('the platform gateways', () => {
  it('take positions of a platform that logged in over JT/T 809, by plate', async () => {
    const { wire809 } = await import('../../../../server/codecs/jt809/index.ts')
    const { gbk } = await import('../../../builders/devices/gbk.ts')
    const frame = (business: number, body: Buffer): Uint8Array => {
      const head = Buffer.alloc(22)
      head.writeUInt32BE(22 + body.length + 4, 0)
      head.writeUInt16BE(business, 8)
      head.writeUInt32BE(45, 10)
      head[14] = 1
      return wire809(Buffer.concat([head, body]))
    }
    const login = Buffer.alloc(46)
    login.writeUInt32BE(1001, 0)
    login.write('secret88', 4, 'latin1')
    const position = Buffer.alloc(36)
    const date = new Date(now - 10_000 + 8 * 3_600_000)
    position.set([
      0,
      date.getUTCDate(),
      date.getUTCMonth() + 1,
      date.getUTCFullYear() >> 8,
      date.getUTCFullYear() & 255,
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
    ])
    position.writeUInt32BE(108_400_000, 8)
    position.writeUInt32BE(22_900_000, 12)
    position.writeUInt16BE(55, 16)
    position.writeUInt32BE(3, 28)
    const exchange = Buffer.alloc(28)
    exchange.set(gbk(records.vehicles[5]!.plate), 0)
    exchange.writeUInt16BE(0x1202, 22)
    exchange.writeUInt32BE(36, 24)
    const { socket, heard } = reader(source('platforms').port())
    socket.write(frame(0x1200, Buffer.concat([exchange, position])))
    socket.write(frame(0x1001, login))
    socket.write(frame(0x1200, Buffer.concat([exchange, position])))
    const kept = await until('the position', async () => (await points(records.vehicles[5]!.id))[0] ?? null)
    expect(kept).toMatchObject({ lon: 108.4, lat: 22.9, at: now - 10_000 })
    expect(heard().subarray(9, 11).toString('hex')).toBe('1002')
    expect(source('platforms').counts()).toMatchObject({ unproven: 1 })
    socket.destroy()
  })
})

describe('the platform gateways', () => {
  it('take positions of a vehicle that logged in over GB/T 32960, by VIN', async () => {
    const frame = (command: number, data: Buffer): Buffer => {
      const out = Buffer.concat([
        Buffer.from([0x23, 0x23, command, 0xfe]),
        Buffer.from(VIN, 'latin1'),
        Buffer.from([1, 0, data.length]),
        data,
        Buffer.alloc(1),
      ])
      out[out.length - 1] = out.subarray(2, -1).reduce((sum, byte) => sum ^ byte, 0)
      return out
    }
    const date = new Date(now - 3_000 + 8 * 3_600_000)
    const time = Buffer.from([
      date.getUTCFullYear() - 2000,
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
    ])
    const place = Buffer.alloc(10)
    place[0] = 5
    place.writeUInt32BE(108_500_000, 2)
    place.writeUInt32BE(22_700_000, 6)
    const { socket, heard } = reader(source('newenergy').port())
    socket.write(
      frame(1, Buffer.concat([time, Buffer.from([0, 1]), Buffer.alloc(20, 0x31), Buffer.from([0, 0])])),
    )
    socket.write(frame(2, Buffer.concat([time, place])))
    await until('two answers', () => heard().length >= 62)
    expect([heard()[3], heard()[31 + 3]]).toEqual([1, 1])
    expect((await points(first)).at(-1)).toMatchObject({ at: now - 3_000, lon: 108.5, lat: 22.7 })
    socket.destroy()
  })
})
