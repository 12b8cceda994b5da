import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCollector } from '../../../data/standin/collectors/collector.ts'
import { makeEnergyModel, loadOf } from '../../../data/standin/energy/model.ts'
import { makeFaultDesk } from '../../../data/standin/faults.ts'
import { makeCollectorSource, type CollectorSource } from '../../../server/sources/collector/index.ts'
import { collectorConfigSchema } from '../../../server/sources/collector/config.ts'
import { makeModbusSource } from '../../../server/sources/modbus/index.ts'
import { modbusConfigSchema } from '../../../server/sources/modbus/config.ts'
import type { SourceSink } from '../../../server/sources/Source.ts'
import { textIn } from '../../../data/standin/collectors/wire.ts'
import { GBK, KEYS, meterXml, openLine, stamp } from '../../builders/devices/collector.ts'
import { answer645, startModbusDevice } from '../../builders/devices/meterDevices.ts'
import { fill, makeLiveHouse, until, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { smallProvince, SMALL_NOW } from '../../builders/records/smallProvince.ts'

const QUARTER = 15 * 60_000
const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (detail: object, message: string) => console.error(message, detail),
}
const [first, second, third, fourth, fifth, sixth, seventh] = smallProvince().buildings.map(
  ({ id }) => id,
) as [string, string, string, string, string, string, string]
let house: LiveHouse
let now = SMALL_NOW
let source: CollectorSource
/** Closed: nothing becomes durable. */
let gate: Promise<void> = Promise.resolve()

const throughGate = (): SourceSink => ({
  ...house.live.sink,
  accept: async (name, batch) => gate.then(() => house.live.sink.accept(name, batch)),
})
const collectorOf = (port = 0, more: object = {}): CollectorSource =>
  makeCollectorSource(
    collectorConfigSchema.parse({
      way: 'collector',
      name: 'collectors',
      port,
      key: KEYS.md5,
      aes: { key: KEYS.aes, iv: KEYS.aes },
      patienceMs: 1_500,
      ...more,
    }),
    () => now,
    quiet,
    house.live.registers,
  )

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, smallProvince())
  await house.start([])
  await house.live.directory.reload()
  source = collectorOf(0, {
    gateways: [
      {
        building: '450102A001',
        gateway: '07',
        key: 'its own key',
        here: second,
        meters: { '3/1': `${second}-M` },
      },
    ],
  })
  await source.start(throughGate())
})
afterAll(async () => {
  await source?.stop()
  await house?.close()
})

const dayOf = async (
  building: string,
  day = '2026-06-15',
): Promise<{ values: (number | null)[]; marks: string } | undefined> => {
  await house.live.energy.flush()
  return (
    await house.database.pool.query('select values, marks from meter_days where meter = $1 and day = $2', [
      `${building}-M`,
      day,
    ])
  ).rows[0]
}
/** Waits until the quarter hours are these, to a hundredth. */
const quarters = async (
  building: string,
  from: number,
  to: number,
  expected: readonly number[],
): Promise<void> => {
  let found: (number | null)[] = []
  const isSo = async (): Promise<boolean> => {
    found = (await dayOf(building))?.values.slice(from, to) ?? []
    return expected.every((kwh, i) => Math.abs((found[i] ?? -1) - kwh) < 0.011)
  }
  await until('quarter hours', isSo, 5_000).catch(() => expect(found).toEqual(expected))
}
/** Faults reach the database a moment after they are safe on the disk. */
const told = (reason: string): Promise<unknown> =>
  until(
    `one row says ${reason}`,
    async () =>
      Number(
        (
          await house.database.pool.query(
            "select count(*) as n from quarantine where source = 'collectors' and reason like $1",
            [`%${reason}%`],
          )
        ).rows[0].n,
      ) === 1,
    5_000,
  )

