import type { MeterDayRecord } from '#shared/protocol/platform.ts'
import { platformQuarters } from '#shared/energy/series/quarters.ts'
import { dayOf, type DayString, type DurationMs } from '#shared/kernel/units.ts'
import type { Clock } from '../../../common/clock/clock.ts'
import type { EnergyBook } from '../../quarters/book.ts'
import type { LateItem } from '../../quarters/days.ts'
import type { EnergyKeeper } from '../../quarters/keeper.ts'
import { OLDEST_MS, type RosterMeter } from '../roster.ts'
import type { EnergyWriter } from '../../quarters/writer.ts'
import type { Directory } from '../../../common/directory/directory.ts'
import type { Rejected } from '../../../common/directory/types.ts'

export interface DaysDoorDeps {
  readonly book: EnergyBook
  readonly clock: Clock
  readonly directory: Pick<Directory, 'reload'>
  readonly quarantine: (rejected: readonly Rejected[]) => Promise<void>
  readonly opened: () => Promise<{ readonly writer: EnergyWriter; readonly keeper: EnergyKeeper }>
  /** Reads the registers of meters anew. */
  readonly rebuild: () => Promise<void>
  readonly turnDay: (keeper: EnergyKeeper) => void
}

/** The registers are read anew for an unknown meter at most so often. */
const LOOK_AGAIN_MS: DurationMs = 10_000

/** `lookedAt`: when the registers were last read anew for an unknown meter. */
type Door = DaysDoorDeps & { lookedAt: DurationMs }

/** The first sync brings meters and their days before anybody reads the registers anew: a day of an unknown meter makes us look. */
const knownDays = async (
  door: Door,
  source: string,
  items: readonly MeterDayRecord[],
): Promise<readonly MeterDayRecord[]> => {
  const { book, directory, rebuild, quarantine } = door
  const isKnown = ({ meter }: MeterDayRecord): boolean => book.roster().byId.has(meter)
  if (items.every(isKnown)) return items
  if (performance.now() - door.lookedAt > LOOK_AGAIN_MS) {
    await directory.reload()
    await rebuild()
    door.lookedAt = performance.now()
  }
  const unknown = items.filter((item) => !isKnown(item))
  if (unknown.length > 0)
    await quarantine(
      unknown.map((body) => ({
        source,
        collection: 'meter-days',
        recordId: `${body.meter}:${body.day}`,
        field: 'meter',
        reason: 'expected a meter of the register',
        body,
      })),
    )
  return items.filter(isKnown)
}

/** Days are kept as far back as readings are: each further one would cost a sheet in memory. */
const keptDays = async (
  { clock, quarantine }: Door,
  source: string,
  items: readonly MeterDayRecord[],
): Promise<readonly MeterDayRecord[]> => {
  const oldest = dayOf(clock() - OLDEST_MS)
  const older = items.filter(({ day }) => day < oldest)
  if (older.length === 0) return items
  await quarantine(
    older.map((body) => ({
      source,
      collection: 'meter-days',
      recordId: `${body.meter}:${body.day}`,
      field: 'day',
      reason: `expected a day that is kept, not before ${oldest}; found ${body.day}`,
      body,
    })),
  )
  return items.filter(({ day }) => day >= oldest)
}

const acceptDays = async (
  door: Door,
  source: string,
  given: readonly MeterDayRecord[],
): Promise<readonly MeterDayRecord[]> => {
  const { opened, turnDay, book } = door
  const { keeper, writer } = await opened()
  const items = await knownDays(door, source, await keptDays(door, source, given))
  turnDay(keeper)
  const old: LateItem[] = []
  const touched = new Map<DayString, Set<number>>()
  for (const item of items) {
    const meter = book.roster().byId.get(item.meter) as RosterMeter
    const held = book.isOpen(item.day)
    for (const { quarter, kwh } of platformQuarters(item.day, item.values, item.updatedAt)) {
      const wh = Math.round(kwh * 1000)
      if (held) book.applyPlatform(meter, item.day, quarter, wh)
      else old.push({ kind: 'platform', meter: meter.ordinal, day: item.day, quarter, wh })
    }
    if (held?.dirty.has(meter.ordinal))
      touched.set(item.day, (touched.get(item.day) ?? new Set()).add(meter.ordinal))
  }
  for (const [day, meters] of touched) {
    const held = book.held(day)
    if (held) await writer.writeRows(held.sheet, [...meters])
  }
  if (old.length > 0) await keeper.applyOld(old)
  return items
}

/** Days of meters as the platform has them; answers those that were kept. */
export const makeDaysDoor = (deps: DaysDoorDeps) => {
  const door: Door = { ...deps, lookedAt: -LOOK_AGAIN_MS }
  return (source: string, given: readonly MeterDayRecord[]) => acceptDays(door, source, given)
}
