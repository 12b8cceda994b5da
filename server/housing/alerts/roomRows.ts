import { sql } from 'kysely'
import { maskName } from '#shared/access/masks.ts'
import { gradeName, type Grade, type LimitLevel } from '#shared/housing/grades.ts'
import { dueOf, HOUSING_ALERTS, housingDays } from '#shared/supervision/housing.ts'
import type { AlertRow } from '#shared/supervision/rows/answers.ts'
import { daysSince } from '#shared/housing/verdict.ts'
import { startOfDay, toSquareMetres, type DayString } from '#shared/kernel/units.ts'
import type { AlertRowFamily, AlertRowsQuery } from '../../common/ports/alertRows.ts'
import { pageOfFound } from '../../common/rows/foundRows.ts'
import { type Case } from '../../common/rows/page.ts'
import type { OccupantRow } from '../rooms/roomRows.ts'
import type { HousingFamilyDeps } from './families.ts'

interface RoomCase extends Case {
  readonly number: string
  readonly floor: string
  readonly county: string
  readonly unit: string | null
  readonly unitName: string | null
  readonly buildingName: string
  readonly compoundName: string
  readonly since: DayString
  readonly usableDm2: number
  readonly limitDm2: number | null
}

const WHAT =
  sql.raw(`r.id, r.number, r.floor, r.county, r.unit, u.name as "unitName", b.name as "buildingName",
  c.name as "compoundName", r.state_since as since, r.usable_dm2 as "usableDm2", r.limit_dm2 as "limitDm2"`)
const WHERE = sql.raw(`rooms r join buildings b on b.id = r.building join compounds c on c.id = b.compound
  left join units u on u.id = r.unit`)

/** The rooms of the alert's county or unit, of them those of the viewer's unit. */
const whose = ({ alert, unit }: AlertRowsQuery) =>
  sql`${alert.unit === null ? sql`r.county = ${alert.region}` : sql`r.unit = ${alert.unit}`}
    and (${unit}::text is null or r.unit = ${unit})`

/** Who sits there with the largest share, and since when all sit as they do. */
const sitting = (
  seats: readonly OccupantRow[],
  { people, masked }: Pick<AlertRowsQuery, 'people' | 'masked'>,
): Pick<AlertRow, 'person' | 'grade'> => {
  const [first] = seats
  if (!first || !people) return { person: null, grade: null }
  const name = first.name ?? first.person
  return {
    person: masked ? maskName(name) : name,
    grade:
      first.level === null || first.grade === null
        ? null
        : gradeName(first.level as LimitLevel, first.grade as Grade),
  }
}
const rowOf = (
  room: RoomCase,
  query: AlertRowsQuery,
  more: Pick<AlertRow, 'person' | 'grade' | 'found' | 'limit' | 'amount' | 'since' | 'dueAt'>,
): AlertRow => ({
  id: room.id,
  severity: room.severity,
  opens:
    query.regions === null || query.regions.includes(room.county)
      ? { kind: 'room', id: room.id, at: room.floor }
      : null,
  name: room.number,
  unit: room.unit === null ? null : { id: room.unit, name: room.unitName ?? room.unit },
  compound: room.compoundName,
  building: room.buildingName,
  detail: null,
  ...more,
})

const M2 = { zh: 'm²', en: 'm²' }
const percentOver = (share: number): string => String(Number(((share - 1) * 100).toFixed(1)))

/** OF-07. */
export const overRooms = ({ db, rooms, rules }: HousingFamilyDeps): AlertRowFamily => ({
  rules: ['OF-07'],
  kind: 'room',
  counts: { zh: '间', en: 'rooms', one: 'room' },
  amount: () => ({ name: { zh: '超出', en: 'excess' }, unit: M2, decimals: 1 }),
  grades: (_, { over }) => ({
    red: { zh: `超 ${percentOver(over.red)} % 以上`, en: `> ${percentOver(over.red)} % over` },
    yellow: {
      zh: `超 ${percentOver(over.yellow)}–${percentOver(over.red)} %`,
      en: `${percentOver(over.yellow)}–${percentOver(over.red)} % over`,
    },
  }),
  formula: (_, { over }) => ({
    zh: `使用面积 > 级别上限 ×(1 + ${percentOver(over.yellow)} %)`,
    en: `usable area > limit of the grade × (1 + ${percentOver(over.yellow)} %)`,
  }),
  read: async (query) => {
    const { cases, ...page } = await pageOfFound<RoomCase>(
      db,
      sql`select ${WHAT}, r.over_dm2::float8 as rank, case when r.limit_use > ${rules().over.red}::float8 then 'red' else 'yellow' end as severity
        from ${WHERE} where r.over_room and ${whose(query)}`,
      query,
    )
    const seats = Map.groupBy(await rooms.occupants(cases.map(({ id }) => id)), ({ room }) => room)
    return {
      ...page,
      rows: cases.map((room) => {
        const here = seats.get(room.id) ?? []
        const since = here.reduce((latest, seat) => (seat.since > latest ? seat.since : latest), room.since)
        return rowOf(room, query, {
          ...sitting(here, query),
          found: toSquareMetres(room.usableDm2),
          limit: room.limitDm2 === null ? null : toSquareMetres(room.limitDm2),
          amount: toSquareMetres(room.rank),
          since: startOfDay(since),
          dueAt: null,
        })
      }),
    }
  },
})

/** OF-14. */
export const idleRooms = ({ db, rules }: HousingFamilyDeps): AlertRowFamily => ({
  rules: ['OF-14'],
  kind: 'room',
  counts: { zh: '间', en: 'rooms', one: 'room' },
  amount: () => ({ name: { zh: '闲置', en: 'idle for' }, unit: { zh: '天', en: 'days' }, decimals: 0 }),
  grades: (_, { idle }) => ({
    red: { zh: `逾 ${idle.red} 天`, en: `over ${idle.red} days` },
    yellow: { zh: `${idle.yellow}–${idle.red} 天`, en: `${idle.yellow}–${idle.red} days` },
  }),
  formula: (_, { idle }) => ({
    zh: `状态为闲置,超过 ${idle.yellow} 天`,
    en: `its state is idle, for more than ${idle.yellow} days`,
  }),
  read: async (query) => {
    const { idle, housingAlerts: limits = HOUSING_ALERTS } = rules()
    const days = housingDays(query.now, idle, limits.mendDays)
    const { cases, ...page } = await pageOfFound<RoomCase>(
      db,
      sql`select ${WHAT}, (${days.idleYellow}::date - r.state_since::date)::float8 as rank, case when r.state_since < ${days.idleRed} then 'red' else 'yellow' end as severity
        from ${WHERE} where r.state = 'idle' and r.state_since < ${days.idleYellow} and ${whose(query)}`,
      query,
    )
    return {
      ...page,
      rows: cases.map((room) =>
        rowOf(room, query, {
          person: null,
          grade: null,
          found: toSquareMetres(room.usableDm2),
          limit: null,
          amount: daysSince(room.since, query.now),
          since: startOfDay(room.since),
          dueAt: dueOf('OF-14', room.since, idle, limits),
        }),
      ),
    }
  },
})
