import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jt809ConfigSchema } from '../../../server/sources/gateway/config.ts'
import type { GatewaySource } from '../../../server/sources/gateway/gateway.ts'
import { makeJt809Source } from '../../../server/sources/jt809/index.ts'
import type { Rejected, SourceBatch } from '../../../server/sources/Source.ts'
import { gbk } from '../../builders/devices/gbk.ts'
import { until } from '../../builders/house/liveHouse.ts'

const now = Date.UTC(2026, 4, 9, 8, 43)

const PLATE = '桂A12345'

const SECRET = { m1: 10_000_000, ia1: 20_000_000, ic1: 30_000_000 }

const u = (bytes: number, value: number): Buffer => {
  const out = Buffer.alloc(bytes)
  out.writeUIntBE(value, 0, bytes)
  return out
}

/** CRC-16/CCITT-FALSE and the mixing of 6.4, as a subordinate platform computes them. */
const crc = (bytes: Buffer): number =>
  bytes.reduce((sum, byte) => {
    let next = sum ^ (byte << 8)
    for (let bit = 0; bit < 8; bit++)
      next = next & 0x8000 ? ((next << 1) ^ 0x1021) & 0xffff : (next << 1) & 0xffff
    return next
  }, 0xffff)

const mix = (body: Buffer, key: number): Buffer => {
  let state = BigInt(key)
  return Buffer.from(
    body.map((byte) => {
      state = BigInt.asUintN(32, BigInt(SECRET.ia1) * (state % BigInt(SECRET.m1)) + BigInt(SECRET.ic1))
      return byte ^ Number((state >> 20n) & 255n)
    }),
  )
}

const frame = (business: number, body: Buffer = Buffer.alloc(0), key = 0): Buffer => {
  const plain = Buffer.concat([
    u(4, 26 + body.length),
    u(4, 1),
    u(2, business),
    u(4, 45),
    Buffer.from([1, 0, 0, key ? 1 : 0]),
    u(4, key),
    key ? mix(body, key) : body,
  ])
  const out: number[] = []
  for (const byte of Buffer.concat([plain, u(2, crc(plain))]))
    out.push(...({ 0x5b: [0x5a, 1], 0x5a: [0x5a, 2], 0x5d: [0x5e, 1], 0x5e: [0x5e, 2] }[byte] ?? [byte]))
  return Buffer.from([0x5b, ...out, 0x5d])
}

interface Heard {
  readonly business: number
  readonly body: Buffer
}

const listen = (socket: Socket, into: Heard[]): void => {
  let rest = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(0x5d); end >= 0; end = rest.indexOf(0x5d)) {
      const plain: number[] = []
      for (let i = 1; i < end; i++)
        plain.push(
          rest[i] === 0x5a
            ? rest[++i] === 1
              ? 0x5b
              : 0x5a
            : rest[i] === 0x5e
              ? rest[++i] === 1
                ? 0x5d
                : 0x5e
              : rest[i]!,
        )
      const content = Buffer.from(plain)
      expect(content.readUInt16BE(content.length - 2)).toBe(crc(content.subarray(0, -2)))
      const body = content.subarray(22, -2)
      into.push({
        business: content.readUInt16BE(8),
        body: content[17] ? mix(body, content.readUInt32BE(18)) : body,
      })
      rest = rest.subarray(end + 1)
    }
  })
}

const login = (port: number, ip = '127.0.0.1', password = 'secret88'): Buffer =>
  Buffer.concat([u(4, 1001), Buffer.from(password), Buffer.from(ip.padEnd(32, '\0')), u(2, port)])

