import { DAY_MS, MINUTE_MS } from '../../kernel/time/time.ts'
import { CST_OFFSET_MS, dayOf, type DayString, type EpochMs, type LonLat } from '../../kernel/units.ts'
import type { FenceRecord } from '../collections/fences.ts'
import type { FenceShape } from './shape.ts'

/** A fence as the rules read it: its ground found, the rest as the platform sent it. */
export interface Fence extends Pick<
  FenceRecord,
  'id' | 'region' | 'name' | 'kind' | 'place' | 'rule' | 'roster' | 'order' | 'window' | 'limitKmh'
> {
  readonly shape: FenceShape
}

/** What of a vehicle a roster can name. */
export interface Bindable {
  readonly id: string
  readonly unit: string
  readonly category: string
}

/** The ground of a record; null where it names a region that is not known. */
export const shapeOf = (
  geometry: FenceRecord['geometry'],
  borderOf: (region: string) => readonly (readonly (readonly LonLat[])[])[] | null,
): FenceShape | null => {
  if (geometry.type === 'circle' || geometry.type === 'corridor') return geometry
  if (geometry.type === 'polygon') return { type: 'polygon', polygons: [geometry.rings] }
  const polygons = borderOf(geometry.code)
  return polygons ? { type: 'polygon', polygons } : null
}

const isNamed = (
  roster: NonNullable<Fence['roster']>,
  vehicle: Bindable,
  unitRegion: string | undefined,
): boolean =>
  roster.vehicles.includes(vehicle.id) ||
  roster.units.includes(vehicle.unit) ||
  roster.categories.some((category) => category === vehicle.category) ||
  (unitRegion !== undefined && roster.regions.includes(unitRegion))

/** Whether a fence asks anything of a vehicle; one of an order asks only while it runs, which is looked at where orders are known. */
export const binds = (
  fence: Pick<Fence, 'roster'>,
  vehicle: Bindable,
  unitRegion: string | undefined,
): boolean => fence.roster === null || isNamed(fence.roster, vehicle, unitRegion)

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** Whether a fence is in force at an instant; a window over midnight belongs to the day on which it begins. */
export const isInForce = (
  { window }: Pick<Fence, 'window'>,
  at: EpochMs,
  isWorkday: (day: DayString) => boolean,
): boolean => {
  if (window === null) return true
  if ((window.since !== null && at < window.since) || (window.until !== null && at > window.until))
    return false
  const minute = Math.floor(((at + CST_OFFSET_MS) % DAY_MS) / MINUTE_MS)
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)]
  const isLate = from > to && minute < to
  const isWithin = from <= to ? minute >= from && minute < to : minute >= from || isLate
  if (!isWithin || window.days === 'all') return isWithin
  return isWorkday(dayOf(isLate ? at - DAY_MS : at)) === (window.days === 'workdays')
}
