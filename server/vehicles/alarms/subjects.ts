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
import type { OrderRow } from './runRows.ts'
import type { VehicleEntry } from '../../common/directory/directoryRows.ts'
import type { Directory } from '../../common/directory/directory.ts'

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

/** Where fences bind: borders and allowed areas, and by id the parking places and the routes of orders. */
const makeBounds = () => {
  let borders: readonly { readonly at: number; readonly fence: Fence }[] = []
  let depots = new Map<string, number>()
  let routes = new Map<string, number>()
  /** Lists of borders are few and shared. */
  let shared = new Map<string, readonly number[]>()
  return {
    keepIn: (who: Pick<Subject, 'id' | 'unit' | 'category' | 'unitRegion'>): readonly number[] => {
      const bound = borders.filter(({ fence }) => binds(fence, who, who.unitRegion)).map(({ at }) => at)
      const known = shared.get(bound.join())
      if (!known) shared.set(bound.join(), bound)
      return known ?? bound
    },
    /** -1 where there is none. */
    depot: (id: string): number => depots.get(id) ?? -1,
    route: (order: string): number => routes.get(order) ?? -1,
    set: (fences: readonly Fence[]): void => {
      borders = fences.flatMap((fence, at) => (isBorder(fence) ? [{ at, fence }] : []))
      depots = new Map(
        fences.flatMap((fence, at) => (fence.kind === 'depot' ? [[fence.id, at] as const] : [])),
      )
      routes = new Map(
        fences.flatMap((fence, at) => (fence.order === null ? [] : [[fence.order, at] as const])),
      )
      shared = new Map()
    },
  }
}

/** Working hours by unit: its vehicles share them. */
const makeHours = ({ calendar, path }: Pick<SubjectsDeps, 'calendar' | 'path'>) => {
  let hours: readonly HoursTable[] = []
  let usual = defaultHours(VEHICLE_LIMITS.hours)
  let ofUnit = new Map<string, UnitHours>()
  return {
    of: (unit: string, region: string | undefined): UnitHours => {
      const known = ofUnit.get(unit)
      if (known) return known
      const inherited = hoursInheritance(hours, unit, region === undefined ? [] : path(region))
      const made = makeUnitHours(inherited, usual, calendar)
      ofUnit.set(unit, made)
      return made
    },
    set: (next: readonly HoursTable[]): void => void (hours = next),
    setUsual: (next: VehicleLimits['hours']): void => void (usual = defaultHours(next)),
    forget: (): void => void (ofUnit = new Map()),
  }
}

/** Orders by id and by vehicle, as they were read last. */
const makeHeldOrders = () => {
  let held = new Map<string, OrderRow>()
  let ofVehicle = new Map<string, readonly OrderRow[]>()
  return {
    of: (vehicle: string): readonly OrderRow[] | undefined => ofVehicle.get(vehicle),
    set: (rows: readonly OrderRow[]): void => {
      held = new Map(rows.map((row) => [row.id, row]))
      ofVehicle = Map.groupBy(rows, (row) => row.vehicle)
    },
    /** Answers whose orders changed. */
    change: (ids: readonly string[], rows: readonly OrderRow[]): ReadonlySet<string> => {
      const vehicles = new Set(rows.map((row) => row.vehicle))
      for (const id of ids) {
        const row = held.get(id)
        if (row) vehicles.add(row.vehicle)
        held.delete(id)
      }
      const changed = new Set(ids)
      const came = Map.groupBy(rows, (row) => row.vehicle)
      for (const row of rows) held.set(row.id, row)
      for (const vehicle of vehicles)
        ofVehicle.set(vehicle, [
          ...(ofVehicle.get(vehicle) ?? []).filter(({ id }) => !changed.has(id)),
          ...(came.get(vehicle) ?? []),
        ])
      return vehicles
    },
  }
}

type Bounds = ReturnType<typeof makeBounds>
const subjectOf = (
  vehicle: VehicleEntry,
  unitRegion: string | undefined,
  bounds: Bounds,
  hours: UnitHours,
): Subject => {
  const { id, unit, category } = vehicle
  const who = { id, unit, category, unitRegion }
  return {
    ...who,
    keepIn: bounds.keepIn(who),
    depot: bounds.depot(vehicle.depot),
    depotLonE7: vehicle.depotLonE6 * 10,
    depotLatE7: vehicle.depotLatE6 * 10,
    isSmall: vehicle.seats <= SMALL_SEATS,
    hours,
  }
}
const runOf = (order: OrderRow, bounds: Bounds): OrderRun => ({
  ...order,
  route: bounds.route(order.id),
  to:
    order.toLon === null || order.toLat === null
      ? null
      : { lonE7: order.toLon * 1e7, latE7: order.toLat * 1e7 },
})

export const makeSubjects = (deps: SubjectsDeps): Subjects => {
  const { directory } = deps
  const [bounds, hours, held] = [makeBounds(), makeHours(deps), makeHeldOrders()]
  let subjects: (Subject | null | undefined)[] = []
  let orders: (readonly OrderRun[] | undefined)[] = []

  const blank = <T>(): (T | undefined)[] => Array.from({ length: directory.now().vehicles.length })
  const forgetSubjects = (): void => void (subjects = blank())
  const forgetOrders = (): void => void (orders = blank())
  const forgetHours = (): void => {
    hours.forget()
    forgetSubjects()
  }
  const make = (ordinal: number): Subject | null => {
    const { vehicles, units } = directory.now()
    const vehicle = vehicles[ordinal]
    if (!vehicle) return null
    const region = units.get(vehicle.unit)?.region
    return subjectOf(vehicle, region, bounds, hours.of(vehicle.unit, region))
  }
  const runsOf = (ordinal: number): readonly OrderRun[] => {
    const vehicle = directory.now().vehicles[ordinal]
    return (vehicle && held.of(vehicle.id))?.map((order) => runOf(order, bounds)) ?? NONE
  }
  return {
    of: (ordinal) => {
      const known = subjects[ordinal]
      return known === undefined ? (subjects[ordinal] = make(ordinal)) : known
    },
    orders: (ordinal) => (orders[ordinal] ??= runsOf(ordinal)),
    setOrders: (next) => {
      held.set(next)
      forgetOrders()
    },
    changeOrders: (ids, rows) => {
      const { vehicleOrdinals } = directory.now()
      for (const vehicle of held.change(ids, rows)) {
        const ordinal = vehicleOrdinals.get(vehicle)
        if (ordinal !== undefined) orders[ordinal] = undefined
      }
    },
    setFences: (fences) => {
      bounds.set(fences)
      forgetSubjects()
      forgetOrders()
    },
    setHours: (next) => {
      hours.set(next)
      forgetHours()
    },
    setUsualHours: (next) => {
      hours.setUsual(next)
      forgetHours()
    },
    forget: () => {
      forgetHours()
      forgetOrders()
    },
  }
}
