import type { CollectionName } from '#shared/protocol/platform.ts'
import type { LedgerChange } from '#shared/protocol/events.ts'
import type { TopicRule } from '#shared/kernel/topic.ts'
import type { RuleTables } from '#shared/standards/tables.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/open.ts'
import type { RouteDefinition } from '../http/route.ts'
import type { Clock } from './clock/clock.ts'
import type { SourceBatch, SourceLog } from './directory/types.ts'
import type { DurableJobs } from './durable/durable.ts'
import type { Feed } from './feed.ts'
import type { After, Afters } from './plan.ts'
import type { AlertRowFamily } from './ports/alertRows.ts'
import type { RebuildJob } from './ports/rebuild.ts'

/**
 * What each module offers to others, under its name. A module says its own beside its definition:
 * `declare module '../common/defineModule.ts' { interface Ports { meetings: Meetings } }`.
 */
// eslint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface Ports {}
type PortName = keyof Ports

/** What happens in the house, told to every module that hears of it, in the order of their needs. */
export interface Told {
  /** Records became durable. */
  records(batch: Records): void
  /** A source has handed over all that it had. */
  settled(): Promise<void>
  /** Places or units have other measures than before. */
  ledger(changes: readonly LedgerChange[]): void
  /** Something was turned away, or made good. */
  quarantine(): void
  /** Other rules are in force. */
  rules(tables: RuleTables): void
}
export type Records = Extract<SourceBatch, { kind: 'records' }>

/** What modules are made over. */
export interface House {
  readonly db: Db
  /** Work that survives a kill. */
  readonly durable: DurableJobs
  readonly config: Config
  /** Keys the audit chain; lies outside the database. */
  readonly auditKey: string
  readonly clock: Clock
  readonly log: SourceLog
  /** What another module offers, asked for once all are made: for what goes round in a circle. */
  later<N extends PortName>(name: N): Ports[N]
  /** What all modules give of a kind, in the order of their needs; once all are made. */
  all<K extends 'routes' | 'topics' | 'feeds' | 'rebuilds' | 'alertRows'>(
    kind: K,
  ): NonNullable<Made<unknown>[K]>[number][]
  readonly tell: Told
  /** Whether a first sync is over, in this process or one before it: until then nothing is judged. */
  isSettled(): boolean
  /** What is kept stands for a first sync that is over. */
  beginSettled(): void
}

/** What hears of records once they are durable. */
interface Listener {
  /** What a collection's plan says to come after it, or the collections by name. */
  readonly to: keyof Afters | 'all' | readonly CollectionName[]
  /** Hears of records before the first sync is over as well. */
  readonly early?: true
  run(batch: Records, after: readonly After[]): void
}
/** What is done again and again while the house is open; a run that goes on is not begun a second time. */
interface Job {
  /** Logged where it fails. */
  readonly failed: string
  readonly everyMs: DurationMs
  /** Once so soon as well. */
  readonly firstMs?: DurationMs
  run(): unknown
}

/** A module that was made: what it gives, what it hears, and how it begins and ends. */
export interface Made<Port> {
  readonly port: Port
  readonly routes?: readonly RouteDefinition[]
  /** What it sends over the socket. */
  readonly topics?: readonly TopicRule[]
  /** The rows of its `latest` topics. */
  readonly feeds?: readonly Feed[]
  /** What is kept and rests on parameters. */
  readonly rebuilds?: readonly RebuildJob[]
  /** What stands behind the alerts of its rules; who needs another module has it from its port. */
  readonly alertRows?: readonly AlertRowFamily[]
  readonly jobs?: readonly Job[]
  readonly onRecords?: readonly Listener[]
  /** A source has handed over all that it had; before `remake`. */
  onSettled?(): unknown
  /** Makes anew what rests on all records: after the first sync, and after each that brought something. */
  remake?(): unknown
  onLedger?(changes: readonly LedgerChange[]): void
  onQuarantine?(): void
  onRules?(tables: RuleTables): void
  /** Before the first request is answered: what the answers rest on. */
  ready?(): unknown
  /** The newest state is read back: each module's, before any starts. */
  load?(): unknown
  start?(): unknown
  /** Lets in what comes from outside, once all have started. */
  open?(): unknown
  /** Lets nothing in any more: each module, in reverse, before any stops. */
  shut?(): unknown
  /** What is under way ends and what waits is written, in reverse. */
  stop?(): unknown
}

export interface Module<N extends string = string, Needs extends PortName = PortName> {
  readonly name: N
  /** Made, loaded and started before it, stopped after it. */
  readonly needs: readonly Needs[]
  make(house: House, ports: Pick<Ports, Needs>): Made<N extends PortName ? Ports[N] : unknown>
}

/** Defines a part of the server, in the `module.ts` of its folder; `live.ts` finds it there. */
export const defineModule = <const N extends string, Needs extends PortName = never>(
  module: Module<N, Needs>,
): Module<N, Needs> => module
