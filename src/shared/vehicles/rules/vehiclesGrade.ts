import { MINUTE_MS } from '../../kernel/time/time.ts'
import { groupBy } from '../../kernel/language/lists.ts'
import type { DurationMs, EpochMs } from '../../kernel/units.ts'
import { worse, type AlertDraft } from '../../supervision/alert.ts'
import { gradePlaces, type Grade, type GradeLimits } from '../../supervision/grading.ts'
import type { VehicleRule } from './vehicles.ts'
import type { VehicleFact } from './vehiclesFold.ts'

/** 本系统口径 [D]: which breaches of the day call someone. */
export const LIVE_CALLS = {
  /** Vehicles of a county that break one rule now, of its fleet. */
  share: 0.05,
  /** A breach goes on for so long after the last report that showed it. */
  goesOnMs: (10 * MINUTE_MS) as DurationMs,
}
export type LiveCalls = typeof LIVE_CALLS

/** Told again with each report while they go on; of the others a case stands until midnight, or while the terminal is silent. */
const REPEATED: ReadonlySet<string> = new Set(['VH-05', 'VH-06', 'VH-09', 'VH-10', 'VA-01'])

export interface GradedFact extends VehicleFact {
  readonly lastAt: EpochMs
}
export interface LiveContext {
  /** Vehicles of each county. */
  readonly fleets: ReadonlyMap<string, number>
  readonly now: EpochMs
  readonly calls: LiveCalls
  readonly limits: GradeLimits
}

type Going = { readonly rule: string; readonly lastAt: EpochMs }
const goesOn = ({ rule, lastAt }: Going, { now, calls }: Pick<LiveContext, 'now' | 'calls'>): boolean =>
  !REPEATED.has(rule) || now - lastAt <= calls.goesOnMs
/** What one breach is within its alert: what is over calls nobody, and none is graver than the alert that it is told in. */
export const gradeWithin = (
  alert: Grade | 'green',
  fact: Going & Pick<GradedFact, 'severity'>,
  context: Pick<LiveContext, 'now' | 'calls'>,
): Grade => {
  if (alert === 'info' || alert === 'green' || !goesOn(fact, context)) return 'info'
  return alert === 'red' ? fact.severity : 'yellow'
}
/** 紧急报警, 碰撞, 侧翻, 被盗: one vehicle is enough. */
const isEmergency = ({ rule, severity }: VehicleFact): boolean => rule === 'VA-01' && severity === 'red'

/** The grade of each county by what goes on in it, by rule. */
const countyGrades = (
  going: readonly GradedFact[],
  { fleets, calls, limits }: LiveContext,
): ReadonlyMap<VehicleRule, ReadonlyMap<string, Grade>> =>
  new Map(
    [...groupBy(going, ({ rule }) => rule)].map(([rule, ofRule]) => {
      const places = [...groupBy(ofRule, ({ region }) => region)].map(([key, facts]) => ({
        key,
        cases: facts.length,
        overdue: 0,
        base: fleets.get(key) ?? 0,
        before: null,
      }))
      return [rule, gradePlaces(places, fleets.size, calls.share, limits)] as const
    }),
  )

const severityOf = (
  isStorm: boolean,
  going: readonly GradedFact[],
  grades: ReadonlyMap<string, Grade> | undefined,
): Grade => {
  if (going.length === 0) return 'info'
  const own = going.reduce<'yellow' | 'red'>((sum, { severity }) => worse(sum, severity), 'yellow')
  if (isStorm || going.some(isEmergency)) return own
  const found = going.map(({ region }) => grades?.get(region) ?? 'info')
  if (found.every((grade) => grade === 'info')) return 'info'
  return own === 'red' && found.includes('red') ? 'red' : 'yellow'
}

/**
 * What is over calls nobody and stays on the day's list. Of what goes on, a storm and an emergency always call; a unit's
 * breach calls while its county is over the reference, and is red only where the county is among the gravest tenth.
 */
export const gradeLive = (
  drafts: readonly AlertDraft[],
  facts: readonly GradedFact[],
  context: LiveContext,
): AlertDraft[] => {
  const going = facts.filter((fact) => goesOn(fact, context))
  const grades = countyGrades(going, context)
  const byAlert = groupBy(going, ({ alert }) => alert ?? '')
  return drafts.map((draft) => ({
    ...draft,
    severity: severityOf(
      draft.unit === null,
      byAlert.get(draft.id) ?? [],
      grades.get(draft.rule as VehicleRule),
    ),
  }))
}
