import type { EpochMs } from '../../../kernel/units.ts'
import { type ThreeWayLimits, THREE_WAY } from './limits.ts'

export interface Stretch {
  readonly from: EpochMs
  readonly to: EpochMs
}
/** 有轨迹无单: parts of a drive that no order covers, its slack on both sides included. */
export const uncovered = (
  drives: readonly Stretch[],
  orders: readonly Stretch[],
  { slackMs }: Pick<ThreeWayLimits, 'slackMs'> = THREE_WAY,
): Stretch[] =>
  orders.reduce<Stretch[]>(
    (left, { from, to }) =>
      left.flatMap((drive) => {
        const [begin, end] = [from - slackMs, to + slackMs]
        return [
          { from: drive.from, to: Math.min(drive.to, begin) },
          { from: Math.max(drive.from, end), to: drive.to },
        ].filter((part) => part.to > part.from)
      }),
    [...drives],
  )
