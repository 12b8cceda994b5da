import { sql } from 'kysely'
import { maskName } from '#shared/access/masks.ts'
import { gradeName, ORGAN_LEVELS, type Grade, type LimitLevel } from '#shared/housing/grades.ts'
import { daysSince } from '#shared/housing/verdict.ts'
import { dueOf, housingDays } from '#shared/supervision/housing.ts'
import { managedBy, secondOffices } from '#shared/supervision/housingPeople.ts'
import type { AlertRow } from '#shared/supervision/rows/answers.ts'
import { startOfDay, toSquareMetres, type DayString } from '#shared/kernel/units.ts'
import type { AlertRowFamily, AlertRowsQuery } from '../../common/ports/alertRows.ts'
import type { HousingPeopleOf } from '../../common/ports/people.ts'
import { pageOfFound } from '../../common/rows/foundRows.ts'
import { pageOfCases, type Case } from '../../common/rows/page.ts'
import {
  goneStillSitting,
  heldOffices,
  PLACE_COLUMNS,
  PLACE_TABLES,
  readNames,
  type RoomOf,
} from '../units/peopleRows.ts'
import type { HousingFamilyDeps } from './families.ts'

const PEOPLE = { zh: '人', en: 'people', one: 'person' }

interface Sitting extends RoomOf {
  readonly id: string
  readonly severity: AlertRow['severity']
  readonly name: string
  readonly grade: Grade
  readonly limitLevel: LimitLevel
  readonly unit: string
  readonly unitName: string
  readonly since: DayString
}
const rowOf = (
  one: Sitting,
  { regions, masked, people }: AlertRowsQuery,
  more: Pick<AlertRow, 'found' | 'limit' | 'amount' | 'dueAt' | 'detail'>,
): AlertRow => ({
  id: one.id,
  severity: one.severity,
  opens:
    regions === null || regions.includes(one.county) ? { kind: 'room', id: one.room, at: one.floor } : null,
  name: one.number,
  unit: { id: one.unit, name: one.unitName },
  compound: one.compoundName,
  building: one.buildingName,
  person: people ? (masked ? maskName(one.name) : one.name) : null,
  grade: people ? gradeName(one.limitLevel, one.grade) : null,
  since: startOfDay(one.since),
  ...more,
})

/** Whose people are read for an alert: its unit's, or all in whose region a unit that it manages may sit. */
const ofAlert = ({ tree }: HousingFamilyDeps, { alert, unit }: AlertRowsQuery): HousingPeopleOf => {
  const one = unit ?? alert.unit
  if (one !== null) return { unit: one }
  return tree.path(alert.region).length <= 1 ? null : { regions: tree.subtree(alert.region) }
}
/** Levels and regions of the units that the alert's region manages, pair by pair. */
const managedIn = ({ tree }: HousingFamilyDeps, region: string) => {
  const path = (code: string): readonly string[] => tree.path(code).map(({ code: step }) => step)
  const pairs = tree.subtree(region).flatMap((code) =>
    ORGAN_LEVELS.filter((level) => managedBy(level, code, path) === region).map((level) => ({
      level,
      code,
    })),
  )
  return sql`(u.level, u.region) in (select * from unnest(${pairs.map(({ level }) => level)}::text[], ${pairs.map(({ code }) => code)}::text[]))`
}

/** OF-04. */
export const leavers = (deps: HousingFamilyDeps): AlertRowFamily => ({
  rules: ['OF-04'],
  kind: 'person',
  counts: PEOPLE,
  amount: () => ({
    name: { zh: '离任已', en: 'left for' },
    unit: { zh: '天', en: 'days' },
    decimals: 0,
  }),
  grades: () => ({ red: { zh: '逾期', en: 'overdue' }, yellow: { zh: '未逾期', en: 'not overdue yet' } }),
  formula: (_, { housingAlerts: { mendDays } }) => ({
    zh: `调离或退休满一个月仍占用办公用房;再过 ${mendDays} 天为逾期`,
    en: `still holds an office a month after leaving; overdue ${mendDays} days later`,
  }),
  read: async (query) => {
    const { idle, housingAlerts: limits } = deps.rules()
    const days = housingDays(query.now, idle, limits.mendDays)
    const { alert } = query
    const { cases, ...page } = await pageOfFound<Sitting & Case>(
      deps.db,
      sql`select g.id, g.name, g.grade, u.limit_level as "limitLevel", u.id as unit, u.name as "unitName", g.status_since as since, ${PLACE_COLUMNS},
          (${days.leavers}::date - g.status_since::date)::float8 as rank, case when g.status_since < ${days.leaversRed} then 'red' else 'yellow' end as severity
        from (${goneStillSitting(days, ofAlert(deps, query))}) g join units u on u.id = g.unit join ${PLACE_TABLES} on r.id = g.room
        where ${alert.unit === null ? managedIn(deps, alert.region) : sql`u.id = ${alert.unit}`}`,
      query,
    )
    return {
      ...page,
      rows: cases.map((one) =>
        rowOf(one, query, {
          found: null,
          limit: null,
          amount: daysSince(one.since, query.now),
          dueAt: dueOf('OF-04', one.since, idle, limits),
          detail: null,
        }),
      ),
    }
  },
})

/** OF-02. */
export const severalOffices = (deps: HousingFamilyDeps): AlertRowFamily => ({
  rules: ['OF-02'],
  kind: 'person',
  counts: PEOPLE,
  amount: () => ({
    name: { zh: '另一处面积', en: 'second office' },
    unit: { zh: 'm²', en: 'm²' },
    decimals: 1,
  }),
  grades: () => ({
    red: { zh: '超规', en: 'beyond the rule' },
    yellow: { zh: '待核审批', en: 'approval to be looked at' },
  }),
  formula: () => ({
    zh: '一人占用两处以上办公用房;第二处不小于标准,或有第三处,为超规',
    en: 'holds more than one office; beyond the rule where the second is not below the standard, or there is a third',
  }),
  read: async (query) => {
    const { alert } = query
    const path = (code: string): readonly string[] => deps.tree.path(code).map(({ code: step }) => step)
    const offices = await heldOffices(deps.db, ofAlert(deps, query))
    const all = secondOffices(offices)
      .filter(({ second }) =>
        alert.unit === null
          ? managedBy(second.level, second.region, path) === alert.region
          : second.unit === alert.unit,
      )
      .map((one) => ({
        ...one,
        id: one.second.person,
        severity: one.isRed ? ('red' as const) : ('yellow' as const),
        rank: one.areaDm2,
      }))
    const { cases, ...page } = pageOfCases(all, query)
    const found = await readNames(
      deps.db,
      cases.map(({ second }) => second),
    )
    const names = new Map(found.map((row) => [row.person, row]))
    return {
      ...page,
      rows: cases.flatMap(({ id, severity, second, held, areaDm2 }) => {
        const named = names.get(id)
        if (!named) return []
        return [
          rowOf({ ...second, ...named, id, severity }, query, {
            found: toSquareMetres(areaDm2),
            limit: null,
            amount: toSquareMetres(areaDm2),
            dueAt: null,
            detail: { zh: `共 ${held.length} 处办公用房`, en: `${held.length} offices in all` },
          }),
        ]
      }),
    }
  },
})
