import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/time/time.ts'
import { defaultRules, type Rules } from '#shared/standards/tables.ts'
import type { AlertDraft } from '#shared/supervision/alert.ts'
import type { PositionRecord } from '#shared/protocol/platform.ts'
import type { DurationMs, EpochMs } from '#shared/kernel/units.ts'
import { distanceE6 } from '#shared/vehicles/report.ts'
import {
  constantShift,
  windOf,
  type ParkedAt,
  type Shift,
  type ShiftHypothesis,
  type ShiftReason,
} from '#shared/vehicles/shift.ts'
import type { Directory } from '../common/directory/directory.ts'

/** Watches where each source says that vehicles stand at night, and tells when all of it lies off by the same. */
export interface SourceShifts {
  /** Points that became durable. */
  observe(source: string, items: readonly PositionRecord[]): void
  drafts(at: Pick<AlertDraft, 'region' | 'place' | 'placeName' | 'unit'>, now: EpochMs): AlertDraft[]
}

const GMT8_MS = 8 * HOUR_MS
/** Stood so long within so many metres, between these hours, ignition off. */
const PARKED = {
  longMs: (30 * MINUTE_MS) as DurationMs,
  withinM: 50,
  fromHour: 22,
  toHour: 6,
  keptMs: (26 * HOUR_MS) as DurationMs,
} as const

const REASONS: Readonly<Record<ShiftReason, { readonly zh: string; readonly en: string }>> = {
  'gcj02-as-wgs84': { zh: '疑似将 GCJ-02 坐标当作 WGS-84 上报', en: 'looks like GCJ-02 sent as WGS-84' },
  'bd09-as-wgs84': { zh: '疑似将 BD-09 坐标当作 WGS-84 上报', en: 'looks like BD-09 sent as WGS-84' },
  'wgs84-as-gcj02': {
    zh: '疑似将 WGS-84 坐标标为 GCJ-02,被多转换一次',
    en: 'looks like WGS-84 marked as GCJ-02 and converted once too often',
  },
  'wgs84-as-bd09': {
    zh: '疑似将 WGS-84 坐标标为 BD-09,被多转换一次',
    en: 'looks like WGS-84 marked as BD-09 and converted once too often',
  },
}
const UNKNOWN = {
  zh: '原因不明,请核对坐标系与车场登记位置',
  en: 'for a reason unknown: check the coordinate system and the registered depots',
}

interface Stand {
  readonly lon: number
  readonly lat: number
  readonly since: EpochMs
  readonly at: EpochMs
}

const isNight = (at: EpochMs): boolean => {
  const hour = Math.floor(((at + GMT8_MS) % DAY_MS) / HOUR_MS)
  return hour >= PARKED.fromHour || hour < PARKED.toHour
}

const draftOf = (
  source: string,
  shift: Shift,
  at: Pick<AlertDraft, 'region' | 'place' | 'placeName' | 'unit'>,
): AlertDraft => {
  const wind = windOf(shift.bearingDeg)
  const why = shift.reason ? REASONS[shift.reason] : UNKNOWN
  return {
    id: `DQ-03:${source}`,
    rule: 'DQ-03',
    severity: 'yellow',
    ...at,
    text: {
      zh: `数据来源 ${source} 的定位整体向${wind.zh}偏移约 ${shift.metres} 米,${why.zh}(夜间停放车辆 ${shift.vehicles} 辆、车场 ${shift.depots} 处)`,
      en: `source ${source}: positions lie ${shift.metres} m to the ${wind.en}, ${why.en} (${shift.vehicles} vehicles parked at night, ${shift.depots} depots)`,
    },
    count: shift.vehicles,
  }
}

export const makeSourceShifts = (
  directory: Pick<Directory, 'now'>,
  hypotheses: readonly ShiftHypothesis[],
  rules: Rules = defaultRules,
): SourceShifts => {
  const sources = new Map<string, Map<string, Stand>>()

  const stood = (stands: Map<string, Stand>, item: PositionRecord): void => {
    const last = stands.get(item.vehicle)
    const same =
      last !== undefined &&
      distanceE6(last.lon * 1e6, last.lat * 1e6, item.lon * 1e6, item.lat * 1e6) <= PARKED.withinM
    if (last && item.at <= last.at) return
    stands.set(item.vehicle, {
      lon: item.lon,
      lat: item.lat,
      since: same ? last.since : item.at,
      at: item.at,
    })
  }
  const parkedOf = (stands: Map<string, Stand>, now: EpochMs): ParkedAt[] => {
    const { vehicles, vehicleOrdinals } = directory.now()
    const parked: ParkedAt[] = []
    for (const [id, stand] of stands) {
      if (stand.at < now - PARKED.keptMs) {
        stands.delete(id)
        continue
      }
      const vehicle = vehicles[vehicleOrdinals.get(id) ?? -1]
      if (!vehicle || stand.at - stand.since < PARKED.longMs) continue
      const home = [vehicle.depotLonE6 / 1e6, vehicle.depotLatE6 / 1e6] as const
      parked.push({ depot: home.join(), home, found: [stand.lon, stand.lat] })
    }
    return parked
  }
  return {
    observe: (source, items) => {
      let stands = sources.get(source)
      for (const item of items) {
        if (item.acc || item.speedKmh > 0 || !isNight(item.at)) continue
        if (!stands) sources.set(source, (stands = new Map()))
        if (directory.now().vehicleOrdinals.has(item.vehicle)) stood(stands, item)
      }
    },
    drafts: (at, now) =>
      [...sources].flatMap(([source, stands]) => {
        const shift = constantShift(parkedOf(stands, now), hypotheses, rules().shift)
        return shift ? [draftOf(source, shift, at)] : []
      }),
  }
}
