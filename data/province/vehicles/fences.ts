import { DAY_MS } from '#shared/kernel/time/time.ts'
/** 电子围栏 of a county: sensitive places about its town, water sources, where its organs may drive, routes of today's orders. */
import type {
  DepotRecord,
  FenceRecord,
  OrderRecord,
  UnitRecord,
  VehicleRecord,
} from '#shared/protocol/platform.ts'
import { dayOf, startOfDay, type LonLat } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import { metresBetween, shift, turn } from '../ground/geo.ts'
import type { Rng } from '../made/rng.ts'
import { stamp } from '../made/stamp.ts'
import type { Stop } from './stops.ts'
import { townOf, type Town } from '../ground/town.ts'

const NAMES = {
  hotel: ['锦江', '明园', '国际', '桂景', '凤凰', '丽都'],
  leisure: ['金色时光', '海天', '星光', '云顶', '碧水', '盛世'],
  scenic: ['南湖', '青龙山', '金鸡岭', '百花洲', '龙泉', '翠屏山'],
  residential: ['江南', '东方', '绿地', '荣和', '盛天', '阳光'],
} as const
const TITLES = { hotel: '酒店', leisure: '会所', scenic: '景区', residential: '小区' } as const
/** Law enforcement and emergency vehicles stop where their work is. */
const BOUND: VehicleRecord['category'][] = ['confidential', 'special', 'other']
const ROUTES = 3
/** So many counties have a hotel beside a place that errands go to. */
const NEAR_ERRAND = 0.3
/** A water source keeps so far from every place that vehicles go to. */
const CLEAR_METRES = 2500
/** A corridor is at most so wide in the contract. */
const WIDEST_M = 50_000

type Place = keyof typeof NAMES
type Draft = Omit<FenceRecord, 'id' | 'region' | 'updatedAt'>

const sensitive = (
  place: Place,
  name: string,
  geometry: FenceRecord['geometry'],
  window: FenceRecord['window'] = null,
): Draft => ({
  name,
  kind: 'sensitive',
  place,
  rule: 'no-stop',
  geometry,
  roster: { vehicles: [], units: [], categories: BOUND, regions: [] },
  order: null,
  window,
})

/** The middle of a block, where compounds may stand too; streets run half a block away. */
const inBlock = (town: Town, rng: Rng, reach: number): LonLat =>
  town.at(Math.round(rng.normal() * reach) + 0.5, Math.round(rng.normal() * reach) + 0.5)

const blob = (center: LonLat, radius: number, corners: number, rng: Rng): [number, number][] => {
  const ring = Array.from({ length: corners }, (_, i) => {
    const [east, north] = turn([radius * rng.between(0.7, 1.15), 0], (i * 360) / corners)
    return shift(center, east, north)
  })
  return [...ring, ring[0]!]
}
const block = (town: Town, center: LonLat, width: number, depth: number): [number, number][] => {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ] as const
  return corners.map(([x, y]) => {
    const [east, north] = turn([(x * width) / 2, (y * depth) / 2], town.turned)
    return shift(center, east, north)
  })
}
/** A place in the county so far from the town and clear of where vehicles go; null where none is found. */
const outside = (
  context: CountyContext,
  town: Town,
  near: number,
  far: number,
  rng: Rng,
  clearOf: readonly Stop[] = [],
): LonLat | null => {
  for (let i = 0; i < 60; i++) {
    const [east, north] = turn([rng.between(near, far), 0], rng.between(0, 360))
    const at = shift(town.anchor, east, north)
    if (context.inside(at) && clearOf.every((stop) => metresBetween(stop.lonLat, at) > CLEAR_METRES))
      return at
  }
  return null
}

const sensitivePlaces = (context: CountyContext, town: Town, stops: readonly Stop[], rng: Rng): Draft[] => {
  const county = context.county.name
  const named = (place: Place, i: number): string =>
    `${county}${NAMES[place][(i + rng.int(3) * 2) % 6]}${TITLES[place]}`
  const small = (['hotel', 'leisure'] as const).flatMap((place) =>
    [0, 1].map((i) =>
      sensitive(place, named(place, i), {
        type: 'circle',
        center: [...inBlock(town, rng, 2.4)],
        radiusM: rng.whole(50, 95),
      }),
    ),
  )
  const homes = [0, 1].map((i) =>
    sensitive('residential', named('residential', i), {
      type: 'polygon',
      rings: [block(town, inBlock(town, rng, 3), rng.between(110, 170), rng.between(90, 150))],
    }),
  )
  const middle = outside(context, town, 2500, 7000, rng) ?? town.anchor
  const scenic = sensitive(
    'scenic',
    named('scenic', 0),
    {
      type: 'polygon',
      rings: [blob(middle, rng.between(350, 900), 14, rng), blob(middle, rng.between(60, 120), 8, rng)],
    },
    { days: 'restdays', from: '00:00', to: '24:00', since: null, until: null },
  )
  const near = stops.at(-1 - rng.int(6))
  const beside =
    near && rng.chance(NEAR_ERRAND)
      ? [sensitive('hotel', `${near.name}宾馆`, { type: 'circle', center: [...near.lonLat], radiusM: 120 })]
      : []
  return [...small, ...homes, scenic, ...beside]
}

