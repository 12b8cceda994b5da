/** Where a county's buildings stand: quotas per building, shells, compounds on the map. */
import type { CompoundRecord, DepotRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from '../housing/context.ts'
import { round, shift, turn } from './geo.ts'
import { streetAddress } from '../made/names.ts'
import { makePlacer, type Placer } from '../housing/placer.ts'
import { roomBounds, type FloorKind } from '../housing/floorPlan.ts'
import { placeName } from '../housing/places.ts'
import type { Rng } from '../made/rng.ts'
import { TIERS, TIER_SHAPES, type Tier } from '../made/scales.ts'
import { shellFor, type Shell } from '../housing/shell.ts'
import { spread } from './spread.ts'
import { stamp } from '../made/stamp.ts'

export interface BuildingDraft {
  readonly tier: Tier
  readonly id: string
  readonly compound: string
  readonly shell: Shell
  readonly above: number
  readonly below: number
  /** Rooms per floor, lowest floor first. */
  readonly rooms: readonly number[]
  readonly origin: readonly [number, number]
  readonly rotation: number
  /** Number within its compound, from 1. */
  readonly ordinal: number
  readonly township: number | null
}

export interface Site {
  readonly tier: Tier
  readonly record: CompoundRecord
  readonly buildings: readonly BuildingDraft[]
  /** The forecourt: where vehicles park. */
  readonly yard: readonly [number, number][]
  readonly yardCenter: readonly [number, number]
  readonly township: number | null
}

interface Lot {
  readonly tier: Tier
  readonly floors: number
  readonly township: number | null
  shell: Shell
  above: number
  below: number
  rooms: number[]
}

const lotsOf = (context: CountyContext, rng: Rng): Lot[] => {
  const { buildings, floors, townships } = context.allotment
  const tiers = TIERS.flatMap((tier) => Array.from({ length: buildings[tier] }, (_, i) => ({ tier, i })))
  if (tiers.length === 0) return []
  const perTownship = buildings.township / Math.max(1, townships.length)
  const storeys = spread(
    floors,
    tiers.map(({ tier }) => TIER_SHAPES[tier].floors.usual * rng.between(0.55, 1.5)),
    (i) => TIER_SHAPES[tiers[i]!.tier].floors,
  )
  const shapes = tiers.map(({ tier }) => TIER_SHAPES[tier].rooms)
  const rooms = spread(
    context.allotment.rooms,
    tiers.map((_, i) => storeys[i]! * shapes[i]!.usual * rng.between(0.75, 1.3)),
    (i) => ({ low: Math.ceil(storeys[i]! * shapes[i]!.low * 0.8), high: storeys[i]! * shapes[i]!.high }),
  )
  return tiers.map(({ tier, i }, k) => {
    const total = storeys[k]!
    const below = basementsOf(tier, total, rng)
    const shell = shellFor(tier, total, rooms[k]! / (total - below * 0.68), rng)
    const township = tier === 'township' ? Math.floor(i / perTownship) : null
    return {
      tier,
      floors: total,
      township,
      shell,
      above: total - below,
      below,
      rooms: perFloor(rooms[k]!, total, below, shell, rng),
    }
  })
}

const basementsOf = (tier: Tier, floors: number, rng: Rng): number => {
  if (tier === 'township' || floors < 5) return 0
  if (floors >= 14) return rng.chance(0.6) ? 2 : 1
  return rng.chance(tier === 'county' ? 0.25 : 0.7) ? 1 : 0
}

export const floorKind = (level: number): FloorKind =>
  level < 0 ? 'basement' : level === 1 ? 'ground' : 'typical'

/** Level of the i-th floor from the bottom; there is no level 0. */
export const levelAt = (i: number, below: number): number => (i < below ? i - below : i - below + 1)

/** A building's rooms over its floors, within what its shell can hold on each. */
const perFloor = (rooms: number, floors: number, below: number, shell: Shell, rng: Rng): number[] => {
  const kinds = Array.from({ length: floors }, (_, i) => floorKind(levelAt(i, below)))
  const usual = { basement: 0.32, ground: 0.92, typical: 1 }
  return spread(
    rooms,
    kinds.map((kind) => usual[kind] * rng.between(0.95, 1.05)),
    (i) => roomBounds(shell, kinds[i]!),
  )
}

/** Buildings side by side behind a forecourt, in the compound's own metres. */
const MARGIN = 14
const GAP = 16
const YARD_DEPTH = 26

interface Layout {
  readonly width: number
  readonly height: number
  readonly at: readonly (readonly [number, number])[]
}

const layOut = (shells: readonly Shell[]): Layout => {
  const columns = shells.length <= 2 ? shells.length : Math.ceil(Math.sqrt(shells.length))
  let [y, width] = [MARGIN + YARD_DEPTH, 0]
  const at: [number, number][] = []
  for (let first = 0; first < shells.length; first += columns) {
    const row = shells.slice(first, first + columns)
    let x = MARGIN
    for (const shell of row) {
      at.push([x, y])
      x += shell.width / 100 + GAP
    }
    width = Math.max(width, x - GAP + MARGIN)
    y += Math.max(...row.map((shell) => shell.height / 100)) + GAP
  }
  return { width, height: y - GAP + MARGIN, at }
}

/** Buildings of one tier in compounds: the first holds most of them, township compounds one township each. */
const group = (lots: readonly Lot[], rng: Rng): Lot[][] => {
  const groups: Lot[][] = []
  for (const tier of TIERS) {
    const mine = lots.filter((lot) => lot.tier === tier)
    if (tier === 'township') {
      for (const township of new Set(mine.map((lot) => lot.township)))
        groups.push(mine.filter((lot) => lot.township === township))
      continue
    }
    for (let i = 0; i < mine.length;) {
      const size =
        i === 0 ? Math.min(rng.whole(2, 4), Math.max(1, Math.ceil(mine.length / 3))) : rng.chance(0.3) ? 2 : 1
      groups.push(mine.slice(i, i + size))
      i += size
    }
  }
  return groups
}

const siteName = (
  context: CountyContext,
  tier: Tier,
  ordinal: number,
  township: number | null,
  address: string,
): string => {
  if (tier === 'township') return `${context.allotment.townships[township!]!}办公区`
  const place = placeName(context, tier)
  return ordinal === 0
    ? `${place}机关集中办公区`
    : `${place}${address}${ordinal % 3 === 0 ? '办公区' : '大院'}`
}

/** Every compound of a county with its buildings. Throws when the county's shape leaves no place for one. */
export const makeSites = (context: CountyContext): Site[] => {
  const rng = context.stream('sites')
  const groups = group(lotsOf(context, rng), rng)
  const placer = makePlacer(context, rng)
  const ordinals: Record<Tier, number> = { province: 0, city: 0, county: 0, township: 0 }
  let building = 0
  return groups.map((lots, i) => {
    const site = makeSite(
      context,
      lots,
      { index: i + 1, ordinal: ordinals[lots[0]!.tier]++, firstBuilding: building + 1 },
      placer,
      rng,
    )
    building += lots.length
    return site
  })
}

interface Numbers {
  readonly index: number
  readonly ordinal: number
  readonly firstBuilding: number
}

type At = (x: number, y: number) => [number, number]
const ringOf = (at: At, x0: number, y0: number, x1: number, y1: number): [number, number][] => [
  at(x0, y0),
  at(x1, y0),
  at(x1, y1),
  at(x0, y1),
  at(x0, y0),
]

const makeSite = (
  context: CountyContext,
  lots: readonly Lot[],
  numbers: Numbers,
  placer: Placer,
  rng: Rng,
): Site => {
  const { tier, township } = lots[0]!
  const layout = layOut(lots.map((lot) => lot.shell))
  const rotation = tier === 'township' ? round(rng.normal() * 9, 1) : placer.turned
  const id = `C${context.county.code}${String(numbers.index).padStart(3, '0')}`
  const address = streetAddress(rng)
  const name = siteName(context, tier, numbers.ordinal, township, address)
  const center = placer.place(
    tier === 'township' ? 'rural' : 'urban',
    layout.width,
    layout.height,
    rotation,
    name,
  )
  const at: At = (x, y) => {
    const [east, north] = turn([x - layout.width / 2, y - layout.height / 2], rotation)
    return shift(center, east, north)
  }
  const buildings = lots.map((lot, i): BuildingDraft => ({
    tier,
    id: `B${context.county.code}${String(numbers.firstBuilding + i).padStart(4, '0')}`,
    compound: id,
    shell: lot.shell,
    above: lot.above,
    below: lot.below,
    rooms: lot.rooms,
    origin: at(...layout.at[i]!),
    rotation,
    ordinal: i + 1,
    township,
  }))
  return {
    tier,
    township,
    buildings,
    yard: ringOf(at, MARGIN / 2, MARGIN / 2, layout.width - MARGIN / 2, MARGIN + YARD_DEPTH - 6),
    yardCenter: at(layout.width / 2, (MARGIN * 1.5 + YARD_DEPTH - 6) / 2),
    record: {
      id,
      region: context.county.code,
      name,
      address: `${context.city.name}${context.county.name}${tier === 'township' ? context.allotment.townships[township!]! : ''}${address}`,
      lon: center[0],
      lat: center[1],
      boundary: ringOf(at, 0, 0, layout.width, layout.height),
      landArea: round(layout.width * layout.height, 2),
      updatedAt: stamp(rng, context),
    },
  }
}

/** The depots are the forecourts of the sites that vehicles were given to. */
export const depotOf = (context: CountyContext, site: Site, index: number, rng: Rng): DepotRecord => ({
  id: `D${context.county.code}${String(index).padStart(3, '0')}`,
  region: context.county.code,
  name: `${site.record.name}停车场`,
  lon: site.yardCenter[0],
  lat: site.yardCenter[1],
  fence: site.yard.map(([x, y]): [number, number] => [x, y]),
  updatedAt: stamp(rng, context),
})