describe('a collector', () => {
  it('proves itself with MD5 of the sequence and the key; its report becomes quarter hours, once', async () => {
    const line = await openLine(source.port(), first)
    expect(await line.prove()).toBe('pass')
    line.send('heart_beat', '<heart_beat operation="notify"/>')
    expect(await line.answer('operation="time"')).toContain('<time>20260615080000</time>')
    line.report('a', meterXml(now, '1000.5'))
    await line.answer('<sequence>a</sequence>')
    const upload = meterXml(now + QUARTER, '1003.5') + meterXml(now + 2 * QUARTER, '1004.75')
    now += 2 * QUARTER
    line.report('b', upload)
    expect(await line.answer('<sequence>b</sequence>')).toContain('operation="report_ack"')
    await quarters(first, 32, 34, [3, 1.25])
    line.report('b', upload)
    await line.answer('<sequence>b</sequence>')
    line.report('c', upload, 'continuous')
    expect(await line.answer('<sequence>c</sequence>')).toContain('operation="continuous_ack"')
    await quarters(first, 32, 34, [3, 1.25])
    line.socket.destroy()
  })

  it('with a wrong key is refused, and cannot report', async () => {
    const line = await openLine(source.port(), first)
    expect(await line.prove('another key')).toBe('fail')
    line.report('x', meterXml(now, 5000))
    await line.closed
    expect(line.heard.join('')).not.toContain('_ack')
    await told('with the shared key')
    await told('identity to be proven first')
  })

  it('of a building that is unknown is refused', async () => {
    const line = await openLine(source.port(), 'nowhere')
    line.send('request', '<id_validate operation="request"/>')
    expect(await line.answer('operation="result"')).toContain('<result>fail</result>')
    await told('expected a building of the register')
  })

  it('is acknowledged only when its report is durable', async () => {
    const line = await openLine(source.port(), third)
    await line.prove()
    let open: () => void = () => undefined
    gate = new Promise((resolve) => (open = resolve))
    line.report('late', meterXml(now, 10))
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(line.heard).toEqual([])
    open()
    await line.answer('<sequence>late</sequence>')
    line.socket.destroy()
  })

  it('writes GB2312, its building under a code of its own, its meters by number', async () => {
    const line = await openLine(source.port(), '450102A001', '07', GBK)
    expect(await line.prove('its own key')).toBe('pass')
    line.report(
      'g',
      meterXml(now, 200, { id: '3', coding: '01A00', name: '照明插座用电', error: '192' }) +
        meterXml(now + QUARTER, 207, { id: '3', coding: '01A00', name: '照明插座用电', error: '192' }),
    )
    now += QUARTER
    expect(await line.answer('<sequence>g</sequence>')).toContain('encoding="gb2312"')
    await quarters(second, 34, 35, [7])
    line.socket.destroy()
  })

  it('has what cannot be used quarantined with its reason, and the rest kept', async () => {
    const line = await openLine(source.port(), fourth)
    await line.prove()
    line.report(
      'q',
      meterXml(now, 50) +
        meterXml(now, 1, { id: '2', error: '7' }) +
        meterXml(now, 1, { id: '3', coding: '01Z00' }) +
        meterXml(now, 1, { id: '4' }) +
        meterXml(now, 'n/a', { id: '5' }) +
        meterXml(now, 1, { id: '6', conn: 'disconn' }),
    )
    await line.answer('<sequence>q</sequence>')
    line.report('r', meterXml(now + QUARTER, 54))
    now += QUARTER
    await line.answer('<sequence>r</sequence>')
    await quarters(fourth, 35, 36, [4])
    const rowsOf = async () =>
      (
        await house.database.pool.query(
          "select record_id, field from quarantine where source = 'collectors' and record_id like $1 order by record_id",
          [`${fourth}/%`],
        )
      ).rows
    const rows = await until(
      'five rows',
      async () => ((await rowsOf()).length === 5 ? rowsOf() : null),
      5_000,
    )
    expect(rows.map(({ record_id, field }) => [record_id.slice(fourth.length), field])).toEqual([
      ['/01/2/1', 'error'],
      ['/01/3/1', 'coding'],
      ['/01/4/1', 'coding'],
      ['/01/5/1', 'value'],
      ['/01/6/1', 'conn'],
    ])
    line.socket.destroy()
  })

  it('whose register falls once is doubted: a stray value stays out, a changed meter goes on', async () => {
    const line = await openLine(source.port(), fifth)
    await line.prove()
    const send = async (id: string, total: number): Promise<void> => {
      now += QUARTER
      line.report(id, meterXml(now, total))
      await line.answer(`<sequence>${id}</sequence>`)
    }
    await send('1', 100)
    await send('2', 101)
    await send('3', 7)
    await send('4', 103)
    await quarters(fifth, 37, 39, [1, 1])
    await told('register not below 101')
    await send('5', 2)
    await send('6', 4)
    await until('the new register goes on', async () => ((await dayOf(fifth))?.values[41] ?? 0) >= 2)
    expect((await dayOf(fifth))?.values.every((value) => (value ?? 0) < 50)).toBe(true)
    line.socket.destroy()
  })
})

