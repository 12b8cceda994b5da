export type { Rejected, SourceBatch, SourceSink } from '../../sources/Source.ts'
export type { SourceLog } from '../../sources/health.ts'

/** A region's borders: polygons of rings of WGS-84 degrees, the outer ring first. */
export interface Borders {
  readonly geometry: readonly (readonly (readonly (readonly [lon: number, lat: number])[])[])[]
}

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
