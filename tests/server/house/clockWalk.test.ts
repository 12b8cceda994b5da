import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProvince } from '../../../data/province/index.ts'
import { makeEnergyModel } from '../../../data/standin/energy/model.ts'
import { makeMeterDays } from '../../../data/standin/energy/meterDays.ts'
import { makeEnergyDays } from '../../../data/standin/energy/pastDays.ts'
import { makeRoster } from '../../../data/standin/energy/roster.ts'
import { MEASURES, measuresFromArray } from '../../../src/shared/indices/measures.ts'
import type { EnergySummary, PlaceView, VehicleFigures } from '../../../src/shared/protocol/http.ts'
import type { Rankings } from '../../../src/shared/housing/answers/lists.ts'
import { fill, makeLiveHouse, viewerOf, type LiveHouse } from '../../builders/house/liveHouse.ts'
import { askOf, provinceRecords, recordsIn } from '../../builders/records/provinceRecords.ts'

/** The demonstration from before the new year until after it, and over the end of February: what a wall shows all night. */
const at = (local: string): number => Date.parse(`${local}+08:00`)
const BEGIN = at('2026-12-25T00:05:00')
const LATER = at('2027-03-03T00:00:00')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const REGION = '450000'
const leader = viewerOf('leader', REGION)

const options = { seed: 11, scale: 'tiny' } as const
const province = makeProvince({ ...options, now: BEGIN })
/** The same province as it will be: its months and quotas come when the platform publishes them. */
const future = makeProvince({ ...options, now: LATER })
const counties = province.countyCodes
const bundles = counties.map((code) => province.county(code))
const coming = counties.map((code) => future.county(code))
const PUBLISHED = ['energy-months', 'vehicle-months', 'energy-quotas'] as const
const model = makeEnergyModel()
const roster = makeRoster({ province, months: async (code) => province.county(code).energyMonths })
const days = makeEnergyDays(roster, model)
const quarters = makeMeterDays(roster, model)

let house: LiveHouse
let now = BEGIN
let handed = 0
const give = (collection: string, items: readonly unknown[]): Promise<unknown> =>
  items.length === 0
    ? Promise.resolve()
    : house.live.sink.accept('test', { kind: 'records', collection, items } as never)

/** Goes to an instant, as a house does that runs: what was published since, the day's work, the energy looked through. */
const goTo = async (instant: number): Promise<void> => {
  const before = handed
  now = instant
  const published = (name: string) =>
    recordsIn(coming, name).filter(({ updatedAt }) => updatedAt > before && updatedAt <= now)
  for (const name of PUBLISHED) await give(name, published(name))
  for (const county of counties) {
    const since = before === 0 ? null : before
    for (const [name, shelf] of [
      ['energy-days', days],
      ['meter-days', quarters],
    ] as const) {
      const { body } = await shelf.block(county, { watermark: now, since })
      await give(name, JSON.parse(`[${body.toString()}]`) as unknown[])
    }
  }
  handed = now
  await house.ledger.ingest.daily()
  await house.live.insight.run()
  if (published('vehicle-months').length > 0) await house.live.vehicleLedger.all()
}

beforeAll(async () => {
  house = await makeLiveHouse({ clock: () => now })
  await fill(house, provinceRecords(province, bundles, PUBLISHED))
  await house.start([])
  await goTo(BEGIN)
})
afterAll(() => house?.close())

const ask = askOf(() => house, leader)

interface Shown {
  readonly at: string
  readonly measures: Readonly<Record<string, number>>
  readonly energy: EnergySummary
  readonly indices: Readonly<Record<string, number | null>>
  readonly fleet: VehicleFigures
}
const look = async (): Promise<Shown> => {
  const rank = async (index: string): Promise<[string, number | null]> => [
    index,
    (await ask<Rankings>('/api/rankings', {}, { region: REGION, index, of: 'children' })).value,
  ]
  return {
    at: new Date(now + 8 * 3_600_000).toISOString().slice(0, 16),
    measures: { ...measuresFromArray((await ask<PlaceView>('/api/places/:id', { id: REGION })).measures) },
    energy: await ask<EnergySummary>('/api/energy/summary', {}, { region: REGION }),
    indices: Object.fromEntries(
      await Promise.all(['over', 'idle', 'perCapita', 'energy', 'vehicleUse', 'quality'].map(rank)),
    ),
    fleet: await ask<VehicleFigures>('/api/vehicles/figures', {}, { region: REGION }),
  }
}

