import { expect } from 'vitest'
import { makeCollectorSource, type CollectorSource } from '../../../../server/sources/collector/index.ts'
import { collectorConfigSchema } from '../../../../server/sources/collector/config.ts'
import type { SourceSink } from '../../../../server/sources/Source.ts'
import { KEYS } from '../../../builders/devices/collector.ts'
import { fill, makeLiveHouse, until, type LiveHouse } from '../../../builders/house/liveHouse.ts'
import { smallProvince, SMALL_NOW } from '../../../builders/records/smallProvince.ts'

export const QUARTER = 15 * 60_000
export const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (detail: object, message: string) => console.error(message, detail),
}
export const [first, second, third, fourth, fifth, sixth, seventh] = smallProvince().buildings.map(
  ({ id }) => id,
) as [string, string, string, string, string, string, string]
export let house: LiveHouse

export const clock = {
  now: SMALL_NOW,
  source: undefined as never as CollectorSource,
  /** Closed: nothing becomes durable. */
  gate: Promise.resolve() as Promise<void>,
}

export const throughGate = (): SourceSink => ({
  ...house.live.sink,
  accept: async (name, batch) => clock.gate.then(() => house.live.sink.accept(name, batch)),
})
export const collectorOf = (port = 0, more: object = {}): CollectorSource =>
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
    () => clock.now,
    quiet,
    house.live.registers,
  )

export const openHouse = async () => {
  house = await makeLiveHouse({ clock: () => clock.now })
  await fill(house, smallProvince())
  await house.start([])
  await house.live.directory.reload()
  clock.source = collectorOf(0, {
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
  await clock.source.start(throughGate())
}

export const dayOf = async (
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
export const quarters = async (
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
export const told = (reason: string): Promise<unknown> =>
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
