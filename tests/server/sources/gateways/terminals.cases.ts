import { createConnection } from 'node:net'
import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'
import { makeTerminal } from '../../../../data/standin/terminals/terminal.ts'
import {
  batchBody,
  driverBody,
  locationBody,
  writeFrame,
  type TerminalFix,
} from '../../../../data/standin/terminals/frames.ts'
import { jt808ConfigSchema } from '../../../../server/sources/gateway/config.ts'
import type { GatewaySource } from '../../../../server/sources/gateway/gateway.ts'
import { makeJt808Source } from '../../../../server/sources/jt808/index.ts'
import type { SourceBatch, SourceSink } from '../../../../server/sources/Source.ts'
import { until } from '../../../builders/house/liveHouse.ts'
import { connectTerminal, type TestTerminal } from '../../../builders/devices/terminal.ts'
import { now, records, PHONES, first, second, third, house, lines, source, points } from './house.ts'

const connect = async (index: number, name = 'terminals'): Promise<TestTerminal> => {
  const phone = PHONES[index] as string
  const terminal = await connectTerminal(source(name).port(), {
    phone,
    version: phone.length === 20 ? '2019' : '2013',
  })
  lines.push(terminal)
  return terminal
}

const entered = async (index: number, name = 'terminals'): Promise<TestTerminal> => {
  const terminal = await connect(index, name)
  expect(await terminal.enter(records.vehicles[index]!.plate)).toBe(0)
  return terminal
}

/** A gateway of its own over a sink that the test answers for. */
const bareGateway = async (
  port: number,
  accept: SourceSink['accept'],
  clock: () => number = () => now,
): Promise<GatewaySource> => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const gateway = makeJt808Source(
    jt808ConfigSchema.parse({ way: 'jt808', name: 'bare', port, authKey: 'gateway-test-key' }),
    clock,
    log,
    house.live.registers,
  )
  await gateway.start({
    accept,
    quarantine: async () => undefined,
    settled: async () => undefined,
    cursor: async () => null,
    setCursor: async () => undefined,
  })
  return gateway
}

const fix = (secondsAgo: number, more: Partial<TerminalFix> = {}): TerminalFix => ({
  at: now - secondsAgo * 1000,
  lat: 22.8,
  lon: 108.3,
  speedKmh: 40.5,
  headingDeg: 90,
  acc: true,
  alarm: 0,
  ...more,
})

const quarantined = async (where: string): Promise<any[]> =>
  (
    await house.database.pool.query(
      `select record_id, field, reason, body, times from quarantine where ${where}`,
    )
  ).rows

