import type { OrderRecord, PersonRecord, RoomRecord, UnitRecord } from '#shared/protocol/platform.ts'
import { makeProvince, type CountyBundle } from '../../../data/province/index.ts'

/** Late in a year, so that eleven twelfths of its energy are there. */
export const NOW = Date.parse('2026-11-20T02:30:00Z')
const province = makeProvince({ seed: 1, scale: 'guangxi', now: NOW })
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
/** 办公室使用面积上限, 《党政机关办公用房建设标准》 表3; 乡级 as the product has it. */
const OFFICE_M2: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  province: {
    'province.chief': 54,
    'province.deputy': 42,
    'department.chief': 30,
    'department.deputy': 24,
    'division.chief': 18,
    'division.deputy': 12,
  },
  city: { 'department.chief': 42, 'department.deputy': 30, 'division.chief': 24, 'division.deputy': 18 },
  county: { 'division.chief': 30, 'division.deputy': 24, 'section.chief': 18, 'section.deputy': 12 },
  township: { 'section.chief': 24, 'section.deputy': 18 },
}
export const officeM2 = (unit: UnitRecord, grade: string): number => OFFICE_M2[unit.level]![grade] ?? 9

export interface Facts {
  readonly region: string
  readonly people: number
  readonly leavers: readonly PersonRecord[]
  readonly offices: number
  /** How far each office over its limit is over it, %. */
  readonly over: readonly number[]
  readonly usableM2: number
  readonly idle: readonly RoomRecord[]
  /** office area ÷ the limits of who sits there. */
  readonly perCapita: number
  readonly units: readonly { readonly unit: UnitRecord; readonly used: number; readonly seated: number }[]
  readonly orders: readonly OrderRecord[]
  readonly plans: number
  readonly bundle: Pick<
    CountyBundle,
    'vehicles' | 'vehicleMonths' | 'vehicleQuotas' | 'buildings' | 'energyMonths' | 'energyQuotas'
  >
}
const factsOf = (bundle: CountyBundle): Facts => {
  const units = new Map(bundle.units.map((unit) => [unit.id, unit]))
  const people = new Map(bundle.people.map((person) => [person.id, person]))
  const [used, seated] = [new Map<string, number>(), new Map<string, Set<string>>()]
  const over: number[] = []
  let [offices, officeArea, limits, usableM2] = [0, 0, 0, 0]
  for (const room of bundle.rooms) {
    usableM2 += room.usableArea
    if (room.unit && ['office', 'service', 'equipment'].includes(room.category))
      used.set(room.unit, (used.get(room.unit) ?? 0) + room.usableArea)
    if (room.category !== 'office' || room.state !== 'in-use' || room.occupants.length === 0) continue
    offices += 1
    officeArea += room.usableArea
    const shares = room.occupants.map(({ person, share }) => {
      const { unit, grade } = people.get(person)!
      seated.set(unit, (seated.get(unit) ?? new Set()).add(person))
      return { has: room.usableArea * share, may: officeM2(units.get(unit)!, grade) }
    })
    limits += sum(shares.map(({ may }) => may))
    const worst = Math.max(...shares.map(({ has, may }) => has / may))
    if (worst > 1.001) over.push((worst - 1) * 100)
  }
  const { vehicles, vehicleMonths, vehicleQuotas, buildings, energyMonths, energyQuotas } = bundle
  return {
    region: bundle.region,
    people: people.size,
    leavers: bundle.people.filter(({ status }) => status === 'transferred' || status === 'retired'),
    offices,
    over,
    usableM2,
    idle: bundle.rooms.filter(({ state }) => state === 'idle'),
    perCapita: (officeArea / limits) * 100,
    units: bundle.units.map((unit) => ({
      unit,
      used: used.get(unit.id) ?? 0,
      seated: seated.get(unit.id)?.size ?? 0,
    })),
    orders: bundle.orders,
    plans: bundle.floors.filter(({ plan }) => plan === 'drawing').length,
    bundle: { vehicles, vehicleMonths, vehicleQuotas, buildings, energyMonths, energyQuotas },
  }
}

export let counties: readonly Facts[] = []
export const readCounties = () => {
  counties = province.countyCodes.map((code) => factsOf(province.county(code)))
}
