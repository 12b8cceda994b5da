import { describe, expect, it } from 'vitest'
import { wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import { COLLECTIONS } from '#shared/protocol/platform.ts'
import { makeProvince } from '../../../../data/province/index.ts'
import { foundOf } from '../../../../data/province/vehicles/findings/found.ts'

const NOW = Date.parse('2026-11-20T02:30:00Z')
const bundlesOf = (seed: number) => {
  const tiny = makeProvince({ seed, scale: 'tiny', now: NOW })
  return tiny.countyCodes.map((code) => tiny.county(code))
}
const bundles = bundlesOf(7)
const months = bundles.flatMap(({ vehicleCleanMonths }) => vehicleCleanMonths)
const vehicles = bundles.flatMap((bundle) => bundle.vehicles)
const found = new Set(bundles.flatMap((bundle) => [...foundOf(bundle, NOW)]))
const sumOf = (
  all: readonly { readonly vehicles: number; readonly clean: number }[],
): readonly [number, number] => [
  all.reduce((sum, one) => sum + one.vehicles, 0),
  all.reduce((sum, one) => sum + one.clean, 0),
]
const shareOf = (all: Parameters<typeof sumOf>[0]): number => sumOf(all)[1] / sumOf(all)[0]

describe('the ends of months of vehicles that the demonstration hands over', () => {
  it('are the twelve before now, of every region in which vehicles stand, each of them good and none twice', () => {
    const regions = new Set(vehicles.map(({ region }) => region))
    for (const month of wholeMonthsBefore(NOW, 12))
      expect(new Set(months.filter((one) => one.month === month).map(({ region }) => region))).toEqual(
        regions,
      )
    expect(months).toHaveLength(12 * regions.size)
    expect(months.filter((one) => !COLLECTIONS['vehicle-clean-months'].safeParse(one).success)).toEqual([])
  })

  it('count the vehicles as they stand, region by region', () => {
    for (const { region, vehicles: told } of months)
      expect(told).toBe(vehicles.filter((one) => one.region === region).length)
  })

  it.each([7, 11, 20_261_119])(
    'climb to what is found now, some points below it a year ago (seed %d)',
    (seed) => {
      const made = bundlesOf(seed)
      const all = made.flatMap(({ vehicleCleanMonths }) => vehicleCleanMonths)
      const fleet = made.flatMap((bundle) => bundle.vehicles)
      const now = 1 - new Set(made.flatMap((one) => [...foundOf(one, NOW)])).size / fleet.length
      const [last, ...before] = wholeMonthsBefore(NOW, 12).map((month) =>
        shareOf(all.filter((one) => one.month === month)),
      )
      expect(Math.abs(last! - now)).toBeLessThan(0.06)
      expect(before.at(-1)!).toBeLessThan(now)
      expect(now - before.at(-1)!).toBeLessThan(0.16)
    },
  )

  it('are the same whenever they are made, and rest on no vehicle that is not there', () => {
    expect(bundlesOf(7).flatMap(({ vehicleCleanMonths }) => vehicleCleanMonths)).toEqual(months)
    expect([...found].filter((id) => !vehicles.some((one) => one.id === id))).toEqual([])
    expect(found.size).toBeGreaterThan(0)
  })
})
