/** The poison of the ways of energy: broker, collectors and Modbus devices, each good register between bad ones. */
import { setTimeout as delay } from 'node:timers/promises'
import { ENERGY_TOPIC_PREFIX } from '../../../src/shared/protocol/platform.ts'
import { meterXml, openLine, type Line } from '../../builders/devices/collector.ts'
import { goodReading } from '../../builders/records/goodRecords.ts'
import { answerModbus, startRawDevice, type RawDevice } from '../../builders/devices/meterDevices.ts'
import { buildingOf, GOOD_EVERY, meterOf, METERS } from './estate.ts'

/** The last register of each meter, kWh. */
export type Registers = Map<string, number>

const MINUTE = 60_000
const BACK = 12 * 60 * MINUTE
const STEP_KWH = 0.05
const registerAt = (count: number): number => Number((100 + count * STEP_KWH).toFixed(2))
const BUILDING_WORDS = ['{"building":"\\u0000"}', '[[[', 'text'] as const

/** Readings over the broker: each ninth bad one is followed by a good one of one of the meters. `isKnown`: the meter is in the register. */
export const publishBadly = async (
  publish: (topic: string, payload: string) => Promise<void>,
  isKept: (meter: string) => Promise<boolean>,
  many: number,
  now: number,
): Promise<{ registers: Registers; good: number }> => {
  const registers: Registers = new Map()
  const start = now - BACK
  let good = 0
  const report = async (i: number, count: number): Promise<void> => {
    const [building, meter] = [buildingOf('mqtt', i), meterOf('mqtt', i)]
    const total = registerAt(count)
    const reading = {
      ...goodReading(start + count * MINUTE, building, meter),
      meters: [{ meter, kw: 3, total }],
    }
    await publish(`${ENERGY_TOPIC_PREFIX}/450102/${building}`, JSON.stringify(reading))
    registers.set(meter, total)
  }
  let unknown = Array.from({ length: METERS.mqtt }, (_, i) => i)
  while (unknown.length > 0) {
    for (const i of unknown) await report(i, 0)
    await delay(500)
    const kept = await Promise.all(unknown.map((i) => isKept(meterOf('mqtt', i))))
    unknown = unknown.filter((_, at) => !kept[at])
  }
  for (let i = 0; i < many; i++) {
    const meter = i % METERS.mqtt
    const kinds = [
      ...BUILDING_WORDS,
      JSON.stringify(goodReading(9e15, buildingOf('mqtt', meter), meterOf('mqtt', meter))),
      `{"building":"${buildingOf('mqtt', meter)}","at":${start},"meters":[{"meter":"${meterOf('mqtt', meter)}","kw":1e300,"total":-1}]}`,
    ]
    await publish(`${ENERGY_TOPIC_PREFIX}/450102/bad-${i % 50}`, kinds[i % kinds.length] as string)
    if (i % GOOD_EVERY !== 0) continue
    const n = good++
    await report(n % METERS.mqtt, 1 + Math.floor(n / METERS.mqtt))
  }
  return { registers, good }
}

const PER_UPLOAD = 50
/** A collector's line is closed after twenty messages that cannot be read. */
const RUBBISH_PER_LINE = 12
const RUBBISH = [
  '<other/>',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><root/>',
  `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`,
]
const ANSWER_MS = 120_000
const TRIES = 240

const proven = async (port: number, building: string): Promise<Line> => {
  for (let i = 0; i < TRIES; i++) {
    const line = await openLine(port, building).catch(() => null)
    if (line && (await line.prove().catch(() => 'fail')) === 'pass') return line
    line?.socket.destroy()
    await delay(500)
  }
  throw new Error(`the collector of ${building} was never let in`)
}
const badMeter = (id: string, at: number, kind: number): string =>
  [
    meterXml(at, 1, { id, error: '7' }),
    meterXml(at, 1, { id, coding: '01Z00' }),
    meterXml(at, 'n/a', { id }),
    meterXml(at, 1, { id, conn: 'disconn' }),
  ][kind % 4] as string

