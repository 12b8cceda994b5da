import type { OrderRun, Subject } from '#shared/vehicles/rules/judge/judge.ts'
import type { Calendar } from '#shared/supervision/calendar/calendar.ts'
import {
  defaultHours,
  hoursInheritance,
  makeUnitHours,
  type HoursTable,
  type UnitHours,
} from '#shared/vehicles/rules/workingHours.ts'
import { VEHICLE_LIMITS, type VehicleLimits } from '#shared/vehicles/rules/vehicles.ts'
import { binds, type Fence } from '#shared/vehicles/fences/fence.ts'
import { SMALL_SEATS } from '#shared/vehicles/roads/limits.ts'
import type { OrderRow } from './factRows.ts'
import type { Directory } from '../common/directory/directory.ts'

/** Vehicles and their orders as the rules read them, looked up once and kept until registers, fences or orders change. */
export interface Subjects {
  of(ordinal: number): Subject | null
  orders(ordinal: number): readonly OrderRun[]
  setOrders(rows: readonly OrderRow[]): void
  /** Of these orders only what is in `rows` counts from now on. */
  changeOrders(ids: readonly string[], rows: readonly OrderRow[]): void
  setFences(fences: readonly Fence[]): void
  setHours(tables: readonly HoursTable[]): void
  /** What holds where nobody publishes hours. */
  setUsualHours(hours: VehicleLimits['hours']): void
  forget(): void
}

export interface SubjectsDeps {
  readonly directory: Pick<Directory, 'now'>
  readonly calendar: Calendar
  /** Codes of a region and all above it, the province first. */
  path(code: string): readonly string[]
}

const NONE: readonly OrderRun[] = []

/** A border or an allowed area, not a parking place and not one order's route. */
const isBorder = (fence: Fence): boolean =>
  fence.rule === 'keep-in' && fence.kind !== 'depot' && fence.order === null

export const makeSubjects = ({ directory, calendar, path }: SubjectsDeps): Subjects => {
  let subjects: (Subject | null | undefined)[] = []
  let orders: (readonly OrderRun[] | undefined)[] = []
  let held = new Map<string, OrderRow>()
  let ofVehicle = new Map<string, readonly OrderRow[]>()
  let borders: readonly { readonly at: number; readonly fence: Fence }[] = []
  let depots = new Map<string, number>()
  let routes = new Map<string, number>()
  let hours: readonly HoursTable[] = []
  let usual = defaultHours(VEHICLE_LIMITS.hours)
  /** By unit: its vehicles share it. */
  let ofUnit = new Map<string, UnitHours>()
  /** Lists of borders are few and shared. */
  let shared = new Map<string, readonly number[]>()

  const blank = <T>(): (T | undefined)[] => Array.from({ length: directory.now().vehicles.length })
  const keepIn = (subject: Pick<Subject, 'id' | 'unit' | 'category' | 'unitRegion'>): readonly number[] => {
    const list = borders.filter(({ fence }) => binds(fence, subject, subject.unitRegion)).map(({ at }) => at)
    const known = shared.get(list.join())
    if (!known) shared.set(list.join(), list)
    return known ?? list
  }
  const hoursOf = (unit: string, region: string | undefined): UnitHours => {
    let known = ofUnit.get(unit)
    if (!known)
      ofUnit.set(
        unit,
        (known = makeUnitHours(
          hoursInheritance(hours, unit, region === undefined ? [] : path(region)),
          usual,
          calendar,
        )),
      )
    return known
  }
  const newHours = (): void => {
    ofUnit = new Map()
    subjects = blank()
  }
  const make = (ordinal: number): Subject | null => {
    const { vehicles, units } = directory.now()
    const vehicle = vehicles[ordinal]
    if (!vehicle) return null
    const who = {
      id: vehicle.id,
      unit: vehicle.unit,
      category: vehicle.category,
      unitRegion: units.get(vehicle.unit)?.region,
    }
    return {
      ...who,
      keepIn: keepIn(who),
      depot: depots.get(vehicle.depot) ?? -1,
      depotLonE7: vehicle.depotLonE6 * 10,
      depotLatE7: vehicle.depotLatE6 * 10,
      isSmall: vehicle.seats <= SMALL_SEATS,
      hours: hoursOf(vehicle.unit, who.unitRegion),
    }
  }
  const runsOf = (ordinal: number): readonly OrderRun[] => {
    const vehicle = directory.now().vehicles[ordinal]
    const rows = vehicle && ofVehicle.get(vehicle.id)
    return rows
      ? rows.map((order) => ({
          ...order,
          route: routes.get(order.id) ?? -1,
          to:
            order.toLon === null || order.toLat === null
              ? null
              : { lonE7: order.toLon * 1e7, latE7: order.toLat * 1e7 },
        }))
      : NONE
  }
  return {
    of: (ordinal) => {
      const known = subjects[ordinal]
      return known === undefined ? (subjects[ordinal] = make(ordinal)) : known
    },
    orders: (ordinal) => (orders[ordinal] ??= runsOf(ordinal)),
    setOrders: (next) => {
      held = new Map(next.map((row) => [row.id, row]))
      ofVehicle = Map.groupBy(next, (row) => row.vehicle)
      orders = blank()
    },
    changeOrders: (ids, rows) => {
      const vehicles = new Set(rows.map((row) => row.vehicle))
      for (const id of ids) {
        const row = held.get(id)
        if (row) vehicles.add(row.vehicle)
        held.delete(id)
      }
      const changed = new Set(ids)
      const came = Map.groupBy(rows, (row) => row.vehicle)
      for (const row of rows) held.set(row.id, row)
      for (const vehicle of vehicles) {
        ofVehicle.set(vehicle, [
          ...(ofVehicle.get(vehicle) ?? []).filter(({ id }) => !changed.has(id)),
          ...(came.get(vehicle) ?? []),
        ])
        const ordinal = directory.now().vehicleOrdinals.get(vehicle)
        if (ordinal !== undefined) orders[ordinal] = undefined
      }
    },
    setFences: (fences) => {
      borders = fences.flatMap((fence, at) => (isBorder(fence) ? [{ at, fence }] : []))
      depots = new Map(
        fences.flatMap((fence, at) => (fence.kind === 'depot' ? [[fence.id, at] as const] : [])),
      )
      routes = new Map(
        fences.flatMap((fence, at) => (fence.order === null ? [] : [[fence.order, at] as const])),
      )
      shared = new Map()
      subjects = blank()
      orders = blank()
    },
    setHours: (next) => {
      hours = next
      newHours()
    },
    setUsualHours: (next) => {
      usual = defaultHours(next)
      newHours()
    },
    forget: () => {
      newHours()
      orders = blank()
    },
  }
}
