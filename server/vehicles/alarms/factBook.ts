import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { VEHICLE_SEVERITY, type VehicleRule } from '#shared/vehicles/rules/vehicles.ts'
import type { Breach, BreachDetail } from '#shared/vehicles/rules/judge/judge.ts'
import type { DayString, DurationMs, EpochMs } from '#shared/kernel/units.ts'
import type { Directory } from '../../common/directory/directory.ts'
import type { KeptFact } from '../../common/ports/vehicleFacts.ts'
import { AHEAD_MS } from '../tracks/types.ts'
import { factOf, keptOf, keyOf, newFact, type Fact, type GoneFact } from './facts.ts'

/** What the database is to hold of the facts since it was last told. */
export interface FactChanges {
  readonly rows: readonly KeptFact[]
  /** Version of the fact behind each row: what it says after that is not in it. */
  readonly versions: readonly number[]
  readonly gone: readonly GoneFact[]
}

/** The facts of a day, and what of them the database does not hold yet. */
export interface FactBook {
  of(rule: VehicleRule, ordinal: number): Fact | undefined
  all(): Iterable<Fact>
  /** A rule was broken: its fact begins, or goes on. */
  breach(breach: Breach): void
  /** A terminal was last heard at `at` and is silent since so long. */
  silent(place: Pick<Breach, 'ordinal' | 'lonE7' | 'latE7'>, at: EpochMs, silentMs: DurationMs): void
  /** Its antenna and power are there again. */
  mended(ordinal: number): void
  forget(fact: Fact): void
  /** A new day: only silent terminals stay. */
  newDay(): void
  /** After a restart: what was known; of a day that begins anew, by then. */
  restore(kept: KeptFact, day: DayString, now: EpochMs): void
  changes(day: DayString): FactChanges
  /** They are in the database. */
  saved(changes: FactChanges): void
  /** Rises when a fact comes, goes or grows graver. */
  edition(): number
}

/** A fact that only goes on is written so often. */
const REWRITE_MS: DurationMs = MINUTE_MS

const excess = (speedDkmh: number, detail: BreachDetail | null): number =>
  speedDkmh - (detail?.speed?.limitKmh ?? 0) * 10

/**
 * The place of a fact is where it was first seen; of overspeed, where it was worst; that there was no order goes before
 * its being early or late. `change` is told of what is to be written. Answers whether it grew graver.
 */
const goOn = (fact: Fact, breach: Breach, change: (fact: Fact) => void): boolean => {
  fact.lastAt = breach.at
  fact.heldMs = Math.max(fact.heldMs, breach.heldMs)
  if (breach.at - fact.savedAt > REWRITE_MS && fact.version === fact.savedVersion) change(fact)
  if (breach.rule === 'VH-12') fact.tampered = true
  if (breach.detail?.cause === 'no-order') fact.detail = breach.detail
  if (
    breach.rule === 'VH-10' &&
    excess(breach.speedDkmh, breach.detail) > excess(fact.speedDkmh, fact.detail)
  ) {
    fact.speedDkmh = breach.speedDkmh
    fact.detail = breach.detail
    fact.fence = breach.fence
    fact.lonE7 = breach.lonE7
    fact.latE7 = breach.latE7
    change(fact)
  }
  const { severity } = breach
  if (severity === fact.severity || severity === 'yellow') return false
  fact.severity = severity
  fact.fence = breach.fence
  fact.detail = breach.detail
  change(fact)
  return true
}

/** Facts whose rows are in the database and must go, by rule and vehicle. */
const makeGone = () => {
  const gone = new Map<string, GoneFact>()
  const keyOfGone = ({ rule, vehicle }: GoneFact): string => `${rule}:${vehicle}`
  return {
    add: ({ rule, vehicle }: GoneFact): void =>
      void gone.set(keyOfGone({ rule, vehicle }), { rule, vehicle }),
    /** Came again before it was taken out: its row is still there. */
    back: (fact: GoneFact): boolean => gone.delete(keyOfGone(fact)),
    list: (): GoneFact[] => [...gone.values()],
    saved: (removed: readonly GoneFact[]): void => {
      for (const one of removed) if (gone.get(keyOfGone(one)) === one) gone.delete(keyOfGone(one))
    },
  }
}

