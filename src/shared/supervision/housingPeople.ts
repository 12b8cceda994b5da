import type { Grade, LimitLevel, OrganLevel } from '../housing/grades.ts'
import { seatLimitDm2 } from '../housing/verdict.ts'
import { toSquareMetres, type DayString, type SquareDecimetres } from '../kernel/units.ts'
import { groupBy, sortedCopy } from '../kernel/language/lists.ts'
import type { HousingCases } from './housing.ts'

/** A unit as far as it decides who manages its offices. */
interface Managed {
  readonly unit: string
  readonly unitName: string
  /** Where the unit sits: a county, as a rule, whatever its level. */
  readonly region: string
  readonly level: OrganLevel
}

/** 调离、退休: people of a unit who left long enough ago and still sit in a building. */
export interface LeaverRow extends Managed {
  readonly building: string
  readonly buildingName: string
  readonly people: number
  /** Of them past the time to mend. */
  readonly overdue: number
  /** Since when the first of them has left. */
  readonly since: DayString
}

/** One office that somebody holds who holds more than one. */
export interface HeldOffice extends Managed {
  readonly person: string
  readonly grade: Grade
  /** Whose table of limits the person has. */
  readonly limitLevel: LimitLevel
  readonly building: string
  readonly buildingName: string
  readonly room: string
  /** The unit that holds the room. */
  readonly roomUnit: string | null
  readonly partDm2: SquareDecimetres
  readonly since: DayString
}

/** People on the books of the units that one region manages: the base of its rates. */
export interface StaffRow {
  readonly region: string
  readonly level: OrganLevel
  readonly people: number
}

/** What the rules about people in rooms read: counted by the database, people by id and never by name. */
export interface HousingPeople {
  /** Who left before a day and still sits somewhere, by building and unit; each once, where the room was held longest. */
  readonly leavers: readonly LeaverRow[]
  /** Every office of each person who holds more than one. */
  readonly offices: readonly HeldOffice[]
  readonly staff: readonly StaffRow[]
}

/** Codes of a region and all above it, the province first. */
type Path = (code: string) => readonly string[]

/**
 * 管理层级: organs of the region's own level (自治区本级) are managed by the region, a city's own (市本级) by the city, all
 * others where they sit. So people are counted to who must act, and not to the county whose houses they sit in.
 */
export const managedBy = (level: OrganLevel, region: string, path: Path): string => {
  const above = path(region)
  const at = level === 'central' || level === 'province' ? 0 : level === 'city' ? 1 : above.length - 1
  return above[Math.min(at, above.length - 1)] ?? region
}

/** The name under which a managing region's own organs stand. */
export const managingName = (code: string, name: string, path: Path): string =>
  path(code).length < 3 ? `${name}本级` : name

export const staffByManager = (staff: readonly StaffRow[], path: Path): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { level, region, people } of staff) {
    const code = managedBy(level, region, path)
    sums.set(code, (sums.get(code) ?? 0) + people)
  }
  return sums
}

const caseOf = (
  rule: HousingCases['rule'],
  at: LeaverRow | HeldOffice,
  path: Path,
  more: Pick<HousingCases, 'count' | 'red' | 'area'>,
): HousingCases => ({
  rule,
  building: at.building,
  buildingName: at.buildingName,
  region: at.region,
  managedBy: managedBy(at.level, at.region, path),
  unit: at.unit,
  unitName: at.unitName,
  since: at.since,
  ...more,
})

/** OF-04 by building and unit. */
export const leaverCases = (rows: readonly LeaverRow[], path: Path): HousingCases[] =>
  rows.map((row) => caseOf('OF-04', row, path, { count: row.people, red: row.overdue, area: 0 }))

/** The office in the own unit is 主要任职单位's, of several the largest; the others are more. */
const furtherOf = (offices: readonly HeldOffice[]): readonly HeldOffice[] =>
  sortedCopy(
    offices,
    (a, b) =>
      Number(b.roomUnit === b.unit) - Number(a.roomUnit === a.unit) ||
      b.partDm2 - a.partDm2 ||
      (a.room < b.room ? -1 : 1),
  ).slice(1)

/** What somebody holds who holds more than one office. */
interface SecondOffice {
  readonly held: readonly HeldOffice[]
  /** The one at which the case stands. */
  readonly second: HeldOffice
  readonly isRed: boolean
  /** The largest of the further ones. */
  readonly areaDm2: SquareDecimetres
}

/**
 * OF-02: a second office stands only where the two are far apart, by an approval, and smaller than the standard; a third
 * never. Approvals are not handed over, so each second office is a case to be looked at; it is red where no approval could
 * cover it. One case a person, at the second office.
 */
export const secondOffices = (offices: readonly HeldOffice[]): SecondOffice[] =>
  [...groupBy(offices, ({ person }) => person).values()].flatMap((held) => {
    const further = furtherOf(held)
    const [second] = further
    if (!second) return []
    const isRed =
      further.length > 1 ||
      further.some(({ partDm2, limitLevel, grade }) => partDm2 >= seatLimitDm2({ level: limitLevel, grade }))
    return [{ held, second, isRed, areaDm2: Math.max(...further.map(({ partDm2 }) => partDm2)) }]
  })

export const secondOfficeCases = (offices: readonly HeldOffice[], path: Path): HousingCases[] =>
  secondOffices(offices).map(({ second, isRed, areaDm2 }) =>
    caseOf('OF-02', second, path, { count: 1, red: Number(isRed), area: toSquareMetres(areaDm2) }),
  )
