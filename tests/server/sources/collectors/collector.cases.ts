import { describe, expect, it } from 'vitest'
import { GBK, meterXml, openLine } from '../../../builders/devices/collector.ts'
import { until } from '../../../builders/house/liveHouse.ts'
import { QUARTER, first, second, third, fourth, fifth, house, clock, dayOf, quarters, told } from './house.ts'

describe('a collector', () => {
  it('proves itself with MD5 of the sequence and the key; its report becomes quarter hours, once', async () => {
    const line = await openLine(clock.source.port(), first)
    expect(await line.prove()).toBe('pass')
    line.send('heart_beat', '<heart_beat operation="notify"/>')
    expect(await line.answer('operation="time"')).toContain('<time>20260615080000</time>')
    line.report('a', meterXml(clock.now, '1000.5'))
    await line.answer('<sequence>a</sequence>')
    const upload = meterXml(clock.now + QUARTER, '1003.5') + meterXml(clock.now + 2 * QUARTER, '1004.75')
    clock.now += 2 * QUARTER
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
    const line = await openLine(clock.source.port(), first)
    expect(await line.prove('another key')).toBe('fail')
    line.report('x', meterXml(clock.now, 5000))
    await line.closed
    expect(line.heard.join('')).not.toContain('_ack')
    await told('with the shared key')
    await told('identity to be proven first')
  })

  it('of a building that is unknown is refused', async () => {
    const line = await openLine(clock.source.port(), 'nowhere')
    line.send('request', '<id_validate operation="request"/>')
    expect(await line.answer('operation="result"')).toContain('<result>fail</result>')
    await told('expected a building of the register')
  })

  it('is acknowledged only when its report is durable', async () => {
    const line = await openLine(clock.source.port(), third)
    await line.prove()
    let open: () => void = () => undefined
    clock.gate = new Promise((resolve) => (open = resolve))
    line.report('late', meterXml(clock.now, 10))
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(line.heard).toEqual([])
    open()
    await line.answer('<sequence>late</sequence>')
    line.socket.destroy()
  })
})

describe('a collector', () => {
  it('writes GB2312, its building under a code of its own, its meters by number', async () => {
    const line = await openLine(clock.source.port(), '450102A001', '07', GBK)
    expect(await line.prove('its own key')).toBe('pass')
    line.report(
      'g',
      meterXml(clock.now, 200, { id: '3', coding: '01A00', name: '照明插座用电', error: '192' }) +
        meterXml(clock.now + QUARTER, 207, {
          id: '3',
          coding: '01A00',
          name: '照明插座用电',
          error: '192',
        }),
    )
    clock.now += QUARTER
    expect(await line.answer('<sequence>g</sequence>')).toContain('encoding="gb2312"')
    await quarters(second, 34, 35, [7])
    line.socket.destroy()
  })
})

describe('a collector', () => {
  it('has what cannot be used quarantined with its reason, and the rest kept', async () => {
    const line = await openLine(clock.source.port(), fourth)
    await line.prove()
    line.report(
      'q',
      meterXml(clock.now, 50) +
        meterXml(clock.now, 1, { id: '2', error: '7' }) +
        meterXml(clock.now, 1, { id: '3', coding: '01Z00' }) +
        meterXml(clock.now, 1, { id: '4' }) +
        meterXml(clock.now, 'n/a', { id: '5' }) +
        meterXml(clock.now, 1, { id: '6', conn: 'disconn' }),
    )
    await line.answer('<sequence>q</sequence>')
    line.report('r', meterXml(clock.now + QUARTER, 54))
    clock.now += QUARTER
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
})

describe('a collector', () => {
  it('whose register falls once is doubted: a stray value stays out, a changed meter goes on', async () => {
    const line = await openLine(clock.source.port(), fifth)
    await line.prove()
    const send = async (id: string, total: number): Promise<void> => {
      clock.now += QUARTER
      line.report(id, meterXml(clock.now, total))
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
