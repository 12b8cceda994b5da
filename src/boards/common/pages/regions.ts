import { sortedCopy } from '#shared/kernel/language/lists.ts'

interface RegionRow {
  readonly id: string
  readonly name: string
  readonly parent: string | null
}

/** The region and all below it, each after the one that it belongs to and set in below it, by code. */
export const regionOptions = (
  rows: readonly RegionRow[],
  home: string,
): readonly { readonly value: string; readonly text: string }[] => {
  const below = new Map<string, RegionRow[]>()
  for (const row of sortedCopy(rows, (a, b) => (a.id < b.id ? -1 : 1)))
    if (row.parent !== null && row.id !== home) below.set(row.parent, [...(below.get(row.parent) ?? []), row])
  const from = (row: RegionRow, depth: number): { value: string; text: string }[] => [
    { value: row.id, text: `${'　'.repeat(depth)}${row.name}` },
    ...(below.get(row.id) ?? []).flatMap((child) => from(child, depth + 1)),
  ]
  const top = rows.find(({ id }) => id === home)
  return top ? from(top, 0) : []
}
