import type { CoalRow } from '#shared/energy/coal.ts'
import type { CountyMonths, MeasureMonths } from '#shared/housing/answers/places.ts'
import { indexOf, type CoalBasis, type IndexId } from '#shared/indices/indices.ts'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { lastDayOf, wholeMonthsBefore } from '#shared/kernel/time/months.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { RegionTree } from '../../common/regions/regionTree.ts'
import type { HandedMonths } from './handedMonthRows.ts'
import type { MeasureDays } from './measureDayRows.ts'

interface MonthEndsDeps {
  readonly days: MeasureDays
  readonly handed: HandedMonths
  readonly tree: RegionTree
}

interface IndexAsked {
  readonly index: IndexId
  readonly basis: CoalBasis
  readonly coal: readonly CoalRow[]
}

/** The ends of the twelve months before an instant's month: as they were kept here, else as a platform handed them over. */
export interface MonthEnds {
  /** Of a region, compound, building or unit. */
  of(id: string, at: EpochMs): Promise<MeasureMonths['rows']>
  /** An index of each of these counties, in their order. */
  ofCounties(counties: readonly string[], asked: IndexAsked, at: EpochMs): Promise<CountyMonths['rows']>
}

const MONTHS = 12
/** `YYYY-MM`: the oldest of the twelve months before an instant's month, and that month. */
const twelveMonths = (at: EpochMs): readonly [string, string] => [
  wholeMonthsBefore(at, MONTHS).at(-1) as string,
  dayOf(at).slice(0, 7),
]
const firstDay = (month: string): DayString => `${month}-01`
const lastDay = (month: string): DayString => dayOf(lastDayOf(month))

export const countiesIn = (tree: RegionTree, region: string): string[] =>
  tree.subtree(region).filter((code) => tree.get(code)?.level === 'county')

/** Each month of which one of the two tells, oldest first. */
const byMonth = <Own extends { readonly month: string }, Handed extends { readonly month: string }, Row>(
  own: readonly Own[],
  handed: readonly Handed[],
  rowOf: (month: string, own: Own | undefined, handed: readonly Handed[]) => Row,
): Row[] => {
  const kept = new Map(own.map((row) => [row.month, row]))
  const told = Map.groupBy(handed, (row) => row.month)
  return [...new Set([...kept.keys(), ...told.keys()])]
    .sort()
    .map((month) => rowOf(month, kept.get(month), told.get(month) ?? []))
}

export const makeMonthEnds = ({ days, handed, tree }: MonthEndsDeps): MonthEnds => ({
  of: async (id, at) => {
    const [from, before] = twelveMonths(at)
    const region = tree.get(id)
    const told =
      region && region.level !== 'county'
        ? await handed.sumOf(tree.subtree(id), from, before)
        : await handed.of([id], from, before)
    const own = await days.monthEnds(id, firstDay(from), firstDay(before))
    return byMonth(own, told, (month, kept, [first]) =>
      kept
        ? { ...kept, by: 'here' }
        : { month, day: lastDay(month), measures: first?.measures ?? [], by: 'platform' },
    )
  },
  ofCounties: async (counties, { index, basis, coal }, at) => {
    if (counties.length === 0) return []
    const [from, before] = twelveMonths(at)
    const own = await days.monthEndsOf(counties, firstDay(from), firstDay(before))
    const told = await handed.of(counties, from, before)
    const valueOf = (measures: readonly number[] | undefined): number | null =>
      measures ? indexOf(index).value(measuresFromArray(measures), basis, coal) : null
    return byMonth(own, told, (month, kept, rows) => {
      const others = new Map(rows.map(({ place, measures }) => [place, measures]))
      const ends = counties.map((code, i) => kept?.measures[i] ?? others.get(code))
      return {
        month,
        day: kept?.day ?? lastDay(month),
        values: ends.map(valueOf),
        by: counties.some((code, i) => !kept?.measures[i] && others.has(code)) ? 'platform' : 'here',
      }
    })
  },
})