describe('a collector that does not parse', () => {
  const unparsed = (
    line: Awaited<ReturnType<typeof openLine>>,
    id: string,
    meters: string,
    packet: readonly [total: number, current: number] = [1, 0],
  ): void =>
    line.send(
      'report',
      `<data operation="report"><sequence>${id}</sequence><parser>no</parser><time>20260615000000</time><total>${packet[0]}</total><current>${packet[1]}</current>${meters}</data>`,
    )

  it("has its meters' own frames read, is set to its period, and told of packets that never came", async () => {
    const own = collectorOf(0, { name: 'raw', periodMinutes: 15 })
    await own.start(throughGate())
    const line = await openLine(own.port(), third)
    expect(await line.prove()).toBe('pass')
    expect(await line.answer('operation="period"')).toContain('<period>15</period>')
    line.send('period_ack', '<config operation="period_ack"/>')
    line.send('reply_config', '<query operation="reply_config"><period>60</period></query>')
    line.send('notify', '<heart_beat operation="notify"/>')
    expect(textIn(await line.answer('operation="time"'), 'time')).toBe(stamp(now))
    const meter = { name: '398192000337' }
    unparsed(line, 'a', meterXml(now, answer645('398192000337', 500), meter))
    await line.answer('<sequence>a</sequence>')
    now += QUARTER
    unparsed(line, 'b', meterXml(now, answer645('398192000337', 503.25), meter), [2, 0])
    await line.answer('<sequence>b</sequence>')
    const quarter = 32 + (now - SMALL_NOW) / QUARTER
    await quarters(third, quarter - 1, quarter, [3.25])
    unparsed(
      line,
      'c',
      meterXml(now, answer645('1', 9), meter) +
        meterXml(now, `${answer645('398192000337', 9).slice(0, -4)}0016`, { ...meter, id: '2' }) +
        meterXml(now, 'zz', { ...meter, id: '3' }),
    )
    await line.answer('<sequence>c</sequence>')
    const rows = async () =>
      (
        await house.database.pool.query(
          "select field, reason from quarantine where source = 'raw' order by reason",
        )
      ).rows.map(({ field, reason }) => `${field}: ${reason}`)
    const told = await until('five faults', async () => ((await rows()).length === 5 ? rows() : null), 5_000)
    expect(told.join('\n')).toMatch(
      /frame of dlt645: checksum[^]*frame of meter 398192000337, found one of 000000000001[^]*frame in hex[^]*period of 15 minutes, the collector says 60[^]*all packets of an upload/,
    )
    line.socket.destroy()
    await own.stop()
  })
})

describe('one line', () => {
  it('of junk, bad frames and bad XML is counted and closed; another that never ends is closed; a third is served meanwhile', async () => {
    const before = source.status().quarantined
    const flood = await openLine(source.port(), sixth)
    for (let i = 0; i < 400; i++)
      flood.socket.write(Buffer.from(`68681616${'10000000'}${'ab'.repeat(16)}000055aa55aa`, 'hex'))
    const loris = await openLine(source.port(), sixth, '02')
    loris.socket.write(Buffer.from('6868161600ff0000', 'hex'))
    const trickle = setInterval(() => loris.socket.write(Buffer.from([0])), 100)
    const line = await openLine(source.port(), sixth, '03')
    const started = performance.now()
    expect(await line.prove()).toBe('pass')
    line.report('fast', meterXml(now, 10))
    await line.answer('<sequence>fast</sequence>')
    expect(performance.now() - started).toBeLessThan(1_500)
    await flood.closed
    expect(source.status().quarantined - before).toBeGreaterThanOrEqual(20)
    await told('the CRC of the frame')
    await loris.closed
    clearInterval(trickle)
    for (const xml of [
      '<root><common><building_id>x</common></root>',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><root/>',
      `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`,
      '<other/>',
    ])
      line.send('x', `</root>${xml}`)
    await until('bad XML is counted', () => source.status().quarantined - before >= 24)
    line.report('still', meterXml(now, 11))
    await line.answer('<sequence>still</sequence>')
    line.socket.destroy()
  })
})

