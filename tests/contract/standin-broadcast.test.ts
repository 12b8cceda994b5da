import { connect } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENERGY_TOPIC_PREFIX, meterDaySchema, pageSchema, readingSchema } from '#shared/protocol/platform.ts'
import type { ReadingRecord } from '#shared/protocol/platform.ts'
import { dayOf, startOfDay } from '#shared/kernel/units.ts'
import type { Standin } from '../../data/standin/standin.ts'
import { STANDIN_KEY, askStandin, orderFaults, startHandmadeStandin } from '../builders/house/standin.ts'

const BUILDINGS = 6

/** A working day without a fault at 14:37, where load is even: a quarter hour then tells much about the next minute. */
const OFFSET = Date.parse('2026-11-18T14:37:00+08:00') - Date.now()

/** Sub-meters err by their class, and lines lose a little. */
const METER_ERROR = 0.02

const open = (standin: Standin, password = STANDIN_KEY): MqttClient =>
  connect(`mqtt://127.0.0.1:${standin.mqttPort}`, { username: 'guanlan', password, reconnectPeriod: 0 })

const gather = (client: MqttClient, enough: (payloads: string[]) => boolean): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const payloads: string[] = []
    client.on('error', reject)
    client.on('message', (_topic, payload) => {
      payloads.push(payload.toString())
      if (enough(payloads)) resolve(payloads)
    })
    client.subscribe(`${ENERGY_TOPIC_PREFIX}/#`, { qos: 1 })
  })

const collect = async (standin: Standin, enough: (payloads: string[]) => boolean): Promise<string[]> => {
  const client = open(standin)
  const payloads = await gather(client, enough)
  await client.endAsync(true)
  return payloads
}

const newest = (payloads: readonly string[]): ReadingRecord[] =>
  payloads.map((payload) => readingSchema.parse(JSON.parse(payload)))

let standin: Standin

let forget: () => Promise<void>

beforeAll(async () => {
  ;({ standin, forget } = await startHandmadeStandin({ clockOffsetMs: OFFSET }))
  await standin.settled()
})

afterAll(() => forget())

describe('the broadcast way', () => {
  it('广播通知: readings of every building, valid, whose parts sum to the whole and whose registers follow the power', async () => {
    const readings = newest(await collect(standin, (payloads) => payloads.length >= BUILDINGS * 6))
    const byBuilding = Map.groupBy(readings, (reading) => reading.building)
    expect(byBuilding.size).toBeGreaterThanOrEqual(BUILDINGS - 1)
    for (const own of byBuilding.values()) {
      const [first, last] = [own[0]!, own.at(-1)!]
      const at = (reading: ReadingRecord, item: string) =>
        reading.meters.find((meter) => meter.meter.endsWith(`-${item}`))!
      const parts = ['01A00', '01B00', '01C00', '01D00'].map((item) => at(last, item))
      expect(
        Math.abs(parts.reduce((sum, part) => sum + (part.kw ?? 0), 0) / at(last, 'total').kw! - 1),
      ).toBeLessThan(METER_ERROR)
      const hours = (last.at - first.at) / 3_600_000
      expect(at(last, 'total').total - at(first, 'total').total).toBeCloseTo(
        (((at(first, 'total').kw ?? 0) + (at(last, 'total').kw ?? 0)) / 2) * hours,
        1,
      )
    }
  })

  it('registers agree with the meter-days of the request way', async () => {
    const readings = newest(await collect(standin, (payloads) => payloads.length >= BUILDINGS - 1))
    const page = pageSchema.parse(await (await askStandin(standin, '/v1/meter-days?limit=5000')).json())
    const days = page.items
      .map((item) => meterDaySchema.parse(item))
      .filter(({ day }) => day === dayOf(page.watermark))
    for (const { meters, at } of readings) {
      const { meter, kw } = meters[0]!
      const { values } = days.find((each) => each.meter === meter)!
      const quarter = Math.floor((at - startOfDay(dayOf(at))) / 900_000)
      const before = values[quarter - 1]
      if (before === null || before === undefined) continue
      expect(before * 4).toBeGreaterThan((kw ?? 0) * 0.6)
      expect(before * 4).toBeLessThan((kw ?? 0) * 1.6)
      expect(values.slice(quarter + 1).every((value) => value === null)).toBe(true)
    }
  })

  it('who subscribes later gets the newest of each building at once', async () => {
    const begun = Date.now() + OFFSET
    const readings = newest(await collect(standin, (payloads) => payloads.length >= BUILDINGS - 1))
    expect(readings.every(({ at }) => at <= Date.now() + OFFSET && at > begun - 5000)).toBe(true)
  })
})

describe('the broadcast way', () => {
  it('refuses a wrong password, and nobody else may publish', async () => {
    const client = open(standin, 'wrong-password')
    expect(
      await new Promise<string>((resolve) => client.on('error', (error) => resolve(error.message))),
    ).toMatch(/refused/i)
    await client.endAsync(true)
    const intruder = open(standin)
    const closed = new Promise((resolve) => intruder.on('close', () => resolve('closed')))
    intruder.on('error', () => undefined)
    intruder.on('connect', () =>
      intruder.publish(
        `${ENERGY_TOPIC_PREFIX}/450102/B450102-0`,
        '{"forged":true}',
        { qos: 1 },
        () => undefined,
      ),
    )
    expect(await closed).toBe('closed')
  })

  it('faults: sends rubbish beside readings, goes silent when down', async () => {
    await orderFaults(standin, { rubbishRate: 1 })
    const payloads = await collect(standin, (all) => all.some((payload) => payload === '{"building":'))
    expect(
      payloads.some(
        (payload) => payload.endsWith('}') && readingSchema.safeParse(JSON.parse(payload)).success,
      ),
    ).toBe(true)
    await orderFaults(standin, { down: true })
    const client = open(standin)
    await new Promise<void>((resolve) => client.on('close', () => resolve()).on('error', () => undefined))
    expect(client.connected).toBe(false)
    await client.endAsync(true)
    await orderFaults(standin, {})
  })
})
