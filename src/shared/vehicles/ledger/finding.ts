/** Rules of the ledger (A3.2) that a record by itself, or against its register, keeps or breaks. */
const LEDGER_RULES = ['VH-01', 'VH-03', 'VH-04', 'VH-14', 'VH-15', 'VH-16', 'VH-17'] as const
type LedgerRule = (typeof LEDGER_RULES)[number]

export interface Finding {
  readonly rule: LedgerRule
  readonly severity: 'yellow' | 'red'
  /** Tells findings of one rule and record apart. */
  readonly key: string
  readonly text: { readonly zh: string; readonly en: string }
}
export const finding = (
  rule: LedgerRule,
  severity: Finding['severity'],
  key: string,
  zh: string,
  en: string,
): Finding => ({ rule, severity, key, text: { zh, en } })
