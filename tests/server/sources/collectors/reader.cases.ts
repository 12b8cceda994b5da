import { describe, expect, it } from 'vitest'
import { makeCollector } from '../../../../data/standin/collectors/collector.ts'
import { makeEnergyModel, loadOf } from '../../../../data/standin/energy/model.ts'
import { makeFaultDesk } from '../../../../data/standin/faults.ts'
import { textIn } from '../../../../data/standin/collectors/wire.ts'
import { GBK, KEYS, meterXml, openLine, stamp } from '../../../builders/devices/collector.ts'
import { answer645 } from '../../../builders/devices/meterDevices.ts'
import { until } from '../../../builders/house/liveHouse.ts'
import { makeBeats } from '../../../builders/plain/beats.ts'
import { SMALL_NOW } from '../../../builders/records/smallProvince.ts'
import {
  QUARTER,
  third,
  sixth,
  seventh,
  house,
  clock,
  throughGate,
  collectorOf,
  dayOf,
  quarters,
  told,
} from './house.ts'

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
    expect(textIn(await line.answer('operation="time"'), 'time')).toBe(stamp(clock.now))
    const meter = { name: '398192000337' }
    unparsed(line, 'a', meterXml(clock.now, answer645('398192000337', 500), meter))
    await line.answer('<sequence>a</sequence>')
    clock.now += QUARTER
    unparsed(line, 'b', meterXml(clock.now, answer645('398192000337', 503.25), meter), [2, 0])
    await line.answer('<sequence>b</sequence>')
    const quarter = 32 + (clock.now - SMALL_NOW) / QUARTER
    await quarters(third, quarter - 1, quarter, [3.25])
    unparsed(
      line,
      'c',
      meterXml(clock.now, answer645('1', 9), meter) +
        meterXml(clock.now, `${answer645('398192000337', 9).slice(0, -4)}0016`, { ...meter, id: '2' }) +
        meterXml(clock.now, 'zz', { ...meter, id: '3' }),
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
    const before = clock.source.status().quarantined
    const flood = await openLine(clock.source.port(), sixth)
    for (let i = 0; i < 400; i++)
      flood.socket.write(Buffer.from(`68681616${'10000000'}${'ab'.repeat(16)}000055aa55aa`, 'hex'))
    const loris = await openLine(clock.source.port(), sixth, '02')
    loris.socket.write(Buffer.from('6868161600ff0000', 'hex'))
    const trickle = setInterval(() => loris.socket.write(Buffer.from([0])), 100)
    const line = await openLine(clock.source.port(), sixth, '03')
    const beats = makeBeats()
    expect(await line.prove()).toBe('pass')
    line.report('fast', meterXml(clock.now, 10))
    await line.answer('<sequence>fast</sequence>')
    expect(beats.stop()).toBeLessThan(15)
    await flood.closed
    expect(clock.source.status().quarantined - before).toBeGreaterThanOrEqual(20)
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
    await until('bad XML is counted', () => clock.source.status().quarantined - before >= 24)
    line.report('still', meterXml(clock.now, 11))
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
    const keptFrom = clock.now
    const collector = makeCollector({
      building,
      gateway: '01',
      make: GBK,
      keys: KEYS,
      target: { host: '127.0.0.1', port: clock.source.port() },
      model,
      faults: makeFaultDesk(() => 1),
      keptFrom,
      periodMs: QUARTER,
    })
    const timer = setInterval(() => collector.tick(clock.now), 20)
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
    const quarterNow = (): number => 32 + (clock.now - SMALL_NOW) / QUARTER
    const begin = quarterNow()
    try {
      clock.now += 2 * QUARTER
      await quarters(seventh, begin, begin + 2, expected(begin, begin + 2))
      const port = clock.source.port()
      await clock.source.stop()
      clock.now += 10 * QUARTER
      clock.source = collectorOf(port)
      await clock.source.start(throughGate())
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