/** Every day at 00:05; minute by minute around the midnights of `around`, and at their noon. */
const walk = async (from: string, until: string, around: readonly string[]): Promise<Shown[]> => {
  const shown: Shown[] = []
  for (let day = at(`${from}T00:00:00`); day <= at(`${until}T00:00:00`); day += DAY) {
    const minutes = around.some((one) => at(`${one}T00:00:00`) === day) ? [-1, 0, 1, 5, 720] : [5]
    for (const minute of minutes) {
      if (day + minute * MINUTE <= now) continue
      await goTo(day + minute * MINUTE)
      shown.push(await look())
    }
  }
  return shown
}
/** What a screen says of a step: nothing vanishes, and nothing moves further than the time between is worth. */
const judge = (steps: readonly Shown[]): string[] => {
  const faults: string[] = []
  const fault = (step: Shown, what: string, from: unknown, to: unknown): void =>
    void faults.push(`${step.at} ${what}: ${String(from)} → ${String(to)}`)
  steps.forEach((step, i) => {
    const last = steps[i - 1]
    const { path, quotaKwh } = step.energy.year
    if (quotaKwh === null) fault(step, 'quota', '', null)
    if (path.projectedKwh === null) fault(step, 'projection', '', null)
    for (const [index, value] of Object.entries(step.indices))
      if (value === null) fault(step, index, '', null)
    for (const [figure, value] of Object.entries(step.fleet.values))
      if (value === null && last !== undefined && last.fleet.values[figure as never] !== null)
        fault(step, figure, last.fleet.values[figure as never], null)
    if (!last) return
    /* Twelve months: a new month in the place of one a year older. */
    for (const name of MEASURES) {
      const [a, b] = [last.measures[name]!, step.measures[name]!]
      if (name.startsWith('vehicleDays') ? b === 0 && a > 0 : Math.abs(b - a) > 0.03 * Math.max(a, b))
        fault(step, name, a, b)
    }
    const day = last.measures['electricityKwh']! / 365
    const before = last.energy.year.path
    const used = path.year === before.year ? path.usedKwh - before.usedKwh : path.usedKwh
    if (used < -1e-6 * path.usedKwh || used > 2.5 * day)
      fault(step, 'used of the year', before.usedKwh, path.usedKwh)
    if (
      path.year === before.year &&
      path.projectedKwh !== null &&
      before.projectedKwh !== null &&
      Math.abs(path.projectedKwh - before.projectedKwh) > 0.02 * before.projectedKwh
    )
      fault(step, 'projection', before.projectedKwh, path.projectedKwh)
    for (const index of ['energy', 'quality', 'over', 'idle', 'perCapita'])
      if (Math.abs(step.indices[index]! - last.indices[index]!) > 0.03 * last.indices[index]!)
        fault(step, index, last.indices[index], step.indices[index])
    if (Math.abs(step.indices['vehicleUse']! - last.indices['vehicleUse']!) > 8)
      fault(step, 'vehicleUse', last.indices['vehicleUse'], step.indices['vehicleUse'])
  })
  return faults
}

describe('figures while the clock goes on', () => {
  it('do not jump over the new year, from 25 December to 10 January', async () => {
    expect(judge(await walk('2026-12-25', '2027-01-10', ['2026-12-26', '2027-01-01', '2027-01-02']))).toEqual(
      [],
    )
  })

  it('do not jump over the end of February', async () => {
    expect(judge(await walk('2027-02-26', '2027-03-02', ['2027-02-28', '2027-03-01']))).toEqual([])
  })
})
