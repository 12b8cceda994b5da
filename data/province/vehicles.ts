import type { DepotRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import { plateOf } from './codes.ts'
import type { CountyContext } from './context.ts'
import { mobile, personName } from './names.ts'
import type { Rng } from './rng.ts'
import { depotOf, type Site } from './sites.ts'
import { spread } from './spread.ts'
import { daysAgo, stamp } from './stamp.ts'
import type { UnitDraft } from './units.ts'

export interface FleetWork {
  readonly depots: DepotRecord[]
  readonly vehicles: VehicleRecord[]
}

interface Model {
  readonly name: string
  readonly energy: VehicleRecord['energy']
  readonly seats: number
}
const sedan = (name: string, energy: Model['energy']): Model => ({ name, energy, seats: 5 })
const SEDANS: readonly Model[] = [
  sedan('轿车 1.5T', 'petrol'),
  sedan('轿车 1.6L', 'petrol'),
  sedan('轿车 1.4T', 'petrol'),
  sedan('纯电动轿车', 'bev'),
  sedan('纯电动轿车', 'bev'),
  sedan('插电混动轿车', 'phev'),
]
const VANS: readonly Model[] = [
  { name: '商务车 2.0T', energy: 'petrol', seats: 7 },
  { name: '越野车 2.4L', energy: 'diesel', seats: 5 },
  { name: '中型客车', energy: 'diesel', seats: 19 },
  { name: '纯电动商务车', energy: 'bev', seats: 7 },
  { name: '皮卡', energy: 'diesel', seats: 5 },
]
const SPECIAL: readonly Model[] = [
  { name: '监测车', energy: 'diesel', seats: 5 },
  { name: '通信指挥车', energy: 'diesel', seats: 6 },
  { name: '流动服务车', energy: 'diesel', seats: 9 },
]

const CATEGORIES = ['confidential', 'emergency', 'law', 'special', 'other'] as const
const CATEGORY_WEIGHTS: Readonly<Record<'organ' | 'police' | 'township', readonly number[]>> = {
  organ: [24, 42, 16, 4, 14],
  police: [6, 14, 66, 12, 2],
  township: [10, 68, 12, 2, 8],
}
const POLICE = /公安|法院|检察|市场监督|执法|应急|城市管理/

const modelOf = (category: VehicleRecord['category'], rng: Rng): Model => {
  if (category === 'special') return rng.pick(SPECIAL)
  if (category === 'confidential') return rng.pick(SEDANS)
  return rng.chance(category === 'emergency' ? 0.55 : 0.35) ? rng.pick(VANS) : rng.pick(SEDANS)
}

/** Vehicles of a unit park where it sits: the site whose rooms hold the middle of its tier's share. */
export const homesOf = (units: readonly UnitDraft[], sites: readonly Site[]): Site[] => {
  const weight = (site: Site): number =>
    site.buildings.reduce((sum, building) => sum + building.rooms.reduce((all, n) => all + n, 0), 0)
  const byTier = new Map<string, { sites: Site[]; ends: number[]; total: number; at: number; size: number }>()
  for (const tier of new Set(units.map((unit) => unit.tier))) {
    const mine = sites.filter((site) => site.tier === tier)
    let sum = 0
    const ends = mine.map((site) => (sum += weight(site)))
    const size = units.filter((unit) => unit.tier === tier).reduce((all, unit) => all + unit.size, 0)
    byTier.set(tier, { sites: mine, ends, total: sum, at: 0, size })
  }
  return units.map((unit) => {
    const tier = byTier.get(unit.tier)!
    if (unit.township !== null) return sites.find((site) => site.township === unit.township) ?? sites[0]!
    const middle = ((tier.at + unit.size / 2) / tier.size) * tier.total
    tier.at += unit.size
    return (
      tier.sites[
        Math.max(
          0,
          tier.ends.findIndex((end) => end >= middle),
        )
      ] ?? sites[0]!
    )
  })
}

const registered = (context: CountyContext, rng: Rng): string =>
  daysAgo(context, 60 + rng.next() ** 1.3 * 3900)

/** Depots and vehicles of a county. */
export const makeFleet = (
  context: CountyContext,
  units: readonly UnitDraft[],
  sites: readonly Site[],
): FleetWork => {
  const rng = context.stream('vehicles')
  if (units.length === 0 || sites.length === 0) return { depots: [], vehicles: [] }
  const homes = homesOf(units, sites)
  const wishes = units.map(
    (unit) =>
      (POLICE.test(unit.record.name) ? 2.6 : 1) *
        (unit.record.nature === 'institution' ? 0.4 : 1) *
        unit.size *
        rng.between(0.6, 1.5) +
      (unit.leaders ? 1.5 : 0),
  )
  const counts = spread(context.allotment.vehicles, wishes)
  const depots = new Map<Site, DepotRecord>()
  const vehicles: VehicleRecord[] = []
  units.forEach((unit, i) => {
    const site = homes[i]!
    for (let k = 0; k < counts[i]!; k++) {
      if (!depots.has(site)) depots.set(site, depotOf(context, site, depots.size + 1, rng))
      vehicles.push(makeVehicle(context, unit, depots.get(site)!.id, vehicles.length, rng))
    }
  })
  return { depots: [...depots.values()], vehicles }
}

const makeVehicle = (
  context: CountyContext,
  unit: UnitDraft,
  depot: string,
  index: number,
  rng: Rng,
): VehicleRecord => {
  const kind = unit.tier === 'township' ? 'township' : POLICE.test(unit.record.name) ? 'police' : 'organ'
  const category = CATEGORIES[rng.weighted(CATEGORY_WEIGHTS[kind])]!
  const model = modelOf(category, rng)
  const plate = model.energy === 'bev' || model.energy === 'phev' ? model.energy : 'fuel'
  return {
    id: `V${context.county.code}${String(index + 1).padStart(4, '0')}`,
    plate: plateOf(context.city.plate, context.plateStart + index, plate),
    unit: unit.record.id,
    region: context.county.code,
    depot,
    category,
    energy: model.energy,
    model: model.name,
    seats: model.seats,
    registered: registered(context, rng),
    driver: rng.chance(0.82) ? { name: personName(rng), phone: mobile(rng) } : null,
    updatedAt: stamp(rng, context),
  }
}
