/**
 * Work that waits for its turn: at most `atOnce` under way for one key, in the order of asking. Answers null at once,
 * without a turn, where already `waiting` wait for that key.
 */
export const makeTurns = (atOnce: number, waiting: number) => {
  const lines = new Map<string, { under: number; line: (() => void)[] }>()
  return async <T>(key: string, work: () => Promise<T>): Promise<T | null> => {
    const entry = lines.get(key) ?? { under: 0, line: [] }
    lines.set(key, entry)
    if (entry.under < atOnce) entry.under++
    else {
      if (entry.line.length >= waiting) return null
      await new Promise<void>((turn) => entry.line.push(turn))
    }
    try {
      return await work()
    } finally {
      const next = entry.line.shift()
      if (next) next()
      else if (--entry.under === 0) lines.delete(key)
    }
  }
}
