import { may, type Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type {
  parameterEditSchema,
  ParameterHistory,
  ParameterList,
  ParameterRow,
  ParameterVersion,
  Rebuild,
} from '#shared/protocol/http.ts'
import { valueFault, type Parameter, type ParameterDomain } from '#shared/standards/parameter.ts'
import { defaultOf, parameterOf, PARAMETERS, tablesWith, valueIn } from '#shared/standards/register.ts'
import { DEFAULT_TABLES, type RuleTables, type Rules } from '#shared/standards/tables.ts'
import { dayOf, type DayString } from '#shared/kernel/units.ts'
import type { z } from 'zod'
import type { Clock } from '../common/clock/clock.ts'
import type { KeptVersion, ParametersRepository } from './parameterRows.ts'
import type { AuditService } from '../access/audit/audit.ts'
import { checkEdit, conflictOf, editRefusal } from './edits.ts'
import { makeRebuilder, type RebuildJob } from './rebuild.ts'

type Edit = z.output<typeof parameterEditSchema>

/** The one holder of what is in force, and the one writer of it. */
export interface Standards {
  /** The tables in force; asked at each evaluation. */
  readonly rules: Rules
  load(): Promise<void>
  list(viewer: Viewer): ParameterList
  history(key: string): ParameterHistory
  /** Appends a version. Throws `bad-request`, `forbidden` or `conflict`, each with the parameter and what was expected. */
  edit(viewer: Viewer, address: string, key: string, edit: Edit): Promise<ParameterRow>
  /** Told at once when what is in force changed, before anything is made anew. */
  onChange(listener: (tables: RuleTables, domains: ReadonlySet<ParameterDomain>) => void): void
  /** Made anew in the background after a change of its domains. */
  onRebuild(job: RebuildJob): void
  /** Told of changes and of the work after them, for screens. */
  onNews(listener: (keys: readonly string[], rebuild: Rebuild) => void): void
  /** The calendar has other years than before: screens read what rests on workdays again. */
  calendarChanged(): void
  /** A new civil day may bring revisions in force. */
  newDay(): void
  settled(): Promise<void>
}

export interface StandardsDeps {
  readonly parameters: ParametersRepository
  readonly province: () => { readonly code: string } | undefined
  readonly audit: Pick<AuditService, 'record'>
  /** Years around a day of which the calendar is known. */
  readonly calendarYears: (today: DayString) => readonly number[]
  readonly clock: Clock
  readonly log: (message: string, details: Record<string, unknown>) => void
}

/** Stands among the keys of what changed; no parameter has it. */
const CALENDAR_KEY = 'calendar'

/** The version in force on a day: the newest day of those that have come, of one day the newest version. */
const versionOn = (versions: readonly KeptVersion[], day: DayString): KeptVersion | null =>
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
const versionAfter = (versions: readonly KeptVersion[], day: DayString): KeptVersion | null => {
  const first = versions
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((from) => from > day)
    .toSorted()[0]
  return first === undefined ? null : versionOn(versions, first)
}

const toSent = ({ version, value, effectiveFrom, reason, basis, by, at }: KeptVersion): ParameterVersion => ({
  version,
  value,
  effectiveFrom,
  reason,
  basis,
  by,
  at,
})

const known = (key: string): Parameter => {
  const parameter = parameterOf(key)
  if (!parameter) throw new AppError('not-found', `parameter ${key} does not exist`)
  return parameter
}

export const makeStandards = ({
  parameters,
  province,
  audit,
  calendarYears,
  clock,
  log,
}: StandardsDeps): Standards => {
  const versions = new Map<string, KeptVersion[]>()
  const listeners: ((tables: RuleTables, domains: ReadonlySet<ParameterDomain>) => void)[] = []
  const readers: ((keys: readonly string[], rebuild: Rebuild) => void)[] = []
  let tables = DEFAULT_TABLES
  /** Key and version of every revision in force: what a change is seen by. */
  let inForce = new Map<string, number>()
  const news = (keys: readonly string[]): void => readers.forEach((tell) => tell(keys, rebuilder.state()))
  const rebuilder = makeRebuilder({
    clock,
    changed: () => news([]),
    failed: (name, error) => log(`${name} could not be made anew`, { error: String(error) }),
  })

  const of = (key: string): readonly KeptVersion[] => versions.get(key) ?? []
  const take = (row: KeptVersion): void => void versions.set(row.key, [...of(row.key), row])
  /** A revision that keeps to no bounds any more, after a change of the register, counts as the default and is told. */
  const bounded = (row: KeptVersion): KeptVersion => {
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
  /** Puts what is in force today together; answers the keys that changed. */
  const settle = (): string[] => {
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
  }
  const apply = (): void => {
    const keys = settle()
    if (keys.length === 0) return
    const domains = new Set(keys.map((key) => known(key).domain))
    for (const listener of listeners) listener(tables, domains)
    log('parameters were revised', { keys })
    rebuilder.start(domains)
    news(keys)
  }
  const rowOf = (parameter: Parameter): ParameterRow => {
    const own = of(parameter.key)
    const current = versionOn(own, dayOf(clock()))
    const next = versionAfter(own, dayOf(clock()))
    return {
      key: parameter.key,
      value: current?.value ?? defaultOf(parameter),
      latest: own.length,
      revised: current?.value ? toSent(current) : null,
      next: next ? toSent(next) : null,
    }
  }
  const describe = (parameter: Parameter, edit: Edit, version: number, from: DayString): string =>
    JSON.stringify({
      version,
      from,
      before: valueIn(tables, parameter),
      after: edit.value ?? 'default',
      reason: edit.reason,
      basis: edit.basis,
    })

  return {
    rules: () => tables,
    load: async () => {
      versions.clear()
      for (const row of await parameters.all()) take(bounded(row))
      const gone = [...versions.keys()].filter((key) => !parameterOf(key))
      if (gone.length > 0)
        log('revisions of parameters that no longer exist count for nothing', {
          table: 'parameter_versions',
          keys: gone,
          remedy:
            '请在“标准与口径”页对现行参数重新修订 / revise the parameters that took their place on the standards page',
        })
      settle()
    },
    list: (viewer) => {
      const whyNot = editRefusal(viewer, may(viewer.role, 'standards.edit'), province()?.code)
      return {
        rows: PARAMETERS.map(rowOf),
        mayEdit: whyNot === null,
        whyNot,
        rebuild: rebuilder.state(),
        calendarYears: [...calendarYears(dayOf(clock()))],
        asOf: clock(),
      }
    },
    history: (key) => ({ key, default: defaultOf(known(key)), versions: of(key).map(toSent).toReversed() }),
    edit: async (viewer, address, key, edit) => {
      const parameter = known(key)
      const about = {
        event: 'standards.edit',
        account: viewer.account,
        role: viewer.role,
        address,
        target: key,
      }
      const refusal = editRefusal(viewer, may(viewer.role, 'standards.edit'), province()?.code)
      if (refusal) {
        await audit.record({ ...about, outcome: 'refused', detail: refusal.en })
        throw new AppError('forbidden', `${refusal.zh} / ${refusal.en}`)
      }
      const today = dayOf(clock())
      checkEdit(parameter, edit, today)
      if (edit.version !== of(key).length) throw conflictOf(parameter, edit.version, of(key).at(-1))
      const from = edit.effectiveFrom ?? today
      const row: KeptVersion = {
        key,
        version: edit.version + 1,
        value: edit.value,
        effectiveFrom: from,
        reason: edit.reason,
        basis: edit.basis || null,
        by: viewer.account,
        at: clock(),
      }
      const isWritten = await parameters.append(row, viewer.role, () =>
        audit.record({ ...about, outcome: 'ok', detail: describe(parameter, edit, row.version, from) }),
      )
      if (!isWritten)
        throw conflictOf(
          parameter,
          edit.version,
          (await parameters.all()).findLast((one) => one.key === key),
        )
      take(row)
      apply()
      return rowOf(parameter)
    },
    onChange: (listener) => void listeners.push(listener),
    onRebuild: rebuilder.add,
    onNews: (listener) => void readers.push(listener),
    calendarChanged: () => news([CALENDAR_KEY]),
    newDay: apply,
    settled: rebuilder.settled,
  }
}
