import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { BuildingRecord } from '#shared/protocol/platform.ts'
import type { CountyContext } from './context.ts'
import { ringArea, round } from '../ground/geo.ts'
import { departmentName, placeName } from './places.ts'
import type { Rng } from '../made/rng.ts'
import type { Tier } from '../made/scales.ts'
import type { Shell } from './shell.ts'
import { levelAt, type BuildingDraft, type Site } from '../ground/sites.ts'
import { daysAgo, stamp } from '../made/stamp.ts'

/** Metres from slab to slab. */
export const STOREY_METRES = { basement: 4.2, ground: 4.5, typical: 3.6 } as const
/** GB 50016: a public building above 24 m is 高层. */
const HIGH_RISE_METRES = 24
const UNCERTIFIED_SHARE = 0.12
const NO_CERTIFICATE = [
  '历史遗留,原始资料缺失',
  '土地权属争议待调处',
  '规划验收手续未完成',
  '与相邻单位共用土地,未分割',
  '机构改革划转,权利人未变更',
  '竣工决算未完成',
] as const

const heightOf = (draft: BuildingDraft): number =>
  round(STOREY_METRES.ground + (draft.above - 1) * STOREY_METRES.typical + 0.9, 2)

export const metres = (shell: Shell): [number, number][] =>
  shell.outline.map(([x, y]): [number, number] => [x / 100, y / 100])

/** Metres from the ground to the slab of a level. */
export const elevationOf = (level: number): number => {
  if (level < 0) return round(level * STOREY_METRES.basement, 2)
  return level === 1 ? 0 : round(STOREY_METRES.ground + (level - 2) * STOREY_METRES.typical, 2)
}

const nameOf = (draft: BuildingDraft, site: Site, technical: boolean, rng: Rng): string => {
  if (technical) return rng.pick(['业务技术用房', '审判法庭楼', '政务服务楼', '技术业务楼'])
  if (site.buildings.length === 1) return rng.pick(['办公楼', '综合楼', '办公大楼'])
  return `${draft.ordinal}号楼`
}

const certificateOf = (
  context: CountyContext,
  tier: Tier,
  built: number,
  rng: Rng,
): BuildingRecord['certificate'] => {
  const none = { kind: 'none', number: null, holder: null, issued: null } as const
  const holder = rng.chance(0.85)
    ? departmentName(context, tier)
    : `${placeName(context, tier)}人民政府办公室`
  const serial = String(rng.int(10_000_000)).padStart(7, '0')
  if (rng.chance(UNCERTIFIED_SHARE)) {
    const planned = daysAgo(context, -rng.between(40, 900))
    return { ...none, reason: rng.pick(NO_CERTIFICATE), planned: rng.chance(0.9) ? planned : null }
  }
  const year = Math.max(built + 1, rng.whole(1998, 2025))
  const issued = `${year}-${String(rng.whole(1, 12)).padStart(2, '0')}-${String(rng.whole(1, 28)).padStart(2, '0')}`
  const capped = issued < daysAgo(context, 1) ? issued : daysAgo(context, 30)
  return year >= 2015
    ? {
        kind: 'real-estate',
        number: `桂(${year})${context.county.name}不动产权第${serial}号`,
        holder,
        issued: capped,
        reason: null,
        planned: null,
      }
    : {
        kind: 'house-and-land',
        number: `${context.county.name}房权证字第${serial}号`,
        holder,
        issued: capped,
        reason: null,
        planned: null,
      }
}

/** The ledger's record of a building. Needs no rooms. */
const makeBuilding = (context: CountyContext, site: Site, draft: BuildingDraft): BuildingRecord => {
  const rng = context.stream(`building/${draft.id}`)
  const technical = draft.tier !== 'township' && site.buildings.length <= 2 && rng.chance(0.07)
  const height = heightOf(draft)
  const outline = metres(draft.shell)
  const built = Math.min(
    new Date(context.now - 400 * DAY_MS).getUTCFullYear(),
    1984 + Math.floor(38 * Math.sqrt(rng.next())),
  )
  return {
    id: draft.id,
    compound: site.record.id,
    name: nameOf(draft, site, technical, rng),
    use: technical ? 'technical' : 'office',
    structure:
      draft.above > 7
        ? rng.pick(['框架剪力墙', '框架剪力墙', '框架'])
        : draft.above <= 3 && built < 2000
          ? '砖混'
          : '框架',
    floorsAbove: draft.above,
    floorsBelow: draft.below,
    height,
    highRise: height > HIGH_RISE_METRES,
    grossArea: round(ringArea(outline) * draft.rooms.length, 2),
    builtYear: built,
    origin: [draft.origin[0], draft.origin[1]],
    rotation: draft.rotation,
    footprint: outline,
    certificate: certificateOf(context, draft.tier, built, rng),
    updatedAt: stamp(rng, context),
  }
}

export interface BuildingWork {
  readonly draft: BuildingDraft
  readonly site: Site
  readonly record: BuildingRecord
  /** Floors, lowest first. */
  readonly levels: readonly number[]
}

export const makeBuildings = (context: CountyContext, sites: readonly Site[]): BuildingWork[] =>
  sites.flatMap((site) =>
    site.buildings.map((draft) => ({
      draft,
      site,
      record: makeBuilding(context, site, draft),
      levels: draft.rooms.map((_, i) => levelAt(i, draft.below)),
    })),
  )