const waterSource = (context: CountyContext, town: Town, stops: readonly Stop[], rng: Rng): Draft[] => {
  const middle = rng.chance(0.4) ? outside(context, town, 9000, 16_000, rng, stops) : null
  return middle
    ? [
        {
          name: `${context.county.name}饮用水水源一级保护区`,
          kind: 'forbidden',
          place: null,
          rule: 'keep-out',
          geometry: { type: 'polygon', rings: [blob(middle, rng.between(300, 700), 18, rng)] },
          roster: null,
          order: null,
          window: null,
        },
      ]
    : []
}

/** 学校路段: on a side street of the town, by whose sign vehicles drive; avenues and crossings lie outside. */
const schoolZone = (context: CountyContext, town: Town): Draft => ({
  name: `${context.county.name}第一小学路段`,
  kind: 'speed',
  place: null,
  rule: 'speed',
  limitKmh: 40,
  geometry: { type: 'circle', center: [...town.at(1.5, 1)], radiusM: Math.round(town.blockMetres * 0.4) },
  roster: null,
  order: null,
  window: { days: 'workdays', from: '07:00', to: '18:30', since: null, until: null },
})

/** Organs of a county and of its city drive within the city; nobody leaves the province. */
const allowedAreas = (context: CountyContext, units: readonly UnitRecord[]): Draft[] => {
  const { city, county, provinceCode } = context
  const owners = new Set(units.map((unit) => unit.region))
  const within = (code: string, name: string): Draft => ({
    name: `${name}用车范围`,
    kind: 'allowed',
    place: null,
    rule: 'keep-in',
    geometry: { type: 'region', code: city.code },
    roster: { vehicles: [], units: [], categories: [], regions: [code] },
    order: null,
    window: null,
  })
  return [
    ...(owners.has(county.code) ? [within(county.code, county.name)] : []),
    ...(owners.has(city.code) ? [within(city.code, `${city.name}本级`)] : []),
    ...(owners.has(provinceCode)
      ? [
          {
            name: '自治区行政区域',
            kind: 'region',
            place: null,
            rule: 'keep-in',
            geometry: { type: 'region', code: provinceCode },
            roster: null,
            order: null,
            window: null,
          } as const,
        ]
      : []),
  ]
}

const routes = (
  context: CountyContext,
  orders: readonly OrderRecord[],
  homes: ReadonlyMap<string, DepotRecord>,
  stops: readonly Stop[],
  rng: Rng,
): Draft[] => {
  const midnight = startOfDay(dayOf(context.now))
  const byName = new Map(stops.map((stop) => [stop.name, stop.lonLat]))
  const ahead = orders.filter(
    (order) =>
      order.status !== 'cancelled' &&
      order.end > midnight &&
      order.start < midnight + DAY_MS &&
      byName.has(order.to) &&
      homes.has(order.vehicle),
  )
  const short = ahead.toSorted((a, b) => a.end - a.start - (b.end - b.start))
  return short.slice(0, ROUTES).map((order): Draft => {
    const home = homes.get(order.vehicle)!
    const [from, to] = [[home.lon, home.lat], byName.get(order.to)!] as [LonLat, LonLat]
    const middle = shift(
      [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
      rng.between(-150, 150),
      rng.between(-150, 150),
    )
    const widthM = Math.round(Math.min(Math.max(2400, metresBetween(from, to) * 1.1), WIDEST_M))
    return {
      name: `${order.from}→${order.to}`.slice(0, 60),
      kind: 'route',
      place: null,
      rule: 'keep-in',
      geometry: { type: 'corridor', path: [[...from], middle, [...to]], widthM },
      roster: null,
      order: order.id,
      window: null,
    }
  })
}

export interface FenceGround {
  readonly units: readonly UnitRecord[]
  readonly depots: readonly DepotRecord[]
  readonly vehicles: readonly VehicleRecord[]
  readonly orders: readonly OrderRecord[]
  readonly stops: readonly Stop[]
}

/** Fences of a county with vehicles; the parking fences are the depots' own. */
export const makeFences = (context: CountyContext, ground: FenceGround): FenceRecord[] => {
  if (ground.vehicles.length === 0) return []
  const rng = context.stream('fences')
  const town = townOf(context)
  const depots = new Map(ground.depots.map((depot) => [depot.id, depot]))
  const homes = new Map(ground.vehicles.map((vehicle) => [vehicle.id, depots.get(vehicle.depot)!]))
  const drafts = [
    ...sensitivePlaces(context, town, ground.stops, rng),
    ...waterSource(context, town, ground.stops, rng),
    schoolZone(context, town),
    ...allowedAreas(context, ground.units),
    ...routes(context, ground.orders, homes, ground.stops, rng),
  ]
  return drafts.map((draft, i) => ({
    id: `F${context.county.code}${String(i + 1).padStart(3, '0')}`,
    region: context.county.code,
    ...draft,
    updatedAt: stamp(rng, context),
  }))
}
