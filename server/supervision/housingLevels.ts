import type { Viewer } from '#shared/kernel/roles.ts'
import type { HousingLevels } from '#shared/protocol/http.ts'
import { housingDays } from '#shared/supervision/housing.ts'
import { leaverCases, managedBy, managingName, secondOfficeCases } from '#shared/supervision/housingPeople.ts'
import { groupBy } from '#shared/kernel/language/lists.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { ReadHousingPeople } from '../common/ports/people.ts'
import type { LiveScope } from '../common/scope/liveScope.ts'
import type { Regions } from '../common/directory/types.ts'

export interface HousingLevelsDeps {
  readonly read: ReadHousingPeople
  readonly scope: LiveScope
  readonly regions: Regions & { get(code: string): { readonly name: string } | undefined }
  readonly clock: Clock
}
/** People who left and people with more than one office, by who manages them; a unit's viewer has its own unit alone. */
export type ListHousingLevels = (viewer: Viewer, region: string | undefined) => Promise<HousingLevels>

export const makeHousingLevels =
  ({ read, scope, regions, clock }: HousingLevelsDeps): ListHousingLevels =>
  async (viewer, asked) => {
    const region = scope.region(viewer, asked)
    const unit = scope.unit(viewer)
    const now = clock()
    const { leavers, offices, staff } = await read(
      housingDays(now),
      unit !== null
        ? { unit }
        : regions.path(region).length <= 1
          ? null
          : { regions: regions.subtree(region) },
    )
    const path = (code: string): readonly string[] => regions.path(code).map((one) => one.code)
    const isShown = (code: string, of: string): boolean =>
      unit === null ? regions.contains(region, code) : of === unit
    const cases = [...leaverCases(leavers, path), ...secondOfficeCases(offices, path)].filter((one) =>
      isShown(one.managedBy ?? one.region, one.unit ?? ''),
    )
    const byKey = groupBy(cases, (one) => (unit === null ? (one.managedBy ?? one.region) : (one.unit ?? '')))
    const people = new Map<string, number>()
    for (const row of unit === null ? staff : []) {
      const code = managedBy(row.level, row.region, path)
      if (isShown(code, '')) people.set(code, (people.get(code) ?? 0) + row.people)
    }
    const sum = (key: string, rule: string, of: 'count' | 'red'): number =>
      (byKey.get(key) ?? []).filter((one) => one.rule === rule).reduce((total, one) => total + one[of], 0)
    const rows = [...new Set([...people.keys(), ...byKey.keys()])].map((key) => ({
      region: unit === null ? key : region,
      level:
        unit === null
          ? ((['province', 'city', 'county'] as const)[Math.min(path(key).length, 3) - 1] ?? 'county')
          : ('unit' as const),
      name:
        unit === null
          ? managingName(key, regions.get(key)?.name ?? key, path)
          : (byKey.get(key)?.[0]?.unitName ?? key),
      people: people.get(key) ?? null,
      left: sum(key, 'OF-04', 'count'),
      several: sum(key, 'OF-02', 'count'),
      severalRed: sum(key, 'OF-02', 'red'),
    }))
    return {
      rows: rows.sort((a, b) => b.left - a.left || b.several - a.several || (a.region < b.region ? -1 : 1)),
      asOf: now,
    }
  }
