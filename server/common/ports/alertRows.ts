import type { RuleTables } from '#shared/standards/tables.ts'
import type { RuleId } from '#shared/supervision/alert.ts'
import type { KeptAlert } from '#shared/supervision/kept.ts'
import type { CountNoun, Words } from '#shared/supervision/answers.ts'
import type { AlertRow, AlertRowKind, AmountWords } from '#shared/supervision/rows/answers.ts'
import type { EpochMs } from '#shared/kernel/units.ts'

/** Which rows behind an alert are asked for, and by whom. */
export interface AlertRowsQuery {
  readonly alert: Pick<KeptAlert, 'id' | 'rule' | 'region' | 'unit' | 'at' | 'severity' | 'text'>
  /** Whose rows: of these regions, or of one unit wherever they lie; null and null is everything. */
  readonly regions: readonly string[] | null
  readonly unit: string | null
  readonly severity: AlertRow['severity'] | null
  readonly after: string | null
  /** The row of this id alone, wherever among them it stands; all when left out. */
  readonly row?: string | undefined
  readonly limit: number
  /** As it stood at this instant; now when left out. */
  readonly at?: EpochMs | undefined
  readonly now: EpochMs
  /** Names and plates stand masked; people are not named at all where the role sees none. */
  readonly masked: boolean
  readonly people: boolean
}

/** Rows by how grave they are; `red`, `yellow` and `info` count all that there are, whatever was asked for. */
interface AlertRowsPage {
  readonly rows: readonly AlertRow[]
  readonly red: number
  readonly yellow: number
  /** Of families whose rows may call nobody. */
  readonly info?: number
  readonly next: string | null
}

type GradeNames = Readonly<Record<'red' | 'yellow', Words> & Partial<Record<'info', Words>>>

/** What stands behind the alerts of some rules: one definition, given by the module whose things they are. */
export interface AlertRowFamily {
  readonly rules: readonly RuleId[]
  readonly kind: AlertRowKind
  /** One of them, behind a number. */
  readonly counts: CountNoun
  readonly amount: (rule: RuleId) => AmountWords | null
  /** What its grades mean for one of them, in the words of the rule in force. */
  readonly grades: (rule: RuleId, tables: RuleTables) => GradeNames
  /** When something is a case, with the limits in force; null where the alert's text says it. */
  readonly formula: (rule: RuleId, tables: RuleTables) => Words | null
  /** Its rows are kept of instants that have passed. */
  readonly past?: true
  read(query: AlertRowsQuery): Promise<AlertRowsPage>
}
