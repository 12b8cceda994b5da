import type { Viewer } from '#shared/kernel/roles.ts'
import type { CoalRow } from '#shared/energy/coal.ts'
import { classOf, indexOf, type CoalBasis, type IndexId } from '#shared/indices/indices.ts'
import { measuresFromArray, measuresToArray, sumArrays, zeroMeasures } from '#shared/indices/measures.ts'
import type { Overview, Rankings } from '#shared/housing/answers/lists.ts'
import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from '../../common/clock/clock.ts'
import type { MeasuresRepository } from './measureRows.ts'
import type { PlacesRepository } from '../places/placeRows.ts'
import type { UnitsRepository } from '../units/unitRows.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import { notFound, ofUnit, type Scope } from '../../common/scope/scope.ts'
import { unitMeasures } from '../units/unitMeasures.ts'

export interface RankingsDeps {
  readonly tree: RegionTree
  readonly scope: Scope
  readonly measures: MeasuresRepository
  readonly places: PlacesRepository
  readonly units: UnitsRepository
  readonly rules: Rules
  readonly clock: Clock
}
interface RankingQuery {
  readonly region: string
  readonly index: IndexId
  readonly basis: CoalBasis
  /** What is ranked: the region's children, all its counties, or its units. */
  readonly of: 'children' | 'counties' | 'units'
  /** Rows answered; `total` counts all that were ranked. */
  readonly limit: number
}
export interface RankingsService {
  rank(viewer: Viewer, query: RankingQuery): Promise<Rankings>
  overview(viewer: Viewer, region: string): Promise<Overview>
}

type Row = Rankings['rows'][number]
type Candidate = Pick<Row, 'id' | 'kind' | 'name' | 'measures'>
const MOST_UNITS = 30_000

/** Descending by value; equal values share a rank, places without a base stand last without one. */
const ranked = (
  candidates: readonly Candidate[],
  { index, basis }: RankingQuery,
  coal: readonly CoalRow[],
): Row[] => {
  const definition = indexOf(index)
  const rows = candidates.map((one) => {
    const value = definition.value(measuresFromArray(one.measures), basis, coal)
    return { ...one, value, class: classOf(definition, value), rank: null as number | null }
  })
  rows.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || (a.id < b.id ? -1 : 1))
  rows.forEach((row, i) => {
    const above = rows[i - 1]
    if (row.value !== null) row.rank = above && above.value === row.value ? above.rank : i + 1
  })
  return rows
}

/** Who is ranked, and by what sums. */
const makeCandidates = ({ tree, scope, measures, places, units }: RankingsDeps) => {
  const regionRows = async (codes: readonly string[]): Promise<Candidate[]> => {
    const sums = new Map((await measures.places(codes)).map((node) => [node.id, node.measures]))
    return codes.flatMap((code) => {
      const node = tree.get(code)
      const values = sums.get(code)
      return node && values ? [{ id: code, kind: node.level, name: node.name, measures: [...values] }] : []
    })
  }
  const unitRows = async (viewer: Viewer, region: string): Promise<Candidate[]> => {
    const whole = region === tree.province()?.code
    const rows = await units.list(
      { regions: whole ? null : tree.subtree(region), unit: scope.unit(viewer), name: null },
      0,
      MOST_UNITS,
    )
    return rows.map((row) => ({ id: row.id, kind: 'unit', name: row.name, measures: [...row.measures] }))
  }
  return async (viewer: Viewer, { region, of }: RankingQuery): Promise<Candidate[]> => {
    if (of === 'units' || scope.unit(viewer) !== null) return unitRows(viewer, region)
    const below = tree.subtree(region).filter((code) => code !== region)
    if (of === 'counties') return regionRows(below.filter((code) => tree.get(code)?.level === 'county'))
    if (tree.get(region)?.level !== 'county')
      return regionRows(below.filter((code) => tree.get(code)?.parent === region))
    return (await places.dotsIn([region])).map((row) => ({
      id: row.id,
      kind: 'compound',
      name: row.name,
      measures: [...row.measures],
    }))
  }
}

const ownMeasuresOf = async (
  { tree, scope, measures, places }: RankingsDeps,
  viewer: Viewer,
  region: string,
): Promise<number[]> => {
  const unit = scope.unit(viewer)
  if (unit !== null) return unitMeasures({ measures, places, tree }, unit, region)
  const found = await measures.places([region])
  return found.length > 0 ? sumArrays(found.map((node) => node.measures)) : measuresToArray(zeroMeasures())
}

export const makeRankings = (deps: RankingsDeps): RankingsService => {
  const { tree, scope, units, rules, clock } = deps
  const candidates = makeCandidates(deps)
  const require = (viewer: Viewer, region: string): void => {
    if (!tree.get(region)) throw notFound(`region ${region}`)
    scope.requireRegion(viewer, region, `region ${region}`)
  }
  return {
    rank: async (viewer, query) => {
      require(viewer, query.region)
      const rows = ranked(await candidates(viewer, query), query, rules().coal)
      const value = indexOf(query.index).value(
        measuresFromArray(await ownMeasuresOf(deps, viewer, query.region)),
        query.basis,
        rules().coal,
      )
      return {
        region: query.region,
        ...ofUnit(scope, viewer),
        index: query.index,
        basis: query.basis,
        value,
        rows: rows.slice(0, query.limit),
        total: rows.length,
        asOf: clock(),
      }
    },
    overview: async (viewer, region) => {
      require(viewer, region)
      const whole = region === tree.province()?.code
      const [counts, values] = await Promise.all([
        units.countByRole({
          regions: whole ? null : tree.subtree(region),
          unit: scope.unit(viewer),
          name: null,
        }),
        ownMeasuresOf(deps, viewer, region),
      ])
      const { buildings, floors, plans } = measuresFromArray(values)
      return {
        region,
        ...ofUnit(scope, viewer),
        ...counts,
        buildings,
        floors,
        plans,
        measures: values,
        asOf: clock(),
      }
    },
  }
}
