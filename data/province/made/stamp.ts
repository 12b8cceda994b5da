import { DAY_MS } from '#shared/kernel/time/time.ts'
import { CST_OFFSET_MS, dayOf, type DayString, type EpochMs } from '#shared/kernel/units.ts'
import type { CountyContext } from '../housing/context.ts'
import type { Rng } from './rng.ts'

/** When a record was last touched: most within half a year, nearly all within a year, a stale tail by county. */
export const stamp = (rng: Rng, context: Pick<CountyContext, 'now' | 'character'>): EpochMs => {
  const lot = rng.next()
  const days =
    lot < context.character.stale
      ? rng.between(366, 1100)
      : lot < 0.75
        ? rng.between(0.2, 180)
        : rng.between(180, 360)
  return Math.round(context.now - days * DAY_MS)
}

/** Civil days by their number since 1970 in UTC+8: a county asks for the same few thousand over and over. */
const DAYS = new Map<number, DayString>()

/** A civil day so many days before now. */
export const daysAgo = (context: Pick<CountyContext, 'now'>, days: number): DayString => {
  const number = Math.floor((context.now - days * DAY_MS + CST_OFFSET_MS) / DAY_MS)
  let day = DAYS.get(number)
  if (day === undefined) DAYS.set(number, (day = dayOf(number * DAY_MS - CST_OFFSET_MS)))
  return day
}
