import { number, UNITS } from '../../fields.ts'
import type { Field, Text } from '../../parameter.ts'

export const times = (at: string, bounds: readonly [number, number], id: string, name: Text): Field =>
  number(at, bounds, { id, name, unit: UNITS.times, decimals: 2 })
