import { sortedCopy } from '../kernel/language/lists.ts'

/** A place's cases of one rule beside what they are a part of. */
export interface PlaceCases {
  readonly key: string
  readonly cases: number
  /** Cases whose time for mending has run out. */
  readonly overdue: number
  /** All things of the kind; 0 where it is not known. */
  readonly base: number
  /** Cases some weeks ago; null where nobody counted. */
  readonly before: number | null
}

/** 知悉: stands in lists, calls nobody. 提醒: over the reference. 报警: someone must act now. */
export type Grade = 'info' | 'yellow' | 'red'

/** 本系统口径 [D]: how grave the cases of a place are, among all places. */
export interface GradeLimits {
  /** Red from so many times the reference on. */
  readonly redTimes: number
  /** At most this part of all places is red by one rule; one place always may be. */
  readonly redPlaces: number
  /** A place whose cases fell by this part is being mended and not red, unless something is overdue. */
  readonly falling: number
}

const shareOf = ({ cases, base }: PlaceCases): number =>
  base > 0 ? cases / base : cases > 0 ? Number.POSITIVE_INFINITY : 0
const scoreOf = (place: PlaceCases): number =>
  shareOf(place) + (place.base > 0 ? place.overdue / place.base : 0)
const isMending = ({ cases, before, overdue }: PlaceCases, falling: number): boolean =>
  overdue === 0 && before !== null && before > 0 && cases <= before * (1 - falling)

/**
 * The grade of each place: nobody is called below the reference (`actOnOverdue`: unless a case is overdue); red are those of
 * them that are overdue or far beyond the reference and stand among the gravest tenth of all `places`.
 */
export const gradePlaces = (
  all: readonly PlaceCases[],
  places: number,
  reference: number,
  limits: GradeLimits,
  actOnOverdue = false,
): ReadonlyMap<string, Grade> => {
  const grades = new Map<string, Grade>(all.map(({ key }) => [key, 'info']))
  const calling = all.filter(
    (place) => place.cases > 0 && (shareOf(place) > reference || (actOnOverdue && place.overdue > 0)),
  )
  for (const { key } of calling) grades.set(key, 'yellow')
  const gravest = sortedCopy(calling, (a, b) => scoreOf(b) - scoreOf(a) || (a.key < b.key ? -1 : 1)).slice(
    0,
    Math.max(1, Math.floor(places * limits.redPlaces)),
  )
  for (const place of gravest) {
    const isGrave = place.overdue > 0 || shareOf(place) > reference * limits.redTimes
    if (isGrave && !isMending(place, limits.falling)) grades.set(place.key, 'red')
  }
  return grades
}
