import type { Scope } from '#shared/access/roles.ts'

export type { Rejected, SourceBatch, SourceSink } from '../sources/Source.ts'
export type { SourceLog } from '../sources/health.ts'

/** What the live side asks of the tree of regions. */
export interface Regions {
  /** Province first, the region itself last; empty for an unknown code. */
  path(code: string): readonly { readonly code: string }[]
  /** Codes below and the code itself. */
  subtree(code: string): readonly string[]
  contains(ancestor: string, code: string): boolean
}

/** What one group of screens shares: a region, or the rows of one unit seen from it. */
export interface GroupKey {
  readonly region: string
  readonly unit: string | null
}

/** Where a row or item belongs. `region` null: everyone may see it. */
export interface Belongs {
  readonly region: string | null
  readonly unit: string | null
}

export const groupOf = (scope: Scope, region: string): GroupKey => ({ region, unit: scope.kind === 'unit' ? scope.unit : null })