describe('the JT/T 808 gateway', () => {
  it('takes register, code and positions; each is stored once and answered when it is durable', async () => {
    const terminal = await entered(0)
    expect((await terminal.ask(0x0200, locationBody(fix(60)))).result).toBe(0)
    expect(await points(first)).toMatchObject([{ at: now - 60_000, lon: 108.3, lat: 22.8, speedKmh: 40.5 }])
    expect((await terminal.ask(0x0200, locationBody(fix(60)))).result).toBe(0)
    expect(
      (
        await terminal.ask(
          0x0704,
          batchBody(
            [50, 40, 60].map((s) => locationBody(fix(s))),
            true,
          ),
        )
      ).result,
    ).toBe(0)
    expect((await points(first)).map(({ at }) => at)).toEqual([60_000, 50_000, 40_000].map((ms) => now - ms))
    expect((await terminal.ask(0x0002, new Uint8Array(0))).result).toBe(0)
    expect(
      (await terminal.ask(0x0702, driverBody(now, { name: '韦建国', certificate: '4501', issuer: '南宁' })))
        .result,
    ).toBe(0)
    expect((await terminal.ask(0x0900, Uint8Array.of(0x41, 1))).result).toBe(0)
    expect(await terminal.ask(0x0f00, Uint8Array.of(1)).then(({ result }) => result)).toBe(3)
    expect(source('terminals').counts()).toMatchObject({ driver: 1, heartbeat: 1, transparent: 1 })
  })

  it('answers only after the batch is durable, and with a failure when it could not be kept', async () => {
    const held: (() => void)[] = []
    let fail = false
    const gateway = await bareGateway(0, () =>
      fail ? Promise.reject(new Error('disk full')) : new Promise((resolve) => held.push(resolve)),
    )
    const terminal = await connectTerminal(gateway.port(), { phone: PHONES[0]!, version: '2013' })
    expect(await terminal.enter()).toBe(0)
    const serial = terminal.send(0x0200, locationBody(fix(5)))
    await until('the batch is on its way', () => held.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(terminal.replies.some(({ toSerial }) => toSerial === serial)).toBe(false)
    held[0]!()
    expect((await terminal.answer(serial)).result).toBe(0)
    fail = true
    expect((await terminal.ask(0x0200, locationBody(fix(4)))).result).toBe(1)
    expect(gateway.status().state).toBe('backing-off')
    terminal.end()
    await gateway.stop()
  })
})

describe('the JT/T 808 gateway', () => {
  it('reads the 2019 header and puts parts together', async () => {
    const terminal = await entered(1)
    const whole = batchBody(
      [30, 20].map((s) => locationBody(fix(s, { lat: -22.5 }))),
      true,
    )
    const halves = [whole.subarray(0, 40), whole.subarray(40)]
    const serials = halves.map((half, i) => terminal.send(0x0704, half, { total: 2, index: i + 1 }))
    for (const serial of serials) expect((await terminal.answer(serial)).result).toBe(0)
    expect(await points(second)).toMatchObject([{ at: now - 30_000, lat: -22.5 }, { at: now - 20_000 }])
    terminal.send(0x0704, halves[0]!, { total: 3, index: 1 })
    const far = terminal.send(0x0704, halves[0]!, { total: 3, index: 9 })
    expect((await terminal.answer(far)).result).toBe(2)
  })

  it('refuses unknown terminals, wrong codes and whoever did not prove himself, and says so in quarantine', async () => {
    const stranger = await connectTerminal(source('terminals').port(), {
      phone: '019999999999',
      version: '2013',
    })
    lines.push(stranger)
    expect(await stranger.enter('桂Z99999')).toBe(2)
    expect((await stranger.ask(0x0200, locationBody(fix(1)))).result).toBe(1)
    const known = await connect(2)
    expect((await known.ask(0x0102, Buffer.from('wrong'))).result).toBe(1)
    expect((await known.ask(0x0200, locationBody(fix(1)))).result).toBe(1)
    expect(await points(third)).toEqual([])
    const rows = await until('quarantine', async () => {
      const found = await quarantined(
        "source = 'terminals' and field in ('unknown-terminal', 'unproven', 'auth')",
      )
      return found.length >= 3 ? found : null
    })
    expect(rows.find(({ field }) => field === 'unknown-terminal')).toMatchObject({
      record_id: '127.0.0.1',
      body: { example: { phone: '019999999999', plate: '桂Z99999' } },
    })
  })
})

describe('the JT/T 808 gateway', () => {
  it('turns away 0/0, encrypted places and wrong clocks with the time of receipt, folded', async () => {
    const terminal = await entered(2)
    const bodies = [
      fix(1, { lat: 0, lon: 0 }),
      fix(1, { status: 0x22 }),
      fix(-7_200),
      fix(8 * 3_600),
      fix(90 * 86_400),
    ]
    for (const body of bodies) expect((await terminal.ask(0x0200, locationBody(body))).result).toBe(2)
    for (let i = 0; i < 500; i++) terminal.send(0x0200, locationBody(fix(1, { lat: 0, lon: 0 })))
    expect((await terminal.ask(0x0200, locationBody(fix(2, { status: 0 })))).result).toBe(0)
    const fields = ['nowhere', 'encrypted-position', 'clock-ahead', 'clock-utc', 'clock-behind']
    const rows = await until('all five', async () => {
      const found = await quarantined(`source = 'terminals' and record_id = '${PHONES[2]}'`)
      return found.length === fields.length ? found : null
    })
    expect(rows.map(({ field }) => field).toSorted()).toEqual(fields.toSorted())
    expect(
      rows.every(({ times, body }) => times === 1 && body.example.receivedAt === new Date(now).toISOString()),
    ).toBe(true)
    expect(source('terminals').counts()).toMatchObject({ nowhere: 501, 'no-fix': 1 })
    expect(await points(third)).toEqual([])
  })

  it('a line of junk and a flood holds up no other', async () => {
    const calm = await entered(0)
    const flood = await entered(3)
    const junk = Buffer.alloc(200_000, 0x55)
    const bad = Buffer.concat(
      Array.from({ length: 40 }, () => Buffer.from('7e0200000401390000000000010000000000007e', 'hex')),
    )
    const many = Buffer.concat(
      Array.from({ length: 4_000 }, (_, i) => writeFrame(flood.id, 0x0200, i, locationBody(fix(7_200 - i)))),
    )
    for (const bytes of [junk, bad, many]) flood.raw(bytes)
    for (let i = 0; i < 20; i++)
      expect((await calm.ask(0x0200, locationBody(fix(30 - i, { speedKmh: 10 })))).result).toBe(0)
    expect(source('terminals').counts()['junk-bytes']).toBeGreaterThanOrEqual(200_000)
    const shouting = createConnection({ port: source('terminals').port(), host: '127.0.0.1' })
    shouting.on('error', () => undefined)
    const ended = new Promise((resolve) => shouting.on('close', resolve))
    shouting.resume()
    for (let i = 0; i < 12; i++) shouting.write(junk)
    await ended
  })
})

describe('the JT/T 808 gateway', () => {
  it('turns GCJ-02 into WGS-84 to within a metre', async () => {
    const terminal = await entered(4, 'gcj')
    const wgs = [108.366543, 22.817002] as [number, number]
    const [lon, lat] = gcoord.transform(wgs, gcoord.WGS84, gcoord.GCJ02)
    expect((await terminal.ask(0x0200, locationBody(fix(1, { lon, lat })))).result).toBe(0)
    const [kept] = await points(records.vehicles[4]!.id)
    expect(Math.abs(kept!.lon - wgs[0]) * 102_600).toBeLessThan(1)
    expect(Math.abs(kept!.lat - wgs[1]) * 111_320).toBeLessThan(1)
  })
})

describe('a terminal of the demonstration', () => {
  it('loses nothing in a cellar, over a gateway that went away, and over points that could not be kept', async () => {
    const kept: number[] = []
    let full = false
    const accept = async (_: string, batch: SourceBatch): Promise<void> => {
      if (full) throw new Error('disk full')
      if (batch.kind === 'positions') kept.push(...batch.items.map(({ at }) => at))
    }
    let time = now
    let gateway = await bareGateway(0, accept, () => time)
    const port = gateway.port()
    const terminal = makeTerminal({
      vehicle: { phone: PHONES[1]!, plate: records.vehicles[1]!.plate, driver: '韦建国' },
      host: '127.0.0.1',
      port,
    })
    const sent: number[] = []
    const drive = async (seconds: number): Promise<void> => {
      for (let i = 0; i < seconds; i++) {
        time += 1_000
        sent.push(time)
        terminal.report(fix(0, { at: time }))
        terminal.tick(time)
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
    }
    await drive(10)
    terminal.shadow(true)
    await drive(40)
    terminal.shadow(false)
    await drive(60)
    await gateway.stop()
    await drive(20)
    gateway = await bareGateway(port, accept, () => time)
    await drive(60)
    full = true
    await drive(5)
    full = false
    await until('every point', async () => {
      await drive(5)
      const found = new Set(kept)
      return sent.slice(0, -10).every((at) => found.has(at))
    })
    expect(terminal.isOnline()).toBe(true)
    terminal.end()
    await gateway.stop()
  })
})
