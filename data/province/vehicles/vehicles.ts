import type { DepotRecord, VehicleRecord } from '#shared/protocol/platform.ts'
import { PICKUP_PRICE } from '../calibration.ts'
import { plateOf, vinOf } from '../ground/codes.ts'
import type { CountyContext } from '../housing/context.ts'
import { round } from '../ground/geo.ts'
import { mobile, personName } from '../made/names.ts'
import type { Rng } from '../made/rng.ts'
import { depotOf, type Site } from '../ground/sites.ts'
import { spread } from '../ground/spread.ts'
import { daysAgo, stamp } from '../made/stamp.ts'
import type { UnitDraft } from '../people/units.ts'

export interface FleetWork {
  readonly depots: DepotRecord[]
  readonly vehicles: VehicleRecord[]
}

interface Model {
  readonly name: string
  readonly energy: VehicleRecord['energy']
  readonly seats: number
  /** 万元, from … to. */
  readonly price: readonly [number, number]
}
const sedan = (name: string, energy: Model['energy'], ...price: [number, number]): Model => ({
  name,
  energy,
  seats: 5,
  price,
})
const SEDANS: readonly Model[] = [
  sedan('轿车 1.5T', 'petrol', 9, 11.9),
  sedan('轿车 1.6L', 'petrol', 8.5, 11.9),
  sedan('轿车 1.4T', 'petrol', 8.8, 11.5),
  sedan('纯电动轿车', 'bev', 11, 17.8),
  sedan('纯电动轿车', 'bev', 11, 17.8),
  sedan('插电混动轿车', 'phev', 12, 17.6),
]
/** Within the usual 18 万元 and 1.8 L of 应急保障, and within the 12 万元 and 1.6 L of 执法执勤; then each one's for special need. */
const VANS: readonly Model[] = [
  { name: '商务车 1.8T', energy: 'petrol', seats: 7, price: [14, 17.9] },
  { name: '越野车 1.8T', energy: 'petrol', seats: 5, price: [13, 17.8] },
  { name: '纯电动商务车', energy: 'bev', seats: 7, price: [15, 17.9] },
  {
    name: '皮卡 1.8T',
    energy: 'diesel',
    seats: 5,
    price: [PICKUP_PRICE.low / 10_000, PICKUP_PRICE.high / 10_000],
  },
]
const LARGE_VANS: readonly Model[] = [
  { name: '商务车 2.0T', energy: 'petrol', seats: 7, price: [18.5, 24.5] },
  { name: '越野车 2.4L', energy: 'diesel', seats: 5, price: [19, 24.8] },
  { name: '中型客车', energy: 'diesel', seats: 19, price: [20, 24.9] },
]
const PATROLS: readonly Model[] = [
  { name: '面包车 1.5L', energy: 'petrol', seats: 7, price: [6.5, 10.5] },
  { name: '越野车 1.6L', energy: 'petrol', seats: 5, price: [10, 11.9] },
  { name: '皮卡 1.5T', energy: 'petrol', seats: 5, price: [10, 11.9] },
]
const LARGE_PATROLS: readonly Model[] = [
  { name: '越野车 1.8T', energy: 'petrol', seats: 5, price: [14, 17.8] },
]
const LARGE: readonly Model[] = [...LARGE_VANS, ...LARGE_PATROLS]
/** Why one of these was allowed; a few never had it written down. */
const GROUNDS = ['山区路况', '应急抢险', '多人调研', '防汛巡查'] as const
const SPECIAL: readonly Model[] = [
  { name: '监测车', energy: 'diesel', seats: 5, price: [21, 38] },
  { name: '通信指挥车', energy: 'diesel', seats: 6, price: [32, 58] },
  { name: '流动服务车', energy: 'diesel', seats: 9, price: [24, 42] },
]

const CATEGORIES = ['confidential', 'emergency', 'law', 'special', 'other'] as const
const CATEGORY_WEIGHTS: Readonly<Record<'organ' | 'police' | 'township', readonly number[]>> = {
  organ: [24, 42, 16, 4, 14],
  police: [6, 14, 66, 12, 2],
  township: [10, 68, 12, 2, 8],
}
const POLICE = /公安|法院|检察|市场监督|执法|应急|城市管理/

