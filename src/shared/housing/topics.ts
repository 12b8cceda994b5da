import { topic } from '../kernel/topic.ts'

/** Places and units whose measures changed. */
export const ledgerTopic = topic({ name: 'ledger', kind: 'batch', permission: 'view.places' })

/** A place or unit whose measures changed, with the new roll-up; every ancestor is in the same batch. */
export interface LedgerChange {
  readonly id: string
  readonly kind: 'region' | 'compound' | 'building' | 'floor' | 'room' | 'unit'
  readonly measures: readonly number[]
  readonly at: number
}

declare module '../kernel/topic.ts' {
  interface BatchItems {
    ledger: LedgerChange
  }
}
