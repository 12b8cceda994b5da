import { createConnection, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gb32960ConfigSchema, jt809ConfigSchema } from '../../../server/sources/gateway/config.ts'
import type { GatewaySource } from '../../../server/sources/gateway/gateway.ts'
import { makeGb32960Source } from '../../../server/sources/gb32960/index.ts'
import { makeJt809Source } from '../../../server/sources/jt809/index.ts'
import { FRAMES } from '../../builders/devices/frames.ts'
import { until } from '../../builders/house/liveHouse.ts'

const now = Date.UTC(2026, 4, 9, 8, 43)
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const registers = { metersOf: () => [], vehicleBy: () => 'V1' }
const LOGIN = Buffer.from(FRAMES.gb32960![2]!, 'hex')
const sockets: Socket[] = []
let vehicles: GatewaySource
let platforms: GatewaySource
beforeAll(async () => {
  const common = { port: 0, unprovenPerAddress: 4, patienceMs: 1_500, bytesPerSecond: 1 << 24 }
  vehicles = makeGb32960Source(
    gb32960ConfigSchema.parse({ way: 'gb32960', name: 'vehicles', ...common }),
    () => now,
    log,
    registers as never,
  )
  platforms = makeJt809Source(
    jt809ConfigSchema.parse({
      way: 'jt809',
      name: 'platforms',
      ...common,
      users: [{ user: 1, password: 'a', platform: 1 }],
    }),
    () => now,
    log,
    registers as never,
  )
  const sink = {
    accept: async () => undefined,
    quarantine: async () => undefined,
    settled: async () => undefined,
    cursor: async () => null,
    setCursor: async () => undefined,
  }
  await Promise.all([vehicles.start(sink), platforms.start(sink)])
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all([vehicles?.stop(), platforms?.stop()])
})
const open = (gateway: GatewaySource, localAddress = '127.0.0.1') => {
  const socket = createConnection({ port: gateway.port(), host: '127.0.0.1', localAddress })
  const state = { heard: 0, closed: false, socket }
  socket.on('data', (chunk) => (state.heard += chunk.length))
  socket.on('error', () => undefined)
  socket.on('close', () => (state.closed = true))
  sockets.push(socket)
  return state
}

describe('a flood', () => {
  it('of lines that say nothing takes no room from other addresses, nor from lines that proved themselves, and ends by itself', async () => {
    const known = open(vehicles)
    known.socket.write(LOGIN)
    await until('the login is answered', () => known.heard > 0)
    const silent = Array.from({ length: 12 }, () => open(vehicles))
    await until('all but four are refused', () => silent.filter(({ closed }) => closed).length === 8)
    const other = open(vehicles, '127.0.0.2')
    other.socket.write(LOGIN)
    await until('another address is served', () => other.heard > 0)
    expect(vehicles.counts()['refused']).toBe(8)
    await until('the silent ones are closed', () => silent.every(({ closed }) => closed), 4_000)
    const late = open(vehicles)
    late.socket.write(LOGIN)
    await until('the address has room again', () => late.heard > 0)
    expect([known.closed, other.closed]).toEqual([false, false])
  })

  it.each([
    ['vehicles', () => vehicles],
    ['platforms', () => platforms],
  ] as const)(
    'of junk ends its own line (%s), counted, and leaves the next one alone',
    async (_, gateway) => {
      const junk = open(gateway(), '127.0.0.3')
      for (let i = 0; i < 40; i++) junk.socket.write(Buffer.alloc(65_536, 0x41))
      await until('it is closed', () => junk.closed, 5_000)
      expect(gateway().counts()['junk-bytes']).toBeGreaterThan(1 << 20)
      const next = open(gateway(), '127.0.0.3')
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(next.closed).toBe(false)
    },
  )
})
