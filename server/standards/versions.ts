import { valueFault } from '#shared/standards/parameter.ts'
import { parameterOf, PARAMETERS, tablesWith } from '#shared/standards/register.ts'
import { DEFAULT_TABLES, type RuleTables } from '#shared/standards/tables.ts'
import { dayOf, type DayString } from '#shared/kernel/units.ts'
import type { Clock } from '../common/clock/clock.ts'
import type { KeptVersion } from './parameterRows.ts'

/** The version in force on a day: the newest day of those that have come, of one day the newest version. */
export const versionOn = (versions: readonly KeptVersion[], day: DayString): KeptVersion | null =>
  versions.reduce<KeptVersion | null>(
    (best, one) =>
      one.effectiveFrom <= day &&
      (best === null ||
        one.effectiveFrom > best.effectiveFrom ||
        (one.effectiveFrom === best.effectiveFrom && one.version > best.version))
        ? one
        : best,
    null,
  )

/** The next that comes in force after a day. */
export const versionAfter = (versions: readonly KeptVersion[], day: DayString): KeptVersion | null => {
  const first = versions
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((from) => from > day)
    .toSorted()[0]
  return first === undefined ? null : versionOn(versions, first)
}

/** All versions that are kept, and the tables that those in force today make. */
export interface Versions {
  of(key: string): readonly KeptVersion[]
  take(row: KeptVersion): void
  /** Holds these and no others; says which of them count for nothing, and why. */
  replace(rows: readonly KeptVersion[]): void
  /** Puts what is in force today together; answers the keys that changed. */
  settle(): string[]
  tables(): RuleTables
}

interface VersionsDeps {
  readonly clock: Clock
  readonly log: (message: string, details: Record<string, unknown>) => void
}

/** A revision that keeps to no bounds any more, after a change of the register, counts as the default and is told. */
const bounded = (row: KeptVersion, log: VersionsDeps['log']): KeptVersion => {
  const parameter = parameterOf(row.key)
  const fault = parameter && row.value ? valueFault(parameter, row.value) : null
  if (!fault) return row
  log('a kept revision is out of bounds and counts as the default', {
    key: row.key,
    version: row.version,
    field: fault.field,
    expected: fault.expected.en,
  })
  return { ...row, value: null }
}

const tellGone = (keys: readonly string[], log: VersionsDeps['log']): void => {
  if (keys.length > 0)
    log('revisions of parameters that no longer exist count for nothing', {
      table: 'parameter_versions',
      keys,
      remedy:
        '请在“标准与口径”页对现行参数重新修订 / revise the parameters that took their place on the standards page',
    })
}

export const makeVersions = ({ clock, log }: VersionsDeps): Versions => {
  const versions = new Map<string, KeptVersion[]>()
  let tables = DEFAULT_TABLES
  /** Key and version of every revision in force: what a change is seen by. */
  let inForce = new Map<string, number>()
  const of = (key: string): readonly KeptVersion[] => versions.get(key) ?? []
  const take = (row: KeptVersion): void => void versions.set(row.key, [...of(row.key), row])
  return {
    of,
    take,
    replace: (rows) => {
      versions.clear()
      for (const row of rows) take(bounded(row, log))
      tellGone(
        [...versions.keys()].filter((key) => !parameterOf(key)),
        log,
      )
    },
    settle: () => {
      const today = dayOf(clock())
      const now = PARAMETERS.flatMap(({ key }) => versionOn(of(key), today) ?? [])
      const next = new Map(now.map(({ key, version }) => [key, version]))
      const changed = PARAMETERS.map(({ key }) => key).filter((key) => next.get(key) !== inForce.get(key))
      if (changed.length === 0) return []
      inForce = next
      tables = tablesWith(
        now.flatMap(({ key, value, basis }) => (value === null ? [] : [{ key, value, basis }])),
      )
      return changed
    },
    tables: () => tables,
  }
}
