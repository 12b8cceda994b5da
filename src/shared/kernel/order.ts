/**
 * Puts what is needed before what needs it; of several that are free the first of `items` that `prefer` names, else the
 * first. `known`: what is there already. Throws where something needed is missing or goes round in a circle.
 */
export const inOrder = <T extends { readonly name: string; readonly needs: readonly string[] }>(
  items: readonly T[],
  known: readonly string[] = [],
  prefer: (item: T, last: T) => boolean = () => false,
): T[] => {
  const ordered: T[] = []
  const there = new Set<string>(known)
  const rest = new Set(items)
  while (rest.size > 0) {
    const free = [...rest].filter(({ needs }) => needs.every((name) => there.has(name)))
    const last = ordered[ordered.length - 1]
    const next = (last && free.find((one) => prefer(one, last))) ?? free[0]
    if (!next) throw new Error(`these wait for one another or for what is not there: ${tell(rest, there)}`)
    ordered.push(next)
    there.add(next.name)
    rest.delete(next)
  }
  return ordered
}

const tell = (
  rest: Iterable<{ readonly name: string; readonly needs: readonly string[] }>,
  there: ReadonlySet<string>,
): string =>
  [...rest]
    .map(({ name, needs }) => `${name} (${needs.filter((one) => !there.has(one)).join(', ')})`)
    .join('; ')
