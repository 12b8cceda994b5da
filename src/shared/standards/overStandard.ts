import type { Citation } from './rule.ts'

/** 超标预警 thresholds: share of the limit above which a room is yellow or red. */
export const OVER_STANDARD = {
  yellow: 1,
  red: 1.05,
  citation: { document: '本系统口径', article: '超标预警阈值', mark: 'D' } satisfies Citation,
}
/** Yellow and red of a band. */
export interface Band {
  readonly yellow: number
  readonly red: number
}
