import { maskPlate } from '#shared/access/masks.ts'
import { ALERT_RULES, type AlertDraft } from '#shared/supervision/alert.ts'
import { VEHICLE_LIMITS, VEHICLE_SEVERITY, isCovered, outsideHours, vehicleFaults, type OrderWindow, type VehicleRule } from '#shared/supervision/vehicles.ts'
import { distanceE6 } from '#shared/vehicles/report.ts'
import { dayOf, type DayString, type EpochMs } from '#shared/units.ts'
import type { OrderRow } from '../repositories/alertsFacts.ts'
import type { Directory } from './liveDirectory.ts'
import type { Applied } from './vehicles.ts'
import type { Fleet } from './vehiclesFleet.ts'

/** Watches the fleet as it reports: where a vehicle last stood, how many fast points came in a row. */
export interface VehicleMonitor {
  observe(applied: readonly Applied[]): void
  setOrders(orders: readonly OrderRow[]): void
  /** One alert for each unit and rule broken today: its vehicles are counted once a day. A silent terminal counts while it is silent. */
  drafts(now: EpochMs): AlertDraft[]
}

interface Watch {
  /** Where it last stood still, degrees × 1e6. */
  lonE6: number
  latE6: number
  fast: number
}

interface Case {
  readonly rule: VehicleRule
  readonly unit: string
  /** Masked plates by vehicle. */
  readonly plates: Map<string, string>
}

const watchOf = (watches: (Watch | undefined)[], ordinal: number, lonE6: number, latE6: number): Watch => (watches[ordinal] ??= { lonE6, latE6, fast: 0 })

export const makeVehicleMonitor = (deps: { fleet: Fleet; directory: Pick<Directory, 'now'>; isWorkday: (day: DayString) => boolean }): VehicleMonitor => {
  const { fleet, directory, isWorkday } = deps
  const watches: (Watch | undefined)[] = []
  let orders = new Map<string, OrderWindow[]>()
  let day = ''
  const today = new Map<string, Case>()

  const faultsOf = (ordinal: number, id: string, category: string, now: EpochMs, outside: boolean): VehicleRule[] => {
    const row = fleet.row(ordinal)
    if (!row) return []
    const watch = watchOf(watches, ordinal, row.lonE6, row.latE6)
    return vehicleFaults({
      moving: fleet.state(ordinal) === 'moving' || (fleet.state(ordinal) === 'alarm' && row.speedKmh > 0),
      movedM: distanceE6(watch.lonE6, watch.latE6, row.lonE6, row.latE6),
      fastPoints: watch.fast,
      silentMs: now - row.at,
      alarm: row.alarm,
      category,
      covered: isCovered(orders.get(id) ?? [], row.at),
      outsideHours: outside,
    })
  }

  return {
    observe: (applied) => {
      for (const { ordinal } of applied) {
        const row = fleet.row(ordinal)
        if (!row) continue
        const watch = watchOf(watches, ordinal, row.lonE6, row.latE6)
        watch.fast = row.speedKmh > VEHICLE_LIMITS.overspeedKmh ? watch.fast + 1 : 0
        if (row.acc && row.speedKmh > 0) continue
        watch.lonE6 = row.lonE6
        watch.latE6 = row.latE6
      }
    },
    setOrders: (rows) => {
      orders = Map.groupBy(rows, (row) => row.vehicle) as Map<string, OrderWindow[]>
    },
    drafts: (now) => {
      const outside = outsideHours(now, isWorkday)
      if (day !== dayOf(now)) today.clear()
      day = dayOf(now)
      for (const [key, entry] of today) if (entry.rule === 'VH-12') today.delete(key)
      for (const vehicle of directory.now().vehicles) {
        if (!vehicle) continue
        for (const rule of faultsOf(vehicle.ordinal, vehicle.id, vehicle.category, now, outside)) {
          const key = `${rule}:${vehicle.unit}`
          const entry = today.get(key) ?? { rule, unit: vehicle.unit, plates: new Map() }
          entry.plates.set(vehicle.id, maskPlate(vehicle.plate))
          today.set(key, entry)
        }
      }
      return [...today].flatMap(([id, entry]) => draftOf(id, entry, directory))
    },
  }
}

const draftOf = (id: string, { rule, unit, plates: byVehicle }: Case, directory: Pick<Directory, 'now'>): AlertDraft[] => {
  const plates = [...byVehicle.values()]
  const holder = directory.now().units.get(unit)
  if (!holder) return []
  const { name } = ALERT_RULES[rule]
  const [first] = plates.toSorted()
  const more = plates.length > 1
  return [
    {
      id,
      rule,
      severity: VEHICLE_SEVERITY[rule],
      region: holder.region,
      place: holder.region,
      placeName: holder.name,
      unit,
      text: {
        zh: `${holder.name}:${name.zh}(${more ? `${first} 等 ${plates.length} 辆` : first})`,
        en: `${holder.name}: ${name.en.toLowerCase()} (${more ? `${first} and ${plates.length - 1} more` : first})`,
      },
      count: plates.length,
    },
  ]
}
