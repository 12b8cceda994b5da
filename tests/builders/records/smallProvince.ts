import {
  COLLECTION_NAMES,
  isSeries,
  type CollectionName,
  type RecordOf,
  type SeriesName,
} from '../../../src/shared/protocol/platform.ts'
import type { Grade } from '../../../src/shared/housing/grades.ts'

/** How many of each a small province has; every county is alike. */
export interface SmallProvinceSize {
  readonly counties: number
  readonly compounds: number
  readonly buildings: number
  readonly floors: number
  readonly rooms: number
}
export type Records = { [C in Exclude<CollectionName, SeriesName>]: RecordOf<C>[] }

const PROVINCE = '450000'
const at = Date.UTC(2026, 5, 1)
const square = (x: number, y: number, width: number, depth: number): [number, number][] => [
  [x, y],
  [x + width, y],
  [x + width, y + depth],
  [x, y + depth],
]
const GIVEN = ['秀英', '志强', '海燕', '建国', '丽华', '文博', '晓东', '雪梅']
const SURNAMES = ['韦', '黄', '覃', '单', '曾', '李', '陆', '农']
const nameOf = (n: number): string => `${SURNAMES[n % 8]}${GIVEN[(n >> 3) % 8]}`
const GRADE_CYCLE: Grade[] = ['division.chief', 'division.deputy', 'section.chief', 'staff', 'staff', 'staff']

const empty = (): Records =>
  Object.fromEntries(
    COLLECTION_NAMES.filter((name) => !isSeries(name)).map((name) => [name, []]),
  ) as unknown as Records

const addRegions = (out: Records, size: SmallProvinceSize): string[] => {
  const box = (x: number): [number, number][][][] => [[square(x, 22, 1, 1)]]
  const region = (
    code: string,
    parent: string | null,
    level: 'province' | 'city' | 'county',
    name: string,
    x: number,
  ): void =>
    void out.regions.push({
      code,
      parent,
      level,
      name,
      center: [x + 0.5, 22.5],
      geometry: box(x),
      updatedAt: at,
    })
  region(PROVINCE, null, 'province', '广西壮族自治区', 108)
  region('450100', PROVINCE, 'city', '南宁市', 108)
  region('450200', PROVINCE, 'city', '柳州市', 109)
  return Array.from({ length: size.counties }, (_, i) => {
    const city = i % 2 === 0 ? '4501' : '4502'
    const code = `${city}${String(2 + i).padStart(2, '0')}`
    region(
      code,
      `${city}00`,
      'county',
      ['青秀区', '城中区', '兴宁区', '鱼峰区'][i] ?? `第${i}县`,
      i % 2 === 0 ? 108 : 109,
    )
    return code
  })
}

const addUnits = (out: Records, county: string): string[] =>
  ['教育局', '财政局', '机关事务管理局'].map((name, i) => {
    const id = `U-${county}-${i}`
    const establishment = { 'division.chief': 1, 'section.chief': 2, staff: 20 }
    out.units.push({
      id,
      name: `${county}${name}`,
      region: county,
      role: i === 2 ? 'department' : 'user',
      level: 'county',
      nature: 'organ',
      uscc: '11100000000019000B',
      establishment,
      energyUsers: 30,
      updatedAt: at,
    })
    return id
  })

const addFleet = (out: Records, county: string, units: readonly string[]): void => {
  const depot = `D-${county}`
  out.depots.push({
    id: depot,
    region: county,
    name: `${county}停车场`,
    lon: 108.3,
    lat: 22.8,
    fence: square(108.3, 22.8, 0.001, 0.001),
    updatedAt: at,
  })
  units.forEach((unit, i) => {
    const id = `V-${county}-${i}`
    out.vehicles.push({
      id,
      plate: `桂A${county.slice(-2)}${i}4${i}`,
      unit,
      region: county,
      depot,
      category: 'emergency',
      energy: 'petrol',
      model: '轿车',
      seats: 5,
      registered: '2020-01-01',
      driver: { name: '赵师傅', phone: '13800001234' },
      updatedAt: at,
    })
    out['vehicle-months'].push({
      vehicle: id,
      month: '2026-05',
      daysUsed: 12 + i,
      daysDue: 20,
      kilometres: 800,
      cost: 1200,
      updatedAt: at,
    })
  })
}