/** Uploads of collectors, each of fifty meters that cannot be taken and one that can, and messages that are none between. Answers what the bad ones must be called. */
export const uploadBadly = async (
  port: number,
  many: number,
  now: number,
): Promise<{ registers: Registers; bad: string[]; rubbish: number }> => {
  const registers: Registers = new Map()
  const bad: string[] = []
  let rubbish = 0
  const start = Math.floor((now - BACK) / 1_000) * 1_000
  const uploads = Math.ceil(many / PER_UPLOAD / METERS.collector)
  await Promise.all(
    Array.from({ length: METERS.collector }, async (_, i) => {
      const building = buildingOf('collector', i)
      const line = await proven(port, building)
      for (let upload = 0; upload < uploads; upload++) {
        const at = start + upload * MINUTE
        const total = registerAt(upload)
        const ids = Array.from({ length: PER_UPLOAD }, (__, j) => `${upload}x${j}`)
        line.report(
          `u${upload}`,
          ids.map((id, j) => badMeter(id, at, j)).join('') + meterXml(at, total, { id: 'good' }),
        )
        if (upload < RUBBISH_PER_LINE) {
          line.send('x', `</root>${RUBBISH[upload % RUBBISH.length]}`)
          rubbish++
        }
        await line.answer(`<sequence>u${upload}</sequence>`, ANSWER_MS)
        bad.push(...ids.map((id) => `${building}/01/${id}/1`))
        registers.set(meterOf('collector', i), total)
      }
      line.socket.destroy()
    }),
  )
  return { registers, bad, rubbish }
}

const BAD_PER_DEVICE = 99
const LACKING = 'ffffffff'
const LIES: readonly ((request: Buffer) => Buffer)[] = [
  (request) => answerModbus(request, '03020001'),
  (request) => answerModbus(request, `03fa${'00'.repeat(250)}`),
  (request) => answerModbus(request, '03ff00018000'),
  (request) => answerModbus(request, '030400018000', { length: 0 }),
  (request) => answerModbus(request, '030400018000', { length: 65_535 }),
  (request) => answerModbus(request, '8302'),
  (request) => answerModbus(request, '0601020304'),
  (request) => answerModbus(request, '030400018000', { protocol: 7 }),
  () => Buffer.alloc(70_000, 0x41),
]

export interface Devices {
  /** Of the source's configuration. */
  readonly configs: readonly object[]
  /** Names of registers that hold no number. */
  readonly bad: readonly string[]
  /** Answers of devices that lie. */
  lies(): number
  /** From now on the good registers say this much, kWh. */
  set(total: number): Registers
  stop(): Promise<void>
}

/** Devices with one good register among a hundred, and one device for each way to answer wrongly. */
export const startDevices = async (): Promise<Devices> => {
  let counts = 10_000
  const mixed = await Promise.all(
    Array.from({ length: METERS.modbus }, () =>
      startRawDevice((request) => {
        const word = counts.toString(16).padStart(8, '0')
        return answerModbus(request, `0304${request.readUInt16BE(8) === 0 ? word : LACKING}`)
      }),
    ),
  )
  const liars = await Promise.all(LIES.map((lie) => startRawDevice(lie)))
  const good = (meter: string): object => ({ meter, total: { address: 0, type: 'u32', scale: 0.01 } })
  const bad = Array.from({ length: BAD_PER_DEVICE }, (_, i) => ({
    meter: `M-none-${i}`,
    total: { address: 2 + 2 * i, type: 'u32' },
  }))
  const configOf = ({ port }: RawDevice, i: number, meters: readonly object[]): object => ({
    host: '127.0.0.1',
    port,
    building: buildingOf('modbus', i),
    meters,
  })
  const all = [...mixed, ...liars]
  return {
    configs: [
      ...mixed.map((device, i) => configOf(device, i, [good(meterOf('modbus', i)), ...bad])),
      ...liars.map((device) => ({ ...configOf(device, 0, [good(meterOf('modbus', 0))]), timeoutMs: 300 })),
    ],
    bad: mixed.flatMap(({ port }) => bad.map(({ meter }) => `127.0.0.1:${port}/1/${meter}`)),
    lies: () => liars.reduce((sum, { answered }) => sum + answered(), 0),
    set: (total) => {
      counts = Math.round(total * 100)
      return new Map(mixed.map((_, i) => [meterOf('modbus', i), total]))
    },
    stop: async () => {
      await Promise.all(all.map((device) => device.stop()))
    },
  }
}