describe('a break', () => {
  it('is made good: what the collector kept meanwhile comes as continuous, nothing lost or doubled', async () => {
    const model = makeEnergyModel()
    const load = loadOf({ id: seventh, grossArea: 1_000, use: 'office' }, 23, null)
    const building = {
      building: seventh,
      region: '450102',
      load,
      meters: [{ id: `${seventh}-M`, item: 'total' as const }],
    }
    const keptFrom = now
    const collector = makeCollector({
      building,
      gateway: '01',
      make: GBK,
      keys: KEYS,
      target: { host: '127.0.0.1', port: source.port() },
      model,
      faults: makeFaultDesk(() => 1),
      keptFrom,
      periodMs: QUARTER,
    })
    const timer = setInterval(() => collector.tick(now), 20)
    const expected = (from: number, to: number): number[] =>
      Array.from(
        { length: to - from },
        (_, i) =>
          Math.round(
            (model.at(load, 'total', SMALL_NOW + (from - 32 + i + 1) * QUARTER).total -
              model.at(load, 'total', SMALL_NOW + (from - 32 + i) * QUARTER).total) *
              100,
          ) / 100,
      )
    const quarterNow = (): number => 32 + (now - SMALL_NOW) / QUARTER
    const begin = quarterNow()
    try {
      now += 2 * QUARTER
      await quarters(seventh, begin, begin + 2, expected(begin, begin + 2))
      const port = source.port()
      await source.stop()
      now += 10 * QUARTER
      source = collectorOf(port)
      await source.start(throughGate())
      const end = quarterNow()
      await until('the backlog is in', async () => (await dayOf(seventh))?.values[end - 1] != null, 15_000)
      const sum = (values: readonly (number | null | undefined)[]): number =>
        values.reduce<number>((all, value) => all + (value ?? 0), 0)
      expect(sum((await dayOf(seventh))?.values.slice(begin, end) ?? [])).toBeCloseTo(
        sum(expected(begin, end)),
        0,
      )
      await quarters(seventh, begin, end, expected(begin, end))
    } finally {
      clearInterval(timer)
      collector.stop()
    }
  })
})

describe('Modbus TCP', () => {
  const total = { address: 10, type: 'u32', words: 'low-first', scale: 0.01, ratio: 40 }
  const stored = (building: string): number | undefined => house.live.energy.state(`${building}-M`)?.total

  it('is asked device by device: one that never answers delays nobody, one that dies comes back, a register may roll over', async () => {
    const buildings = smallProvince().buildings.map(({ id }) => id)
    const [alive, stuck] = [buildings[8] as string, buildings[9] as string]
    let device = await startModbusDevice()
    const silent = createServer((socket) => void socket.on('error', () => undefined))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const config = modbusConfigSchema.parse({
      way: 'modbus',
      name: 'modbus',
      pollMs: 60,
      devices: [
        {
          host: '127.0.0.1',
          port: (silent.address() as AddressInfo).port,
          building: stuck,
          timeoutMs: 400,
          meters: [{ item: 'total', total }],
        },
        {
          host: '127.0.0.1',
          port: device.port,
          unit: 3,
          building: alive,
          timeoutMs: 400,
          meters: [{ item: 'total', total, kw: { address: 12, type: 'f32' } }],
        },
      ],
    })
    const modbus = makeModbusSource(config, () => now, quiet, house.live.registers)
    const wrap = 0x1_0000_0000
    device.set(wrap - 100, 12.5)
    await modbus.start(house.live.sink)
    try {
      await until(
        'the first register',
        () => Math.abs((stored(alive) ?? 0) - (wrap - 100) * 0.4) < 0.01,
        3_000,
      )
      expect(modbus.status()).toMatchObject({ way: 'request', state: 'live' })
      await until(
        'the silent one is told',
        () => modbus.status().error?.includes(`/${1}:`) || modbus.status().error !== null,
        3_000,
      )
      now += QUARTER
      device.set(wrap - 50, 13)
      const quarter = 32 + (now - SMALL_NOW) / QUARTER - 1
      await until(
        '20 kWh',
        async () => Math.abs(((await dayOf(alive))?.values[quarter] ?? 0) - 20) < 0.05,
        3_000,
      )
      await device.stop()
      await until('its death is told', () => modbus.status().state === 'backing-off', 3_000)
      now += QUARTER
      device = await startModbusDevice(device.port)
      device.set(10, 14)
      await until(
        'the fall is told',
        async () =>
          (
            await house.database.pool.query(
              "select 1 from quarantine where source = 'modbus' and reason like 'expected a register not below %'",
            )
          ).rows.length === 1,
        6_000,
      )
      now += QUARTER / 15
      device.set(11, 14)
      await until('it is read again, begun anew', () => Math.abs((stored(alive) ?? 0) - 4.4) < 0.01, 6_000)
      expect(modbus.status().state).toBe('live')
      expect(
        (await dayOf(alive))?.values.every((value) => value === null || (value >= 0 && value < 100)),
      ).toBe(true)
    } finally {
      await modbus.stop()
      await device.stop()
      silent.close()
    }
  })
})
