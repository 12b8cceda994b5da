import { DAY_MS, HOUR_MS } from '../../../kernel/time/time.ts'
import type { PointColumns } from '../../track/points.ts'
import { binds, isInForce, type Bindable, type Fence } from '../../fences/fence.ts'
import type { FenceIndex, FenceSet } from '../../fences/locate.ts'
import type { RoadClass } from '../../roads/limits.ts'
import type { RoadIndex } from '../../roads/locate.ts'
import { CST_OFFSET_MS, dayOf, type DurationMs, type EpochMs, type KmPerHour } from '../../../kernel/units.ts'
import type { Calendar } from '../../../supervision/calendar/calendar.ts'
import type { OrderRun } from '../vehicleApprovals.ts'
import type { VehicleLimits } from '../parameters/limits.ts'
import type { VehicleRule } from '../vehicles.ts'
import type { AppliedTable, UnitHours } from '../workingHours.ts'

/** A vehicle as the rules read it. */
export interface Subject extends Bindable {
  readonly unitRegion: string | undefined
  /** Fences that it must not leave, by their place in the list. */
  readonly keepIn: readonly number[]
  /** Its depot's fence; -1 without one. */
  readonly depot: number
  readonly depotLonE7: number
  readonly depotLatE7: number
  /** 小型载客汽车; so where nothing else is known. */
  readonly isSmall?: boolean
  /** 工作时段 of its unit; the default table where none is given. */
  readonly hours?: UnitHours
}

/** Everything that lies on the map for the rules. */
export interface Ground {
  readonly fences: readonly Fence[]
  readonly index: FenceIndex
  readonly roads?: RoadIndex
  /** Borders of regions, which approvals name by their code; -1 for an unknown one. */
  readonly regions?: { readonly index: FenceIndex; numberOf(code: string): number }
}

/** Why a rule about orders was broken: none, before or after its time, or not approved for the hour. */
export type UseCause = 'no-order' | 'early' | 'late' | 'not-approved'

/** Which limit was broken: of a sign, of the road's class, of the vehicle's kind off known roads, of a fence; the terminal's own. */
type SpeedBasis = 'posted' | 'class' | 'kind' | 'fence' | 'terminal'

/** What an alert's card explains of a breach. */
export interface BreachDetail {
  readonly cause?: UseCause
  /** Of the order that it is early, late or not approved by. */
  readonly order?: string
  /** The table of working hours that applied. */
  readonly hours?: AppliedTable
  /** Regions that an approval opened at that time, and this place is none of them. */
  readonly approved?: readonly string[]
  readonly speed?: {
    readonly limitKmh: KmPerHour | null
    readonly basis: SpeedBasis
    readonly road: string | null
    readonly roadClass: RoadClass | null
  }
}

/** A rule that a report broke: where and how, as it was then. */
export interface Breach {
  readonly rule: VehicleRule
  readonly severity: 'yellow' | 'red'
  readonly ordinal: number
  readonly at: EpochMs
  readonly lonE7: number
  readonly latE7: number
  readonly speedDkmh: number
  /** How long it had stood, been silent or been too fast; 0 where the rule does not ask. */
  readonly heldMs: DurationMs
  readonly fence: Fence | null
  readonly detail: BreachDetail | null
}

/** What a report breaks, at its own place and instant. */
export const breachAt = (
  p: PointColumns,
  i: number,
  {
    rule,
    severity,
    heldMs,
    fence,
    detail,
  }: Pick<Breach, 'rule' | 'severity' | 'fence' | 'detail'> & Partial<Pick<Breach, 'heldMs'>>,
): Breach => ({
  rule,
  severity,
  ordinal: p.ordinal[i] as number,
  at: p.at[i] as number,
  lonE7: p.lonE7[i] as number,
  latE7: p.latE7[i] as number,
  speedDkmh: p.speed[i] as number,
  heldMs: heldMs ?? 0,
  fence,
  detail,
})

export interface JudgeDeps {
  readonly calendar: Calendar
  /** null for an ordinal that no register knows. */
  subject(ordinal: number): Subject | null
  orders(ordinal: number): readonly OrderRun[]
  breach(breach: Breach): void
  /** A terminal whose antenna or power bits are no longer set. */
  mended(ordinal: number): void
}

/** What of a set of fences the rules ask of every report. */
export const KINDS = { noStop: 1, keepOut: 2, depot: 4, speed: 8 } as const

/** The map, the calendar and the thresholds, with the questions that more than one rule asks of them. */
export interface Look {
  readonly ground: Ground
  readonly limits: VehicleLimits
  set(ground: Ground): void
  setLimits(limits: VehicleLimits): void
  /** Bits of KINDS that a set holds. */
  kindsOf(set: FenceSet): number
  /** The first fence of a set that is such a one, binds the vehicle and is in force. */
  memberThat(set: FenceSet, is: (fence: Fence) => boolean, subject: Subject, at: EpochMs): Fence | null
  isWorkday(day: string): boolean
  dayAt(at: EpochMs): { readonly isWorkday: boolean; readonly isHoliday: boolean }
}

export const hourOf = (at: EpochMs): number => ((at + CST_OFFSET_MS) % DAY_MS) / HOUR_MS

/** Days of the calendar by their number in UTC+8: asked for every report. */
const makeDays = (calendar: Calendar) => {
  const days = new Map<number, { isWorkday: boolean; isHoliday: boolean }>()
  return (at: EpochMs): { isWorkday: boolean; isHoliday: boolean } => {
    const number = Math.floor((at + CST_OFFSET_MS) / DAY_MS)
    let day = days.get(number)
    if (!day)
      days.set(
        number,
        (day = { isWorkday: calendar.isWorkday(dayOf(at)), isHoliday: calendar.isHoliday(dayOf(at)) }),
      )
    return day
  }
}

export const makeLook = (calendar: Calendar, first: Ground, firstLimits: VehicleLimits): Look => {
  let [ground, limits] = [first, firstLimits]
  /** By set; holes until it was looked at. */
  let kinds: (number | undefined)[] = []
  const kindsOf = (set: FenceSet): number => {
    let known = kinds[set]
    if (known !== undefined) return known
    known = 0
    for (const i of ground.index.members(set)) {
      const { kind, rule, limitKmh } = ground.fences[i] as Fence
      known |=
        (rule === 'no-stop' ? KINDS.noStop : 0) |
        (rule === 'keep-out' ? KINDS.keepOut : 0) |
        (kind === 'depot' ? KINDS.depot : 0) |
        (limitKmh ? KINDS.speed : 0)
    }
    while (kinds.length <= set) kinds.push(undefined)
    return (kinds[set] = known)
  }
  return {
    get ground() {
      return ground
    },
    get limits() {
      return limits
    },
    set: (next) => {
      ground = next
      kinds = []
    },
    setLimits: (next) => void (limits = next),
    kindsOf,
    memberThat: (set, is, subject, at) => {
      for (const i of ground.index.members(set)) {
        const fence = ground.fences[i] as Fence
        if (
          is(fence) &&
          binds(fence, subject, subject.unitRegion) &&
          isInForce(fence, at, calendar.isWorkday)
        )
          return fence
      }
      return null
    },
    isWorkday: calendar.isWorkday,
    dayAt: makeDays(calendar),
  }
}