/** Of those that are no sedans so many are for special need. */
const FOR_SPECIAL_NEED = 0.19

const modelOf = (category: VehicleRecord['category'], rng: Rng): Model => {
  if (category === 'special') return rng.pick(SPECIAL)
  if (category === 'confidential') return rng.pick(SEDANS)
  const [isVan, isLarge] = [rng.chance(category === 'emergency' ? 0.55 : 0.35), rng.chance(FOR_SPECIAL_NEED)]
  if (!isVan) return rng.pick(SEDANS)
  if (category === 'law') return rng.pick(isLarge ? LARGE_PATROLS : PATROLS)
  return rng.pick(isLarge ? LARGE_VANS : VANS)
}

/** Vehicles of a unit park where it sits: the site whose rooms hold the middle of its tier's share. */
const homesOf = (units: readonly UnitDraft[], sites: readonly Site[]): Site[] => {
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

/** Every third terminal has the 20 digits of 2019; battery cars and plug-in hybrids are known by their VIN too. */
const terminalOf = (county: string, index: number, energy: Model['energy']): VehicleRecord['terminal'] => {
  const phone = `014${county.slice(2)}${String(index + 1).padStart(5, '0')}`
  return {
    phone: index % 3 === 2 ? phone.padStart(20, '0') : phone,
    vin: energy === 'bev' || energy === 'phev' ? vinOf(Number(county) * 100_000 + index) : null,
  }
}

const NORMS: Readonly<Record<Model['energy'], number>> = { petrol: 8.2, diesel: 10.4, phev: 4.6, bev: 15.5 }
const LITRES = /(\d\.\d)[TL]/

/**
 * Norm, tank, sticker, price and terms; one in some hundred breaks a rule of the register. A stream of its
 * own: the rest of the fleet stays as it is.
 */
const detailsOf = (context: CountyContext, model: Model, index: number): Partial<VehicleRecord> => {
  const rng = context.stream(`vehicle-details/${index}`)
  const electric = model.energy === 'bev'
  const big = model.seats > 5 || model.energy === 'diesel'
  const litres = electric
    ? null
    : Number(LITRES.exec(model.name)?.[1] ?? (model.energy === 'phev' ? 1.5 : 2.2))
  const isLarge = LARGE.includes(model)
  const price = rng.chance(0.003)
    ? rng.between(1.03, 1.25) * (model.name.includes('轿车') ? 18 : Math.max(25, model.price[1]))
    : rng.between(...model.price)
  const due = (share: number): string =>
    daysAgo(context, rng.chance(share) ? rng.between(1, 60) : -rng.between(5, 360))
  return {
    normPer100Km: round(NORMS[model.energy] * (big ? 1.18 : 1) * rng.between(0.95, 1.08), 1),
    tankLitres: electric ? null : big ? 70 : 50,
    sticker: rng.chance(0.985) ? `BS${context.county.code}${String(index + 1).padStart(4, '0')}` : null,
    displacementL: litres,
    price: Math.round(price * 100) * 100,
    ...(isLarge && !rng.chance(0.04)
      ? {
          exceptionGround: `${rng.pick(GROUNDS)}(公车批〔${daysAgo(context, 400).slice(0, 4)}〕${rng.whole(1, 180)} 号)`,
        }
      : {}),
    registeredTo: rng.chance(0.004) ? rng.pick(['subordinate', 'company', 'person'] as const) : 'unit',
    origin: rng.chance(0.003)
      ? rng.pick(['borrowed', 'donated'] as const)
      : rng.chance(0.12)
        ? 'allotted'
        : 'bought',
    inspectionDue: due(0.02),
    insuranceDue: due(0.015),
  }
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
    terminal: terminalOf(context.county.code, index, model.energy),
    driver: rng.chance(0.82) ? { name: personName(rng), phone: mobile(rng) } : null,
    ...detailsOf(context, model, index),
    updatedAt: stamp(rng, context),
  }
}
