/**
 * What the session way has made durable: batches may come twice and out of order, but only an unbroken run is
 * acknowledged, so that what is missing in between is sent again.
 */
export interface SequenceWindow {
  /** Highest number below which nothing is missing; null before the first. */
  acknowledged(): number | null
  /** Numbers kept ahead of a hole. */
  waiting(): number
  /** The first batch after a hello says where the platform continues: a lower number means that it began anew. */
  open(first: number): void
  keep(sequence: number): void
  /** Takes numbers up to `to` for lost at the platform. */
  skip(to: number): void
}

export const makeSequenceWindow = (from: number | null): SequenceWindow => {
  let acknowledged = from
  const kept = new Set<number>()
  const advance = (): void => {
    while (acknowledged !== null && kept.delete(acknowledged + 1)) acknowledged++
  }
  return {
    acknowledged: () => acknowledged,
    waiting: () => kept.size,
    open: (first) => {
      if (acknowledged !== null && first > acknowledged) return
      acknowledged = first - 1
      kept.clear()
    },
    keep: (sequence) => {
      if (acknowledged !== null && sequence <= acknowledged) return
      kept.add(sequence)
      advance()
    },
    skip: (to) => {
      if (acknowledged === null || to > acknowledged) acknowledged = to
      for (const sequence of kept) if (sequence <= to) kept.delete(sequence)
      advance()
    },
  }
}
