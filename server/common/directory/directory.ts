import type { BuildingEntry, DirectoryRows, MeterEntry, UnitEntry, VehicleEntry } from './directoryRows.ts'

/** One whole reading of the registers that the live side looks things up in; replaced as a whole, never changed. */
export interface DirectoryState {
  /** By ordinal; holes where a number is unused. */
  readonly vehicles: readonly (VehicleEntry | undefined)[]
  readonly vehicleOrdinals: ReadonlyMap<string, number>
  /** Vehicle ids by `terminalKey` of phone, VIN and plate. */
  readonly terminals: ReadonlyMap<string, string>
  readonly buildings: readonly (BuildingEntry | undefined)[]
  readonly buildingOrdinals: ReadonlyMap<string, number>
  readonly meters: ReadonlyMap<string, MeterEntry>
  readonly metersOf: ReadonlyMap<string, readonly MeterEntry[]>
  readonly units: ReadonlyMap<string, UnitEntry>
  /** Ordinals of the buildings in which a unit has rooms. */
  readonly buildingsOfUnit: ReadonlyMap<string, ReadonlySet<number>>
}

export interface Directory {
  now(): DirectoryState
  /** Reads the registers again; several calls at once share one reading that began after the last of them. */
  reload(): Promise<void>
  onReload(listener: () => void): void
  /** Region and unit of changed ledger places. */
  belonging: DirectoryRows['belonging']
}

/** What a terminal says it is: phones are compared without leading zeros, for the 2013 header has 12 digits and the 2019 one 20. */
export const terminalKey = (kind: 'phone' | 'vin' | 'plate', value: string): string =>
  `${kind}:${kind === 'phone' ? value.replace(/^0+/, '') : value}`

const terminalsOf = (vehicles: readonly VehicleEntry[]): Map<string, string> => {
  const terminals = new Map<string, string>()
  for (const { id, phone, vin, plate } of vehicles) {
    terminals.set(terminalKey('plate', plate), id)
    if (phone) terminals.set(terminalKey('phone', phone), id)
    if (vin) terminals.set(terminalKey('vin', vin), id)
  }
  return terminals
}

const byOrdinal = <T extends { ordinal: number }>(rows: readonly T[]): (T | undefined)[] => {
  const list: (T | undefined)[] = []
  for (const row of rows) list[row.ordinal] = row
  return list
}

const read = async (rows: DirectoryRows): Promise<DirectoryState> => {
  const vehicles = await rows.vehicles()
  const buildings = await rows.buildings()
  const meters = await rows.meters()
  const units = await rows.units()
  const buildingOrdinals = new Map(buildings.map((building) => [building.id, building.ordinal]))
  const buildingsOfUnit = new Map<string, Set<number>>()
  for (const { unit, building } of await rows.tenancies()) {
    const ordinal = buildingOrdinals.get(building)
    if (ordinal === undefined) continue
    const set = buildingsOfUnit.get(unit) ?? new Set()
    buildingsOfUnit.set(unit, set.add(ordinal))
  }
  return {
    vehicles: byOrdinal(vehicles),
    vehicleOrdinals: new Map(vehicles.map((vehicle) => [vehicle.id, vehicle.ordinal])),
    terminals: terminalsOf(vehicles),
    buildings: byOrdinal(buildings),
    buildingOrdinals,
    meters: new Map(meters.map((meter) => [meter.id, meter])),
    metersOf: Map.groupBy(meters, (meter) => meter.building),
    units: new Map(units.map((unit) => [unit.id, unit])),
    buildingsOfUnit,
  }
}

const EMPTY: DirectoryState = {
  vehicles: [],
  vehicleOrdinals: new Map(),
  terminals: new Map(),
  buildings: [],
  buildingOrdinals: new Map(),
  meters: new Map(),
  metersOf: new Map(),
  units: new Map(),
  buildingsOfUnit: new Map(),
}

/** The registers of vehicles, buildings, meters and units, held in memory for the live side. */
export const makeDirectory = (rows: DirectoryRows): Directory => {
  let state = EMPTY
  let reading: Promise<void> | null = null
  let queued: Promise<void> | null = null
  const listeners: (() => void)[] = []

  const once = async (): Promise<void> => {
    state = await read(rows)
    for (const listener of listeners) listener()
  }
  const reload = (): Promise<void> => {
    if (!reading) {
      reading = once().finally(() => {
        reading = null
      })
      return reading
    }
    queued ??= reading
      .catch(() => undefined)
      .then(() => {
        queued = null
        return reload()
      })
    return queued
  }
  return {
    now: () => state,
    reload,
    onReload: (listener) => listeners.push(listener),
    belonging: rows.belonging,
  }
}
