import { MINUTE_MS } from '../../../kernel/time/time.ts'
import { number, UNITS } from '../../fields.ts'
import type { Field } from '../../parameter.ts'

export const minutes = (at: string, bounds: readonly [number, number]): Field[] => [
  number(at, bounds, { unit: UNITS.minutes, scale: MINUTE_MS }),
]
