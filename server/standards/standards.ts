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
import type { Parameter, ParameterDomain } from '#shared/standards/parameter.ts'
import { defaultOf, parameterOf, PARAMETERS, valueIn } from '#shared/standards/register.ts'
import type { RuleTables, Rules } from '#shared/standards/tables.ts'
import { dayOf, startOfDay, type DayString } from '#shared/kernel/units.ts'
import type { z } from 'zod'
import type { Clock } from '../common/clock/clock.ts'
import type { DurableJobs } from '../common/durable/durable.ts'
import type { KeptVersion, ParametersRepository } from './parameterRows.ts'
import type { AccessLog } from '../common/ports/audit.ts'
import type { RebuildJob } from '../common/ports/rebuild.ts'
import { checkEdit, conflictOf, editRefusal } from './edits.ts'
import { makeRebuilder, type Rebuilder } from './rebuild.ts'
import { makeVersions, versionAfter, versionOn, type Versions } from './versions.ts'

type Edit = z.output<typeof parameterEditSchema>
type Apply = (asked: ParameterDomain | null) => void

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
  readonly audit: AccessLog
  /** Make anew what a revision changes. */
  readonly jobs: DurableJobs
  /** Years around a day of which the calendar is known. */
  readonly calendarYears: (today: DayString) => readonly number[]
  readonly clock: Clock
  readonly log: (message: string, details: Record<string, unknown>) => void
}

/** Stands among the keys of what changed; no parameter has it. */
const CALENDAR_KEY = 'calendar'

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

const rowOf = (versions: Versions, parameter: Parameter, today: DayString): ParameterRow => {
  const own = versions.of(parameter.key)
  const current = versionOn(own, today)
  const next = versionAfter(own, today)
  return {
    key: parameter.key,
    value: current?.value ?? defaultOf(parameter),
    latest: own.length,
    revised: current?.value ? toSent(current) : null,
    next: next ? toSent(next) : null,
  }
}

/** What the log says of a revision. */
const describe = (tables: RuleTables, parameter: Parameter, row: KeptVersion): string =>
  JSON.stringify({
    version: row.version,
    from: row.effectiveFrom,
    before: valueIn(tables, parameter),
    after: row.value ?? 'default',
    reason: row.reason,
    basis: row.basis,
  })

/** A revision, what the log says of it and what is made anew by it are kept together or not at all. */
const makeAppend =
  ({ parameters, audit, clock }: StandardsDeps, versions: Versions, rebuilder: Rebuilder) =>
  (parameter: Parameter, row: KeptVersion, viewer: Viewer, about: { address: string }): Promise<boolean> =>
    parameters.append(row, viewer.role, async (within) => {
      await audit.record({
        event: 'standards.edit',
        account: viewer.account,
        role: viewer.role,
        ...about,
        target: parameter.key,
        outcome: 'ok',
        detail: describe(versions.tables(), parameter, row),
      })
      const isLater = row.effectiveFrom > dayOf(clock())
      await rebuilder.ask(new Set([parameter.domain]), {
        within,
        ...(isLater ? { day: row.effectiveFrom, afterMs: startOfDay(row.effectiveFrom) - clock() } : {}),
      })
    })

const makeEdit = (
  deps: StandardsDeps,
  versions: Versions,
  rebuilder: Rebuilder,
  apply: Apply,
): Standards['edit'] => {
  const { audit, parameters, province, clock } = deps
  const append = makeAppend(deps, versions, rebuilder)
  return async (viewer, address, key, edit) => {
    const parameter = known(key)
    const refusal = editRefusal(viewer, may(viewer.role, 'standards.edit'), province()?.code)
    if (refusal) {
      const { account, role } = viewer
      const about = { event: 'standards.edit', account, role, address, target: key }
      await audit.record({ ...about, outcome: 'refused', detail: refusal.en })
      throw new AppError('forbidden', `${refusal.zh} / ${refusal.en}`)
    }
    const today = dayOf(clock())
    checkEdit(parameter, edit, today)
    const own = versions.of(key)
    if (edit.version !== own.length) throw conflictOf(parameter, edit.version, own.at(-1))
    const row: KeptVersion = {
      key,
      version: edit.version + 1,
      value: edit.value,
      effectiveFrom: edit.effectiveFrom ?? today,
      reason: edit.reason,
      basis: edit.basis || null,
      by: viewer.account,
      at: clock(),
    }
    if (!(await append(parameter, row, viewer, { address }))) {
      const all = await parameters.all()
      throw conflictOf(
        parameter,
        edit.version,
        all.findLast((one) => one.key === key),
      )
    }
    versions.take(row)
    apply(parameter.domain)
    return rowOf(versions, parameter, dayOf(clock()))
  }
}

/** Brings in force what is due, tells whoever keeps to it, and has made anew what rests on it. */
const makeApply =
  (
    versions: Versions,
    rebuilder: Rebuilder,
    listeners: readonly ((tables: RuleTables, domains: ReadonlySet<ParameterDomain>) => void)[],
    news: (keys: readonly string[]) => void,
    { clock, log }: Pick<StandardsDeps, 'clock' | 'log'>,
  ) =>
  (asked: ParameterDomain | null, running?: string): void => {
    const keys = versions.settle()
    if (keys.length === 0) return
    const domains = new Set(keys.map((key) => known(key).domain))
    for (const listener of listeners) listener(versions.tables(), domains)
    log('parameters were revised', { keys })
    const left = new Set([...domains].filter((domain) => domain !== asked))
    const except = running === undefined ? {} : { except: running }
    rebuilder
      .ask(left, { day: dayOf(clock()), ...except })
      .then(rebuilder.begin, (error: unknown) =>
        log('what rests on parameters could not be asked for anew', { error: String(error) }),
      )
    news(keys)
  }

export const makeStandards = (deps: StandardsDeps): Standards => {
  const { parameters, province, calendarYears, clock, log } = deps
  const listeners: ((tables: RuleTables, domains: ReadonlySet<ParameterDomain>) => void)[] = []
  const readers: ((keys: readonly string[], rebuild: Rebuild) => void)[] = []
  const versions = makeVersions({ clock, log })
  const news = (keys: readonly string[]): void => readers.forEach((tell) => tell(keys, rebuilder.state()))
  const rebuilder = makeRebuilder({
    jobs: deps.jobs,
    clock,
    changed: () => news([]),
    failed: (name, error) => log(`${name} could not be made anew`, { error: String(error) }),
    refresh: (running) => apply(null, running),
  })
  const apply = makeApply(versions, rebuilder, listeners, news, deps)
  return {
    rules: versions.tables,
    load: async () => {
      versions.replace(await parameters.all())
      versions.settle()
    },
    list: (viewer) => {
      const whyNot = editRefusal(viewer, may(viewer.role, 'standards.edit'), province()?.code)
      const today = dayOf(clock())
      return {
        rows: PARAMETERS.map((parameter) => rowOf(versions, parameter, today)),
        mayEdit: whyNot === null,
        whyNot,
        rebuild: rebuilder.state(),
        calendarYears: [...calendarYears(today)],
        asOf: clock(),
      }
    },
    history: (key) => ({
      key,
      default: defaultOf(known(key)),
      versions: versions.of(key).map(toSent).toReversed(),
    }),
    edit: makeEdit(deps, versions, rebuilder, (asked) => apply(asked)),
    onChange: (listener) => void listeners.push(listener),
    onRebuild: rebuilder.add,
    onNews: (listener) => void readers.push(listener),
    calendarChanged: () => news([CALENDAR_KEY]),
    newDay: () => apply(null),
    settled: rebuilder.settled,
  }
}