/** Which of the facts are to be written, and what was. */
const makeSaving = (facts: ReadonlyMap<number, Fact>, gone: ReturnType<typeof makeGone>) => ({
  changes: (day: DayString): FactChanges => {
    const changed = [...facts.values()].filter(
      (fact) => fact.version !== fact.savedVersion || fact.alert !== fact.savedAs,
    )
    for (const fact of changed) fact.given = true
    return {
      rows: changed.map((fact) => keptOf(fact, day)),
      versions: changed.map(({ version }) => version),
      gone: gone.list(),
    }
  },
  saved: ({ rows, versions, gone: removed }: FactChanges, ordinals: ReadonlyMap<string, number>): void => {
    gone.saved(removed)
    rows.forEach((row, i) => {
      const fact = facts.get(keyOf(row.rule as VehicleRule, ordinals.get(row.vehicle) ?? -1))
      if (!fact) return
      fact.given = true
      fact.savedAs = row.alert
      fact.savedAt = row.lastAt
      fact.savedVersion = versions[i] as number
    })
  },
})

export const makeFactBook = (directory: Pick<Directory, 'now'>): FactBook => {
  const facts = new Map<number, Fact>()
  const gone = makeGone()
  const saving = makeSaving(facts, gone)
  let [versions, edition] = [0, 1]

  const begin = (breach: Breach, tampered: boolean): void => {
    const { vehicles, units } = directory.now()
    const vehicle = vehicles[breach.ordinal]
    const unit = vehicle && units.get(vehicle.unit)
    if (!vehicle || !unit) return
    const given = gone.back({ rule: breach.rule, vehicle: vehicle.id })
    edition++
    const state = { tampered, given, version: ++versions }
    facts.set(keyOf(breach.rule, breach.ordinal), newFact(breach, vehicle, unit, state))
  }
  const forget = (fact: Fact): void => {
    facts.delete(keyOf(fact.rule, fact.ordinal))
    edition++
    if (fact.given) gone.add(fact)
  }
  return {
    of: (rule, ordinal) => facts.get(keyOf(rule, ordinal)),
    all: () => facts.values(),
    breach: (breach) => {
      const known = facts.get(keyOf(breach.rule, breach.ordinal))
      if (!known) begin(breach, breach.rule === 'VH-12')
      else if (goOn(known, breach, (fact) => void (fact.version = ++versions))) edition++
    },
    silent: (place, at, silentMs) => {
      const [rule, severity] = ['VH-12', VEHICLE_SEVERITY['VH-12']] as const
      const since = { at: at + silentMs, heldMs: silentMs, speedDkmh: 0, fence: null, detail: null }
      begin({ rule, severity, ...place, ...since }, false)
    },
    mended: (ordinal) => {
      const fact = facts.get(keyOf('VH-12', ordinal))
      if (fact) fact.tampered = false
    },
    forget,
    newDay: () => {
      for (const fact of facts.values()) if (fact.rule !== 'VH-12') forget(fact)
    },
    restore: (kept, day, now) => {
      const { vehicles, vehicleOrdinals, units } = directory.now()
      const ordinal = vehicleOrdinals.get(kept.vehicle) ?? -1
      const unit = units.get(kept.unit)
      const isToday = (kept.day === day || kept.rule === 'VH-12') && kept.firstAt <= now + AHEAD_MS
      if (!vehicles[ordinal] || !unit || !isToday) return gone.add(kept)
      facts.set(keyOf(kept.rule as VehicleRule, ordinal), factOf(kept, ordinal, unit))
      edition++
    },
    changes: saving.changes,
    saved: (changes) => saving.saved(changes, directory.now().vehicleOrdinals),
    edition: () => edition,
  }
}
