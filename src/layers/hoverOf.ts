import type { SceneInput } from '../projections/input.ts'
import { valueText } from '../projections/values.ts'
import type { HoverWords } from './layer.ts'

interface Measured {
  readonly id: string
  readonly name: string
  readonly measures: readonly number[]
  readonly center?: readonly [number, number]
  readonly lon?: number | null
  readonly lat?: number | null
}

const placeOf = ({ center, lon, lat }: Measured): readonly [number, number] | undefined =>
  center ?? (typeof lon === 'number' && typeof lat === 'number' ? [lon, lat] : undefined)

/** The name of a place, its index with its n, and where it lies, for the pointer; null where it is not among the rows. */
export const hoverOf = (
  rows: readonly Measured[] | null | undefined,
  id: string,
  input: SceneInput,
): HoverWords | null => {
  const row = rows?.find((one) => one.id === id)
  if (!row) return null
  const at = placeOf(row)
  const value = `${input.index.name[input.lang]} ${valueText(row, input, true)}`
  return { name: row.name, value, ...(at ? { at } : {}) }
}
