/**
 * What lists gained after Chromium 109 (`toSorted`, `toReversed`, `Map.groupBy`), which is the oldest browser that
 * this code must run on: each gives a new list and leaves the one it was given alone.
 */

export const sortedCopy = <T>(list: Iterable<T>, compare?: (a: T, b: T) => number): T[] =>
  [...list].sort(compare)

export const reversedCopy = <T>(list: Iterable<T>): T[] => [...list].reverse()

/** Lists by key, in the order in which keys first came. */
export const groupBy = <T, K>(list: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
