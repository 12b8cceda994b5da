/**
 * What the session way has made durable: batches may come twice and out of order, but only an unbroken run is
 * acknowledged, so that what is missing in between is sent again.
 */
export interface SequenceWindow {
  /** Highest number below which nothing is missing; null before the first. */
  acknowledged(): number | null
  /** Numbers kept ahead of a hole. */
  waiting(): number
  /** The last number of the first hole. */
  lastMissing(): number
  /** So far ahead of all that is acknowledged that it is no hole: a garbled number, or a platform that numbers anew. */
  isStray(sequence: number): boolean
  /** The first batch after a hello says where the platform continues: a lower number, or one far ahead, means that it began anew. */
  open(first: number): void
  /** A stray number is not kept. */
  keep(sequence: number): void
  /** Takes numbers up to `to` for lost at the platform. */
  skip(to: number): void
}

/** Batches: at one in three seconds the half of a working day and more. */
const FAR = 10_000

export const makeSequenceWindow = (from: number | null): SequenceWindow => {
  let acknowledged = from
  const kept = new Set<number>()
  const advance = (): void => {
    while (acknowledged !== null && kept.delete(acknowledged + 1)) acknowledged++
  }
  const isStray = (sequence: number): boolean => acknowledged !== null && sequence - acknowledged > FAR
  return {
    acknowledged: () => acknowledged,
    waiting: () => kept.size,
    lastMissing: () => Math.max((acknowledged ?? 0) + 1, kept.size > 0 ? Math.min(...kept) - 1 : 0),
    isStray,
    open: (first) => {
      if (acknowledged !== null && first > acknowledged && !isStray(first)) return
      acknowledged = first - 1
      kept.clear()
    },
    keep: (sequence) => {
      if ((acknowledged !== null && sequence <= acknowledged) || isStray(sequence)) return
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
