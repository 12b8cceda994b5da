import { describe, expect, it } from 'vitest'
import { INDICES, type IndexId } from '#shared/indices/indices.ts'
import { measuresFromArray, measuresToArray, sumArrays } from '#shared/indices/measures.ts'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import { COLLECTIONS } from '#shared/protocol/platform.ts'
import { ownSumsOf } from '../../../data/province/housing/rollup.ts'
import { makeProvince } from '../../../data/province/index.ts'

const NOW = Date.parse('2026-11-20T02:30:00Z')
const tiny = makeProvince({ seed: 7, scale: 'tiny', now: NOW })
const bundles = tiny.countyCodes.map((code) => tiny.county(code))
const held = bundles.filter(({ buildings }) => buildings.length > 0)
const months = held.flatMap(({ measureMonths }) => measureMonths)
const summed = (records: readonly (typeof months)[number][]): readonly number[] =>
  sumArrays(records.map(({ measures }) => measuresToArray(measures)))
const REGIONS: readonly string[] = ['province', 'city', 'county']
const byMonth = new Map(
  [
    ...Map.groupBy(
      months.filter(({ kind }) => REGIONS.includes(kind)),
      ({ month }) => month,
    ),
  ].map(([month, all]) => [month, measuresFromArray(summed(all))]),
)

/** What a compound's and the units' own records add. */
const QUALITY = {
  fieldsRequired: 0,
  fieldsFilled: 0,
  checks: 0,
  checksFailed: 0,
  records: 0,
  recordsFresh: 0,
}
const MOVED = { vehicles: 0, vehicleDaysUsed: 0, vehicleDaysDue: 0, establishment: 0, energyUsers: 0 }

describe('the ends of months that the demonstration hands over', () => {
  it('are the twelve before now, of every county with anything, each of them good', () => {
    expect([...byMonth.keys()]).toEqual(wholeMonthsBefore(NOW, 12))
    expect(held.length).toBeLessThan(bundles.length)
    expect(bundles.flatMap(({ measureMonths }) => measureMonths)).toHaveLength(months.length)
    expect(new Set(months.map(({ place, month }) => `${place}/${month}`)).size).toBe(months.length)
    expect(new Set(months.map(({ kind }) => kind))).toEqual(new Set([...REGIONS, 'compound', 'building']))
    const bad = months.filter((record) => !COLLECTIONS['measure-months'].safeParse(record).success)
    expect(bad).toEqual([])
  })

  it('sum up: a compound is its buildings and its own record, a county its compounds, units and vehicles', () => {
    for (const { region, buildings, compounds, measureMonths, units, vehicles } of held) {
      const compoundOf = new Map(buildings.map(({ id, compound }) => [id, compound]))
      for (const all of Map.groupBy(measureMonths, ({ month }) => month).values()) {
        const of = (kind: string) => all.filter((record) => record.kind === kind)
        const [county] = of('county')
        expect([county!.place, of('compound').length, of('building').length]).toEqual([
          region,
          compounds.length,
          buildings.length,
        ])
        const below = measuresFromArray(summed(of('compound')))
        const mine = <T extends { readonly region: string }>(of: readonly T[]): number =>
          of.filter((one) => one.region === region).length
        expect([county!.measures.records - below.records, county!.measures.vehicles]).toEqual([
          mine(units),
          mine(vehicles),
        ])
        expect({ ...county!.measures, ...QUALITY, ...MOVED }).toEqual({ ...below, ...QUALITY, ...MOVED })
        for (const { place, measures } of of('compound')) {
          const parts = measuresFromArray(
            summed(of('building').filter((one) => compoundOf.get(one.place) === place)),
          )
          expect({ ...measures, ...QUALITY, compounds: 0 }).toEqual({ ...parts, ...QUALITY, compounds: 0 })
          expect(measures.records - parts.records).toBe(1)
        }
      }
    }
  })
})

describe('the ends of months that the demonstration hands over', () => {
  it('drift to what is now: the last month is close to it, a year ago was worse, and one month was bad', () => {
    const now = measuresFromArray(
      sumArrays(
        held.flatMap((county) => {
          const { buildings, compounds, regions } = ownSumsOf(county, NOW)
          return [...buildings.values(), ...compounds.values(), ...regions.values()].map(measuresToArray)
        }),
      ),
    )
    const of = (id: IndexId, measures: typeof now): number =>
      INDICES.find((index) => index.id === id)!.value(measures, 'equal-value')!
    const [last, ...before] = [...byMonth.values()]
    for (const [id, apart] of [
      ['over', 1],
      ['idle', 1],
      ['perCapita', 2],
      ['quality', 1.5],
    ] as const) {
      expect(Math.abs(of(id, last!) - of(id, now)), id).toBeLessThan(apart)
    }
    expect(of('over', before.at(-1)!)).toBeGreaterThan(of('over', now))
    expect(of('quality', before.at(-1)!)).toBeLessThan(of('quality', now))
    const quality = before.map((measures) => of('quality', measures))
    expect(quality[3]!).toBeLessThan(quality[4]!)
  })

  it('tell energy and use of vehicles as the months’ own records do', () => {
    const [, september, august] = [...byMonth.keys()]
    for (const { measureMonths, energyMonths, vehicleMonths } of held) {
      const told = measuresFromArray(
        summed(measureMonths.filter(({ kind, month }) => REGIONS.includes(kind) && month === september)),
      )
      const year = wholeMonthsBefore(Date.parse(`${september}-01T00:00:00+08:00`), 12)
      const kwh = energyMonths.filter(({ month }) => year.includes(month))
      const exact = kwh.reduce((sum, month) => sum + month.electricityKwh, 0)
      expect(Math.abs(told.electricityKwh - exact)).toBeLessThan(kwh.length)
      expect(told.vehicleDaysUsed).toBe(
        vehicleMonths
          .filter(({ month }) => month === august)
          .reduce((sum, { daysUsed }) => sum + daysUsed, 0),
      )
    }
  })

  it('are the same whenever they are made', () => {
    const code = held[0]!.region
    expect(makeProvince({ seed: 7, scale: 'tiny', now: NOW }).county(code).measureMonths).toEqual(
      held[0]!.measureMonths,
    )
  })
})
