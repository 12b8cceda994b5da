import type { OrderCard } from '#shared/protocol/http.ts'
import { TOKENS } from '../../../../theme/palette.ts'
import type { Words } from './figures.ts'

type Reason = NonNullable<OrderCard['threeWay']>['reasons'][number]
/** A reason as a sentence. */
export const reasonText = ({ code, values }: Reason, t: Words): string =>
  t(code === 'return' || code === 'fuel' ? `${code}-off` : code, {
    ...values,
    ...(typeof values['kind'] === 'string' ? { kind: t(`kind-${values['kind']}`) } : {}),
  })
export const VERDICT_HEX = {
  green: TOKENS.green,
  yellow: TOKENS.yellow,
  red: TOKENS.red,
  unknown: '#93a4b8',
} as const
