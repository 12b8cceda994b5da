import type { SceneInput } from '../projections/input.ts'
import { valueText } from '../projections/values.ts'

interface Measured {
  readonly id: string
  readonly name: string
  readonly measures: readonly number[]
}

/** The name of a place and the index of it, for the pointer; null where it is not among the rows. */
export const hoverOf = (
  rows: readonly Measured[] | null | undefined,
  id: string,
  input: SceneInput,
): { readonly name: string; readonly value: string } | null => {
  const row = rows?.find((one) => one.id === id)
  return row ? { name: row.name, value: `${input.index.name[input.lang]} ${valueText(row, input)}` } : null
}
