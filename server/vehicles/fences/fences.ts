import { setImmediate as turn } from 'node:timers/promises'
import type { Viewer } from '#shared/kernel/roles.ts'
import type { FenceRow } from '#shared/protocol/http.ts'
import type { Fence } from '#shared/vehicles/fences/fence.ts'
import { shapeOf } from '#shared/vehicles/fences/fence.ts'
import { inSlices } from '#shared/kernel/language/steps.ts'
import { fenceIndexSteps, type FenceIndex } from '#shared/vehicles/fences/locate.ts'
import type { FenceShape } from '#shared/vehicles/fences/shape.ts'
import { makeRoadIndex, type RoadIndex } from '#shared/vehicles/roads/locate.ts'
import type { Ground } from '#shared/vehicles/rules/judge/ground.ts'
import type { HoursTable } from '#shared/vehicles/rules/workingHours.ts'
import type { DurationMs, LonLat } from '#shared/kernel/units.ts'
import type { FenceRow as StoredFence, FencesRepository } from './fenceRows.ts'
import type { VehicleRulesRepository } from './ruleRows.ts'
import { fencesOfUnit } from './ofUnit.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { LiveScope } from '../../common/scope/liveScope.ts'
import type { Borders, Regions, SourceLog } from '../../common/directory/types.ts'

export interface Fences {
  /** Every fence with its ground, for the rules; one that names an unknown region is left out and logged. */
  all(): Promise<Fence[]>
  /** The map of the rules: fences, roads with their limits, and borders of regions for approvals. Whole when it resolves; others have their turn while it is made. */
  ground(): Promise<Ground>
  /** Tables of working hours as they are published. */
  hours(): Promise<HoursTable[]>
  roadsChanged(): void
  /** What is drawn below a region within the viewer's scope, for a unit's viewer what concerns its vehicles: whom a roster names stays here. */
  list(viewer: Viewer, region: string): Promise<FenceRow[]>
}

export interface FencesDeps {
  readonly fences: FencesRepository
  readonly rules: VehicleRulesRepository
  readonly directory: Pick<Directory, 'now'>
  readonly regions: Regions & {
    province(): { readonly code: string } | undefined
    get(code: string): Borders | undefined
  }
  readonly scope: LiveScope
  readonly log: SourceLog
}

export const borderOf =
  (regions: FencesDeps['regions']) =>
  (code: string): readonly (readonly (readonly LonLat[])[])[] | null =>
    regions.get(code)?.geometry ?? null

/** What is sent of a fence: whom a roster names stays here. */
export const rowOf = ({ roster, order, window, ...row }: StoredFence): FenceRow => ({
  ...row,
  limitKmh: row.limitKmh ?? null,
  binds: order !== null ? 'order' : roster !== null ? 'roster' : 'all',
  window: window === null ? null : { days: window.days, from: window.from, to: window.to },
})

/** Reports, screens and requests wait no longer than so for an index that is being made. */
const SLICE_MS: DurationMs = 8
const indexOf = (shapes: readonly FenceShape[]): Promise<FenceIndex> =>
  inSlices(fenceIndexSteps(shapes), SLICE_MS, async () => void (await turn()))

const NO_BORDER: readonly never[] = []

/** Borders by code; made anew only where a border is another one, for fences change far more often. */
const makeRegionGround = (regions: FencesDeps['regions']) => {
  let made: {
    readonly codes: readonly string[]
    readonly borders: readonly unknown[]
    readonly ground: NonNullable<Ground['regions']>
  } | null = null
  return async (province: string | undefined): Promise<NonNullable<Ground['regions']>> => {
    const codes = province === undefined ? [] : regions.subtree(province)
    const borders = codes.map((code) => regions.get(code)?.geometry ?? NO_BORDER)
    if (
      made?.codes.length === codes.length &&
      codes.every((code, i) => made?.codes[i] === code && made.borders[i] === borders[i])
    )
      return made.ground
    const numbers = new Map(codes.map((code, i) => [code, i]))
    const ground = {
      index: await indexOf(borders.map((polygons) => ({ type: 'polygon', polygons }))),
      numberOf: (code: string) => numbers.get(code) ?? -1,
    }
    made = { codes, borders, ground }
    return ground
  }
}

export const makeFences = ({ fences, rules, directory, regions, scope, log }: FencesDeps): Fences => {
  let roads: Promise<RoadIndex> | null = null
  const regionGround = makeRegionGround(regions)
  const all = async (): Promise<Fence[]> =>
    (await fences.list(null)).flatMap(({ geometry, ...fence }) => {
      const shape = shapeOf(geometry, borderOf(regions))
      if (!shape)
        log.warn({ fence: fence.id, geometry }, 'fence left out: expected the code of a known region')
      return shape ? [{ ...fence, shape }] : []
    })
  return {
    all,
    ground: async () => {
      const found = await all()
      roads ??= rules.roads().then(makeRoadIndex)
      roads.catch(() => (roads = null))
      return {
        fences: found,
        index: await indexOf(found.map(({ shape }) => shape)),
        roads: await roads,
        regions: await regionGround(regions.province()?.code),
      }
    },
    hours: rules.hours,
    roadsChanged: () => void (roads = null),
    list: async (viewer, asked) => {
      const region = scope.region(viewer, asked)
      const unit = scope.unit(viewer)
      const all = await fences.list(regions.subtree(region))
      return (unit === null ? all : await fencesOfUnit({ fences, directory }, unit, all)).map(rowOf)
    },
  }
}
