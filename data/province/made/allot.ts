/** Shares the scale's totals out over the counties, before any county is made, so that totals are exact and known at once. */
import { CITIES, PROVINCE } from '../../boundaries/cities.ts'
import { SCALES, TIERS, TIER_SHAPES, type ByTier, type ScaleTotals, type Tier } from './scales.ts'
import { spread } from '../ground/spread.ts'
import type { Scale } from '../Province.ts'

export interface Allotment {
  readonly code: string
  readonly users: ByTier<number>
  readonly departments: readonly Tier[]
  readonly buildings: ByTier<number>
  readonly floors: number
  readonly schematic: number
  readonly rooms: number
  readonly vehicles: number
  readonly townships: readonly string[]
}

/**
 * Districts whose offices the city's own department manages, so that 1 province + 14 cities + 104 counties = 119 管理部门:
 * the six old districts of 桂林 and 防城港's seat. Which seven they are is this demonstration's choice.
 */
export const WITHOUT_DEPARTMENT: readonly string[] = [
  '450302',
  '450303',
  '450304',
  '450305',
  '450311',
  '450312',
  '450602',
]

const EMPTY: ByTier<number> = { province: 0, city: 0, county: 0, township: 0 }

interface CountyWeight {
  readonly code: string
  readonly weight: number
  readonly townships: readonly string[]
}

/** A city's residents over its counties by their townships: a stand-in for county populations. */
const weigh = (totals: ScaleTotals, townships: Readonly<Record<string, readonly string[]>>): CountyWeight[] =>
  CITIES.flatMap((city) => {
    const codes = Object.keys(townships)
      .filter((code) => code.startsWith(city.code.slice(0, 4)))
      .sort()
    const parts = codes.map((code) => townships[code]!.length + 4)
    const sum = parts.reduce((all, part) => all + part, 0)
    return codes
      .map((code, i) => ({
        code,
        weight: (city.residents * parts[i]!) / sum,
        townships: townships[code]!.slice(0, totals.townshipsPerCounty),
      }))
      .filter((county) => totals.counties?.includes(county.code) ?? true)
  })

/** One number per county and tier: the province's in its seat, the cities' in theirs, townships by count, the rest by weight. */
const byTier = (
  counties: readonly CountyWeight[],
  total: number,
  own: { province: number; city: number },
  perTownship: number,
): ByTier<number>[] => {
  const seats = CITIES.filter((city) => counties.some((county) => county.code === city.seat))
  const cityParts = spread(
    own.city,
    seats.map((city) => city.residents + 150),
  )
  const township = counties.map((county) => county.townships.length * perTownship)
  const rest = total - own.province - own.city - township.reduce((sum, n) => sum + n, 0)
  const county = spread(
    rest,
    counties.map((each) => each.weight + 6),
    () => ({ low: 1, high: rest }),
  )
  return counties.map(({ code }, i) => {
    const seat = seats.findIndex((city) => city.seat === code)
    return {
      province: code === PROVINCE.seat ? own.province : 0,
      city: seat < 0 ? 0 : cityParts[seat]!,
      county: county[i]!,
      township: township[i]!,
    }
  })
}

const sumOver = (tiers: ByTier<number>, of: (tier: Tier) => number): number =>
  TIERS.reduce((sum, tier) => sum + tiers[tier] * of(tier), 0)

const departmentsOf = (code: string): Tier[] => [
  ...(code === PROVINCE.seat ? (['province'] as const) : []),
  ...(CITIES.some((city) => city.seat === code) ? (['city'] as const) : []),
  ...(WITHOUT_DEPARTMENT.includes(code) ? [] : (['county'] as const)),
]

const boundsBy =
  (tiers: readonly ByTier<number>[], low: (tier: Tier) => number, high: (tier: Tier) => number) =>
  (i: number) => ({
    low: sumOver(tiers[i]!, low),
    high: sumOver(tiers[i]!, high),
  })

const emptyOf = (code: string): Allotment => ({
  code,
  users: EMPTY,
  departments: [],
  buildings: EMPTY,
  floors: 0,
  schematic: 0,
  rooms: 0,
  vehicles: 0,
  townships: [],
})

/** Allotments of every county that the scale fills, and empty ones for the rest of the region tree. */
export const allot = (
  scale: Scale,
  townships: Readonly<Record<string, readonly string[]>>,
): Map<string, Allotment> => {
  const totals = SCALES[scale]
  const counties = weigh(totals, townships)
  const users = byTier(counties, totals.users, totals.own.units, totals.perTownship.units)
  const buildings = byTier(counties, totals.buildings, totals.own.buildings, totals.perTownship.buildings)
  const floors = spread(
    totals.floors,
    buildings.map((tiers) => sumOver(tiers, (tier) => TIER_SHAPES[tier].floors.usual)),
    boundsBy(
      buildings,
      (tier) => TIER_SHAPES[tier].floors.low,
      (tier) => TIER_SHAPES[tier].floors.high,
    ),
  )
  const schematic = spread(totals.schematic, floors, (i) => ({ low: 0, high: floors[i]! }))
  const usualRooms = buildings.map((tiers, i) => {
    const usual = sumOver(tiers, (tier) => TIER_SHAPES[tier].floors.usual)
    return (
      (floors[i]! *
        sumOver(tiers, (tier) => TIER_SHAPES[tier].floors.usual * TIER_SHAPES[tier].rooms.usual)) /
      usual
    )
  })
  const rooms = spread(totals.rooms, usualRooms)
  const vehicles = spread(
    totals.vehicles,
    users.map((tiers) => tiers.province * 2.2 + tiers.city * 1.4 + tiers.county + tiers.township * 0.8),
  )
  const filled = counties.map((county, i): [string, Allotment] => [
    county.code,
    {
      code: county.code,
      users: users[i]!,
      departments: departmentsOf(county.code),
      buildings: buildings[i]!,
      floors: floors[i]!,
      schematic: schematic[i]!,
      rooms: rooms[i]!,
      vehicles: vehicles[i]!,
      townships: county.townships,
    },
  ])
  return new Map([
    ...Object.keys(townships)
      .sort()
      .map((code): [string, Allotment] => [code, emptyOf(code)]),
    ...filled,
  ])
}
