/** Takes one of `key` in, where fewer than `most` of it are in, and answers what to call when it is over (more calls than one count once); null where it is full. */
export type Headcount = (key: string, most: number) => (() => void) | null

/** How many of each key are under way at once. */
export const makeHeadcount = (): Headcount => {
  const counts = new Map<string, number>()
  return (key, most) => {
    const count = counts.get(key) ?? 0
    if (count >= most) return null
    counts.set(key, count + 1)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const left = (counts.get(key) ?? 1) - 1
      if (left > 0) counts.set(key, left)
      else counts.delete(key)
    }
  }
}
