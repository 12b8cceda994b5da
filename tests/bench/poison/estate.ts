/** The good of the poison bench: what stands in the register, and apart for each way, so that what arrives can be told apart. */
import type { CollectionName } from '../../../src/shared/protocol/platform.ts'
import { goodRecords } from '../../builders/records/goodRecords.ts'
import { poisonOf } from '../../builders/devices/poison.ts'

export type Wire = 'jt808' | 'jt809' | 'gb32960'
export type MeterWay = 'mqtt' | 'collector' | 'modbus'
const WIRES: readonly Wire[] = ['jt808', 'jt809', 'gb32960']
const CARS = 4
export const METERS: Readonly<Record<MeterWay, number>> = { mqtt: 20, collector: 20, modbus: 3 }
/** A good record stands after every so many bad ones. */
export const GOOD_EVERY = 9

const two = (value: number): string => String(value).padStart(2, '0')

export interface Car {
  readonly id: string
  readonly plate: string
  readonly phone: string
  readonly vin: string
}
export const carsOf = (wire: Wire): Car[] =>
  Array.from({ length: CARS }, (_, i) => {
    const n = WIRES.indexOf(wire) * CARS + i
    return {
      id: `V-${wire}-${i}`,
      plate: `桂B100${two(n)}`,
      phone: `0139001390${two(n)}`,
      vin: `LSVAA4187E21910${two(n)}`,
    }
  })
export const buildingOf = (way: MeterWay, i: number): string => `B-${way}-${i}`
export const meterOf = (way: MeterWay, i: number): string => `M-${way}-${i}`
const ways = Object.keys(METERS) as MeterWay[]
const eachMeter = <T>(make: (way: MeterWay, i: number) => T): T[] =>
  ways.flatMap((way) => Array.from({ length: METERS[way] }, (_, i) => make(way, i)))
export const meterIds = (): string[] => eachMeter(meterOf)

export interface Mixed {
  readonly records: unknown[]
  readonly good: string[]
  readonly bad: string[]
}
/** So many depots that cannot be kept, and a good one after every ninth. */
export const depots = (many: number, now: number, name: string): Mixed => {
  const kinds = poisonOf('depots', now, name)
  const mixed: Mixed = { records: [], good: [], bad: [] }
  for (let i = 0; i < many; i++) {
    const kind = kinds[i % kinds.length] as (typeof kinds)[number]
    mixed.bad.push(`D-${name}-bad${i}`)
    mixed.records.push({ ...(kind.record as object), id: `D-${name}-bad${i}` })
    if (i % GOOD_EVERY !== 0) continue
    mixed.good.push(`D-${name}-${i}`)
    mixed.records.push({ ...goodRecords(now, name).depots, id: `D-${name}-${i}` })
  }
  return mixed
}

/** What the platform hands over in pages. */
export const pagesOf =
  (now: number, pulled: readonly unknown[]) =>
  (collection: CollectionName): readonly unknown[] => {
    const good = goodRecords(now, 'R')
    if (collection === 'regions')
      return [
        { ...good.regions, code: '450000', level: 'province' },
        { ...good.regions, parent: '450000' },
      ]
    const more: Partial<Record<CollectionName, unknown[]>> = {
      vehicles: WIRES.flatMap(carsOf).map(({ id, plate, phone, vin }) => ({
        ...good.vehicles,
        id,
        plate,
        terminal: { phone, vin },
      })),
      buildings: eachMeter((way, i) => ({ ...good.buildings, id: buildingOf(way, i) })),
      meters: eachMeter((way, i) => ({
        ...good.meters,
        id: meterOf(way, i),
        building: buildingOf(way, i),
        ratio: 1,
        changes: [],
      })),
      depots: [...pulled],
    }
    return [
      good[collection],
      ...(more[collection] ?? []),
      ...(collection === 'depots' ? [] : poisonOf(collection, now, 'R').map(({ record }) => record)),
    ]
  }
