import type { RoomCard } from '#shared/protocol/http.ts'

/** The verdict in one line's parts: over is positive, below is negative. */
export interface VerdictView {
  readonly severity: 'green' | 'yellow' | 'red'
  readonly overBy: number
  readonly isOver: boolean
  /** Area as a share of the limit, 0–1.5, for the bar. */
  readonly part: number
}

export const verdictView = (card: RoomCard): VerdictView | null => {
  if (!card.verdict) return null
  const { limit, over, level } = card.verdict
  return {
    severity: level,
    overBy: Math.abs(over),
    isOver: over > 0,
    part: Math.min(limit > 0 ? (limit + over) / limit : 0, 1.5),
  }
}
