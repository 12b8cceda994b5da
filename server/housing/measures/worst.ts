import type { Viewer } from '#shared/kernel/roles.ts'
import {
  baseOf,
  indexOf,
  type CoalBasis,
  type IndexDefinition,
  type IndexId,
} from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import { worstOf, type Part } from '#shared/indices/verdict.ts'
import type { WorstPlace } from '#shared/housing/answers/worst.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, type Scope } from '../../common/scope/scope.ts'
import type { PlacesRepository } from '../places/placeRows.ts'

export interface WorstDeps {
  readonly tree: RegionTree
  readonly scope: Scope
  readonly places: Pick<PlacesRepository, 'dotsIn' | 'buildingsOf' | 'floorsOf' | 'compound'>
  readonly rules: Rules
  readonly clock: Clock
}
interface Asked {
  readonly region: string
  readonly index: IndexId
  readonly basis: CoalBasis
}
/** The worst compound of a region, its worst building and that one's worst floor; nobody's to a unit's viewer, and of what has no figure none. */
export type FindWorst = (viewer: Viewer, asked: Asked) => Promise<WorstPlace>

interface Summed {
  readonly id: string
  readonly name: string
  readonly measures: readonly number[]
}
type Valued = Part & Summed

const valuesBy =
  (index: IndexDefinition, basis: CoalBasis, rules: Rules) =>
  ({ id, name, measures }: Summed): Valued => {
    const m = measuresFromArray(measures)
    return { id, name, measures, value: index.value(m, basis, rules().coal), n: baseOf(index, m) }
  }

/** Within a building shares are of few: the floor with most of what is counted is shown, where less of it is better. */
const worstFloor = (floors: readonly Valued[], { of, better }: IndexDefinition): Valued | null => {
  const { part } = of
  if (part === null || better === 'more') return worstOf(floors, better)
  const most = ({ measures }: Valued): number => measuresFromArray(measures)[part]
  return floors.reduce<Valued | null>(
    (worst, floor) => (worst === null || most(floor) > most(worst) ? floor : worst),
    null,
  )
}

const stepOf = (kind: 'compound' | 'building' | 'floor', { id, name, value, measures }: Valued) => ({
  kind,
  id,
  name,
  value,
  measures: [...measures],
})

/** The same to every viewer who may ask. */
type Found = Pick<WorstPlace, 'steps' | 'path'>
const NONE: Found = { steps: [], path: [] }

const makeLook =
  ({ tree, places, rules }: WorstDeps) =>
  async ({ region, index, basis }: Asked): Promise<Found> => {
    const definition = indexOf(index)
    const valued = valuesBy(definition, basis, rules)
    const compounds = (await places.dotsIn(tree.subtree(region))).map(valued)
    const compound = worstOf(compounds, definition.better)
    if (!compound) return NONE
    const county = (await places.compound(compound.id))?.county ?? null
    const building = worstOf((await places.buildingsOf(compound.id)).map(valued), definition.better)
    const floors = building ? await places.floorsOf(building.id) : []
    const floor = worstFloor(
      floors.map((row) => valued({ ...row, name: row.label })),
      definition,
    )
    return {
      path: county === null ? [] : pathOf(tree, county, region),
      steps: [
        stepOf('compound', compound),
        ...(building ? [stepOf('building', building)] : []),
        ...(building && floor ? [stepOf('floor', floor)] : []),
      ],
    }
  }

/** What was found stands until the ledger changed within its region or the rules did: a wall that asks again costs nothing. */
export interface Worst {
  readonly find: FindWorst
  /** `changes` name every region above what changed. */
  ledgerChanged(changes: readonly Pick<LedgerChange, 'kind' | 'id'>[]): void
  forget(): void
}

/** Questions whose answers are kept, the newest. */
const MOST_KEPT = 200

export const makeWorst = (deps: WorstDeps): Worst => {
  const { tree, scope, clock } = deps
  const look = makeLook(deps)
  const kept = new Map<string, { readonly region: string; readonly found: Promise<Found> }>()
  const lookOnce = (asked: Asked): Promise<Found> => {
    const key = [asked.region, asked.index, asked.basis].join('|')
    const known = kept.get(key)
    kept.delete(key)
    const entry = known ?? { region: asked.region, found: look(asked) }
    kept.set(key, entry)
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
    entry.found.catch(() => kept.get(key) === entry && kept.delete(key))
    return entry.found
  }
  return {
    find: async (viewer, { region, index, basis }) => {
      if (!tree.get(region)) throw notFound(`region ${region}`)
      scope.requireRegion(viewer, region, `region ${region}`)
      const asked = { region, index, basis }
      const found = scope.unit(viewer) === null ? await lookOnce(asked) : NONE
      return { ...asked, ...found, asOf: clock() }
    },
    ledgerChanged: (changes) => {
      const regions = new Set(changes.flatMap(({ kind, id }) => (kind === 'region' ? [id] : [])))
      for (const [key, { region }] of kept) if (regions.has(region)) kept.delete(key)
    },
    forget: () => kept.clear(),
  }
}

/** From below the region that was asked of, down to the county. */
const pathOf = (tree: RegionTree, county: string, region: string): WorstPlace['path'] => {
  const path: WorstPlace['path'] = []
  for (let at: string | null = county; at !== null && at !== region; at = tree.get(at)?.parent ?? null)
    path.unshift({ id: at, name: tree.get(at)?.name ?? at })
  return path
}