/** Offices by turns: a roomy chief's, a deputy's, shared ones, an idle one; every room is 4 m by 6 m along a corridor. */
const addRoom = (out: Records, floor: string, n: number, unit: string): void => {
  const id = `${floor}-R${n}`
  const idle = n % 7 === 6
  const seats = idle ? 0 : n % 3 === 2 ? 2 : 1
  const people = Array.from({ length: seats }, (_, k) => {
    const person = `P-${id}-${k}`
    out.people.push({
      id: person,
      name: nameOf(out.people.length),
      unit,
      grade: GRADE_CYCLE[out.people.length % 6] as Grade,
      post: '干部',
      status: 'serving',
      statusSince: '2024-01-01',
      phone: '13912345678',
      updatedAt: at,
    })
    return person
  })
  const workstations = people.map((person, k) => ({
    id: `${id}-W${k}`,
    code: `${k + 1}`,
    x: n * 4 + 1,
    y: 1 + k,
    rotation: 0,
    person,
  }))
  out.rooms.push({
    id,
    floor,
    number: `${n + 1}`.padStart(3, '0'),
    category: 'office',
    use: '办公室',
    state: idle ? 'idle' : 'in-use',
    stateSince: '2025-01-01',
    usableArea: 24,
    ring: square(n * 4, 0, 4, 6),
    unit: idle ? null : unit,
    occupants: people.map((person) => ({ person, share: 1 / seats, since: '2025-01-01' })),
    workstations,
    updatedAt: at,
  })
}

/** Every other building has one. */
const certificateOf = (n: number): Records['buildings'][number]['certificate'] =>
  n % 2 === 0
    ? {
        kind: 'real-estate' as const,
        number: `桂(2020)第${n}号`,
        holder: '机关事务管理局',
        issued: '2020-01-01',
        reason: null,
        planned: null,
      }
    : {
        kind: 'none' as const,
        number: null,
        holder: null,
        issued: null,
        reason: '历史遗留',
        planned: '2027-12-31',
      }

const addEnergy = (out: Records, id: string): void => {
  for (const month of ['2026-05', '2026-04', '2025-06', '2024-01'])
    out['energy-months'].push({
      building: id,
      month,
      electricityKwh: 1000.4,
      gasM3: 10,
      waterM3: 50,
      updatedAt: at,
    })
  out['energy-quotas'].push({
    building: id,
    year: 2026,
    electricityKwh: 20_000,
    basis: '定额',
    updatedAt: at,
  })
  out.meters.push({ id: `${id}-M`, building: id, item: 'total', name: '总表', ratedKw: 100, updatedAt: at })
}

const addBuilding = (
  out: Records,
  compound: string,
  n: number,
  units: readonly string[],
  size: SmallProvinceSize,
): void => {
  const id = `${compound}-B${n}`
  const footprint = square(0, 0, size.rooms * 4, 8)
  out.buildings.push({
    id,
    compound,
    name: `${n + 1}号楼`,
    use: 'office',
    structure: '框架',
    floorsAbove: size.floors,
    floorsBelow: 0,
    height: size.floors * 3.6,
    highRise: false,
    grossArea: size.rooms * 32 * size.floors,
    builtYear: 2005,
    origin: [108.3 + n * 0.001, 22.8],
    rotation: 15,
    footprint,
    certificate: certificateOf(n),
    updatedAt: at,
  })
  addEnergy(out, id)
  for (let level = 1; level <= size.floors; level++) {
    const floor = `${id}-F${level}`
    out.floors.push({
      id: floor,
      building: id,
      level,
      label: `${level}层`,
      elevation: (level - 1) * 3.6,
      height: 3.6,
      plan: level === 1 ? 'drawing' : 'schematic',
      outline: footprint,
      corridors: [square(0, 6, size.rooms * 4, 2)],
      cores: [],
      updatedAt: at,
    })
    for (let room = 0; room < size.rooms; room++)
      addRoom(out, floor, room, units[(level + room) % units.length] as string)
  }
}

/** A made-up province for tests, small or large, by counting only: the same size gives the same records. */
export const smallProvince = (
  size: SmallProvinceSize = { counties: 3, compounds: 2, buildings: 2, floors: 3, rooms: 9 },
): Records => {
  const out = empty()
  for (const county of addRegions(out, size)) {
    const units = addUnits(out, county)
    addFleet(out, county, units)
    for (let c = 0; c < size.compounds; c++) {
      const id = `K-${county}-${c}`
      out.compounds.push({
        id,
        region: county,
        name: `第${c + 1}办公区`,
        address: `${county}民族大道${c}号`,
        lon: 108.3,
        lat: 22.8,
        boundary: square(108.3, 22.8, 0.01, 0.01),
        landArea: 5000,
        updatedAt: at,
      })
      for (let b = 0; b < size.buildings; b++) addBuilding(out, id, b, units, size)
    }
  }
  return out
}
export const SMALL_NOW = Date.UTC(2026, 5, 15)