const exchange = (sub: number, data: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([
    Buffer.from(gbk(PLATE)),
    Buffer.alloc(21 - gbk(PLATE).length),
    u(1, 1),
    u(2, sub),
    u(4, data.length),
    data,
  ])

const position = (secondsAgo: number): Buffer => {
  const date = new Date(now - secondsAgo * 1_000 + 8 * 3_600_000)
  return exchange(
    0x1202,
    Buffer.concat([
      Buffer.from([0, date.getUTCDate(), date.getUTCMonth() + 1]),
      u(2, date.getUTCFullYear()),
      Buffer.from([date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]),
      u(4, 108_400_000),
      u(4, 22_900_000),
      u(2, 55),
      u(2, 55),
      u(4, 1),
      u(2, 90),
      u(2, 80),
      u(4, 3),
      u(4, 0),
    ]),
  )
}

const padded = (text: string, length: number): Buffer =>
  Buffer.concat([Buffer.from(gbk(text)), Buffer.alloc(length)]).subarray(0, length)

let gateway: GatewaySource

let below: Server

const accepted: SourceBatch[] = []

const refused: Rejected[] = []

const down: Heard[] = []

const lines: Socket[] = []

beforeAll(async () => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const registers = {
    metersOf: () => [],
    vehicleBy: (_: string, value: string) => (value === PLATE ? 'V1' : null),
  }
  const config = jt809ConfigSchema.parse({
    way: 'jt809',
    name: 'platforms',
    port: 0,
    users: [{ user: 1001, password: 'secret88', platform: 45 }],
    secret: SECRET,
    down: { keepaliveMs: 100, silenceMs: 2_000, tellMs: 200 },
  })
  gateway = makeJt809Source(config, () => now, log, registers as never)
  await gateway.start({
    accept: async (_, batch) => void accepted.push(batch),
    quarantine: async (rows) => void refused.push(...rows),
    settled: async () => undefined,
    cursor: async () => null,
    setCursor: async () => undefined,
  })
  below = createServer((socket) => {
    lines.push(socket)
    listen(socket, down)
  })
  await new Promise<void>((resolve) => below.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  for (const line of lines) line.destroy()
  below?.close()
  await gateway?.stop()
})

const main = async (body: Buffer): Promise<{ socket: Socket; heard: Heard[] }> => {
  const socket = createConnection({ port: gateway.port(), host: '127.0.0.1' })
  const heard: Heard[] = []
  listen(socket, heard)
  socket.write(frame(0x1001, body))
  await until('an answer to the login', () => heard.some(({ business }) => business === 0x1002))
  return { socket, heard }
}

const heardDown = (business: number, count = 1) =>
  until(
    `${business.toString(16)} on the down link`,
    () => down.filter((one) => one.business === business).length >= count,
    5_000,
  )

const places = (): number =>
  accepted.filter(({ kind }) => kind === 'positions').reduce((sum, { items }) => sum + items.length, 0)

/** Who drives, as 0x120a tells it. */
const DRIVER = Buffer.concat([
  padded('韦建国', 16),
  padded('450103199001011234', 20),
  padded('4501', 40),
  padded('南宁', 200),
])

describe('a superior platform of JT/T 809', () => {
  it('opens the down link with the code of the login, keeps it up, asks for the driver, tells what it received, and closes both', async () => {
    const { socket, heard } = await main(login((below.address() as AddressInfo).port))
    const answer = heard[0]!.body
    expect([answer[0], answer.length]).toEqual([0, 5])
    await heardDown(0x9001)
    expect(down[0]!.body).toEqual(answer.subarray(1))
    lines[0]!.write(frame(0x9002, Buffer.from([0])))
    await heardDown(0x9005)
    lines[0]!.write(frame(0x9006))

    socket.write(
      frame(0x1200, exchange(0x1201, Buffer.concat([Buffer.alloc(42, 0x41), Buffer.alloc(19, 0x31)]))),
    )
    await heardDown(0x9200)
    expect(down.find(({ business }) => business === 0x9200)!.body.readUInt16BE(22)).toBe(0x920a)
    lines[0]!.write(frame(0x1200, exchange(0x120a, DRIVER)))
    await until('the driver', () => accepted.some(({ kind }) => kind === 'drivers'))
    expect(accepted.find(({ kind }) => kind === 'drivers')!.items).toMatchObject([
      { vehicle: 'V1', name: '韦建国', certificateTail: '4501', issuer: '南宁', card: 'in' },
    ])

    socket.write(frame(0x1200, position(20), 987_654_321))
    lines[0]!.write(frame(0x1200, position(10)))
    await until('positions of both links', () => places() === 2)
    await until(
      'their number',
      () =>
        down
          .filter(({ business }) => business === 0x9101)
          .reduce((sum, { body }) => sum + body.readUInt32BE(0), 0) === 2,
      5_000,
    )

    lines[0]!.destroy()
    await until(
      'the notice of the broken link',
      () => heard.some(({ business, body }) => business === 0x9007 && body[0] === 1),
      5_000,
    )
    await heardDown(0x9001, 2)
    lines[1]!.write(frame(0x9002, Buffer.from([0])))
    await heardDown(0x9005, 2)
    socket.write(frame(0x1003, Buffer.concat([u(4, 1001), Buffer.from('secret88')])))
    await until('the answer to the logout', () => heard.some(({ business }) => business === 0x1004))
    await heardDown(0x9003)
    expect(gateway.counts()['down-link']).toBe(2)
  })
})

describe('a superior platform of JT/T 809', () => {
  it("connects nowhere else than to the login's own address, refuses wrong logins, and outlives rubbish on the down link", async () => {
    const before = down.length
    const far = await main(login(80, '10.1.2.3'))
    expect(far.heard[0]!.body[0]).toBe(0)
    await until('the refusal', () => refused.some(({ field }) => field === 'down-address'), 5_000)
    expect(down.length).toBe(before)
    expect((await main(login(0, '127.0.0.1', 'wrong888'))).heard[0]!.body[0]).toBe(4)
    far.socket.destroy()
    const lineCount = lines.length
    const near = await main(login((below.address() as AddressInfo).port))
    await until('a new down link', () => lines.length > lineCount)
    for (let i = 0; i < 60; i++)
      lines[lineCount]!.write(Buffer.concat([Buffer.from([0x5b]), Buffer.alloc(40, i), Buffer.from([0x5d])]))
    await until('it is opened again', () => lines.length > lineCount + 1, 5_000)
    near.socket.write(frame(0x1005))
    await until('the main link stands', () => near.heard.some(({ business }) => business === 0x1006))
    near.socket.destroy()
  })
})
