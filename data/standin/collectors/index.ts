import { DAY_MS } from '#shared/kernel/time/time.ts'
import type { MeterItem } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import type { Province } from '../../province/Province.ts'
import { dayNumber, dayStart } from '../calendar.ts'
import type { EnergyModel } from '../energy/model.ts'
import type { MeteredBuilding, Roster } from '../energy/roster.ts'
import type { FaultDesk } from '../faults.ts'
import { makeCollector, type Collector } from './collector.ts'
import { makeSlave, SLAVE_RATIO, slaveAddress, type ModbusSlave } from './slave.ts'
import type { WireKeys } from './wire.ts'

/** Buildings that speak by wire instead of the broadcast: some through collectors, one through Modbus. */
export interface WireConfig {
  /** Where the data centre waits for collectors, and how many connect; null for none. */
  readonly collectors: {
    readonly host: string
    readonly port: number
    readonly count: number
    readonly keys: WireKeys
    readonly periodMs?: number
  } | null
  /** Port of the Modbus slave, 0 for any; null for none. */
  readonly modbusPort: number | null
}

/** The slave's commissioning sheet, for whoever will poll it. */
export interface SlaveSheet {
  readonly port: number
  readonly building: string
  readonly ratio: number
  readonly meters: readonly { readonly item: MeterItem; readonly address: number }[]
}
export interface Wired {
  start(): Promise<void>
  /** Takes its own buildings of a county and hands back the others, which stay with the broadcast. */
  join(county: string, buildings: readonly MeteredBuilding[], now: EpochMs): readonly MeteredBuilding[]
  tick(now: EpochMs): void
  sheet(): SlaveSheet | null
  /** The roster without the buildings whose quarter hours only their collector tells. */
  withoutCollected(roster: Roster): Roster
  connected(): number
  stop(): Promise<void>
}
export interface WiredDependencies {
  readonly config: WireConfig | undefined
  readonly province: Province
  readonly model: EnergyModel
  readonly faults: FaultDesk
}

const PERIOD_MS = 900_000
const TICK_MS = 1_000

interface Slot {
  readonly building: string
  readonly items: readonly MeterItem[]
  /** Its number among the collectors; null: the slave. */
  readonly collector: number | null
}

/** The first counties that have meters, as many as are wanted, each with its metered buildings from the last on. */
const meteredCounties = (
  province: Province,
  wanted: number,
): { building: string; items: MeterItem[] }[][] => {
  const found: { building: string; items: MeterItem[] }[][] = []
  for (const code of province.countyCodes) {
    if (found.length >= wanted) break
    const { buildings, meters } = province.meters(code)
    const metersOf = Map.groupBy(meters, (meter) => meter.building)
    const metered = buildings.flatMap(({ id }) =>
      metersOf.has(id) ? [{ building: id, items: (metersOf.get(id) ?? []).map(({ item }) => item) }] : [],
    )
    if (metered.length > 0) found.push(metered.toReversed())
  }
  return found
}

/** One building a county and round again: the slave first, then the collectors. */
const slotsOf = (province: Province, config: WireConfig): Map<string, Slot> => {
  const numbers = [
    ...(config.modbusPort === null ? [] : [null]),
    ...Array.from({ length: config.collectors?.count ?? 0 }, (_, i) => i),
  ]
  const counties = meteredCounties(province, numbers.length)
  const slots = new Map<string, Slot>()
  numbers.forEach((collector, i) => {
    const place = counties[i % counties.length]?.[Math.floor(i / counties.length)]
    if (place) slots.set(place.building, { ...place, collector })
  })
  return slots
}

/** One collector of a building; every other one writes GB 2312 and counts its CRC another way. */
const connectOne = (
  { host, port, keys, periodMs }: NonNullable<WireConfig['collectors']>,
  parts: Pick<WiredDependencies, 'model' | 'faults'>,
  building: MeteredBuilding,
  number: number,
  now: EpochMs,
): Collector => {
  const odd = number % 2 === 1
  return makeCollector({
    ...parts,
    building,
    gateway: String(number + 1).padStart(2, '0'),
    make: { encoding: odd ? 'GB2312' : 'UTF-8', crcWhole: !odd },
    keys,
    target: { host, port },
    keptFrom: dayStart(dayNumber(now - DAY_MS)),
    periodMs: periodMs ?? PERIOD_MS,
  })
}

export const makeWired = ({ config, province, model, faults }: WiredDependencies): Wired => {
  const slots = config ? slotsOf(province, config) : new Map<string, Slot>()
  const slaveSlot = [...slots.values()].find(({ collector }) => collector === null) ?? null
  const slave: ModbusSlave | null = slaveSlot === null ? null : makeSlave({ model, faults })
  const collectors: Collector[] = []
  const collecting = config?.collectors ?? null
  let slavePort = 0
  let lastTick = 0

  return {
    start: async () => {
      if (slave) slavePort = await slave.start(config?.modbusPort ?? 0)
    },
    join: (_county, buildings, now) =>
      buildings.filter((building) => {
        const slot = slots.get(building.building)
        if (!slot) return true
        if (slot.collector === null) slave?.join(building)
        else if (collecting)
          collectors.push(connectOne(collecting, { model, faults }, building, slot.collector, now))
        return false
      }),
    tick: (now) => {
      if (now - lastTick < TICK_MS) return
      lastTick = now
      slave?.tick(now)
      for (const collector of collectors) collector.tick(now)
    },
    sheet: () => {
      if (slaveSlot === null) return null
      const { building, items } = slaveSlot
      return {
        port: slavePort,
        building,
        ratio: SLAVE_RATIO,
        meters: items.map((item) => ({ item, address: slaveAddress(items, item) })),
      }
    },
    withoutCollected: (roster) => ({
      ...roster,
      county: async (code) =>
        (await roster.county(code)).filter(
          ({ building }) => (slots.get(building)?.collector ?? null) === null,
        ),
    }),
    connected: () => collectors.filter((collector) => collector.isProven()).length,
    stop: async () => {
      for (const collector of collectors) collector.stop()
      await slave?.stop()
    },
  }
}
