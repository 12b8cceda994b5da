import { METER_ITEMS } from '#shared/protocol/platform.ts'
import type { BuildingRecord, MeterRecord } from '#shared/protocol/platform.ts'
import type { CountyBundle, Province, ProvinceOptions } from '../../../data/province/Province.ts'
import { centerOf, COUNTIES, range, square, stopsOf, streetsOf } from './handmadeGround.ts'

const CHANGED = Date.parse('2026-03-02T09:00:00+08:00')
const buildingsOf = (code: string): BuildingRecord[] =>
  range(2, (index) => ({
    id: `B${code}-${index}`,
    compound: `C${code}`,
    name: `${index + 1}号楼`,
    use: 'office' as const,
    structure: '钢筋混凝土框架',
    floorsAbove: 2,
    floorsBelow: 0,
    height: 8,
    highRise: false,
    grossArea: 4200 + 800 * index,
    builtYear: 2004,
    origin: centerOf(code),
    rotation: 0,
    footprint: square(0, 0, 40),
    certificate: {
      kind: 'none' as const,
      number: null,
      holder: null,
      issued: null,
      reason: '历史遗留',
      planned: null,
    },
    updatedAt: CHANGED,
  }))
const metersOf = (code: string): MeterRecord[] =>
  buildingsOf(code).flatMap(({ id }) =>
    METER_ITEMS.map((item) => ({
      id: `M-${id}-${item}`,
      building: id,
      item,
      name: item,
      ratedKw: 100,
      updatedAt: CHANGED,
    })),
  )

const fleetOf = (code: string): Pick<CountyBundle, 'depots' | 'vehicles'> => {
  const [lon, lat] = centerOf(code)
  return {
    depots: [
      {
        id: `D${code}`,
        region: code,
        name: '车队',
        lon,
        lat,
        fence: square(lon - 0.001, lat - 0.001, 0.002),
        updatedAt: CHANGED,
      },
    ],
    vehicles: range(8, (index) => ({
      id: `V${code}-${index}`,
      plate: `桂A${code.slice(4)}0${index}X`,
      unit: `U${code}-0`,
      region: code,
      depot: `D${code}`,
      category: index === 0 ? ('law' as const) : ('other' as const),
      energy: 'petrol' as const,
      model: '轿车',
      seats: 5,
      registered: '2019-05-01',
      driver: null,
      updatedAt: CHANGED,
    })),
  }
}
const placesOf = (code: string): Pick<CountyBundle, 'units' | 'compounds' | 'buildings'> => ({
  units: range(2, (i) => ({
    id: `U${code}-${i}`,
    name: `单位${i}`,
    region: code,
    role: 'user' as const,
    level: 'county' as const,
    nature: 'organ' as const,
    uscc: null,
    establishment: {},
    energyUsers: 30,
    updatedAt: CHANGED,
  })),
  compounds: [
    {
      id: `C${code}`,
      region: code,
      name: '办公区',
      address: '民主路1号',
      lon: centerOf(code)[0],
      lat: centerOf(code)[1],
      boundary: square(...centerOf(code), 0.002),
      landArea: 9000,
      updatedAt: CHANGED,
    },
  ],
  buildings: buildingsOf(code),
})

const roomsOf = (code: string): Pick<CountyBundle, 'floors' | 'people' | 'rooms'> => ({
  floors: buildingsOf(code).flatMap(({ id }) =>
    range(2, (i) => ({
      id: `F-${id}-${i}`,
      building: id,
      level: i + 1,
      label: `${i + 1}F`,
      elevation: i * 4,
      height: 4,
      plan: 'schematic' as const,
      outline: square(0, 0, 40),
      corridors: [],
      cores: [],
      updatedAt: CHANGED,
    })),
  ),
  people: range(5, (i) => ({
    id: `P${code}-${i}`,
    name: `张${i}`,
    unit: `U${code}-0`,
    grade: 'staff' as const,
    post: '科员',
    status: 'serving' as const,
    statusSince: '2020-01-01',
    phone: null,
    updatedAt: CHANGED,
  })),
  rooms: buildingsOf(code).flatMap(({ id }) =>
    range(6, (i) => ({
      id: `R-${id}-${i}`,
      floor: `F-${id}-${i % 2}`,
      number: String(101 + i),
      category: 'office' as const,
      use: '办公室',
      state: 'in-use' as const,
      stateSince: '2022-01-01',
      usableArea: 18,
      ring: square(0, 0, 4),
      unit: `U${code}-0`,
      occupants: [],
      workstations: [],
      updatedAt: CHANGED + i,
    })),
  ),
})

const ordersOf = (
  code: string,
  now: number,
): Pick<
  CountyBundle,
  | 'orders'
  | 'fences'
  | 'roadLimits'
  | 'workingHours'
  | 'vehicleMonths'
  | 'orderStepLimits'
  | 'vehicleVendors'
  | 'vehicleCosts'
  | 'vehicleRentals'
  | 'vehicleQuotas'
> => ({
  orders: range(6, (i) => ({
    id: `O${code}-${i}`,
    vehicle: `V${code}-${i + 1}`,
    unit: `U${code}-0`,
    reason: '公务',
    from: '车队',
    to: `去处${i % 4}`,
    start: now - 1_800_000,
    end: now + 4 * 3_600_000,
    driver: '李',
    status: 'underway' as const,
    updatedAt: now - 7_200_000,
  })),
  fences: [],
  roadLimits: [],
  workingHours: [],
  vehicleMonths: range(8, (i) => ({
    vehicle: `V${code}-${i}`,
    month: '2026-10',
    daysUsed: 15,
    daysDue: 20,
    kilometres: 800,
    cost: 2000,
    updatedAt: CHANGED,
  })),
  orderStepLimits: [],
  vehicleVendors: [],
  vehicleCosts: [],
  vehicleRentals: [],
  vehicleQuotas: [],
})

const energyOf = (code: string): Pick<CountyBundle, 'energyMonths' | 'energyQuotas'> => ({
  energyMonths: buildingsOf(code).map(({ id }) => ({
    building: id,
    month: '2026-10',
    electricityKwh: 20_000,
    gasM3: 100,
    waterM3: 300,
    updatedAt: CHANGED,
  })),
  energyQuotas: buildingsOf(code).map(({ id }) => ({
    building: id,
    year: 2026,
    electricityKwh: 300_000,
    basis: '定额',
    updatedAt: CHANGED,
  })),
})

const bundleOf = (code: string, now: number): CountyBundle => ({
  region: code,
  ...placesOf(code),
  ...roomsOf(code),
  ...fleetOf(code),
  ...ordersOf(code, now),
  meters: metersOf(code),
  ...energyOf(code),
  measureMonths: [],
  vehicleCleanMonths: [],
})

/** Three counties by hand, small enough to count: the same parts as the demonstration province. */
export const makeHandmadeProvince = (options: ProvinceOptions): Province => ({
  options,
  regions: [
    {
      code: '450000',
      parent: null,
      level: 'province',
      name: '广西',
      center: [108.3, 22.8],
      geometry: [[square(108, 22, 2)]],
      updatedAt: CHANGED,
    },
    {
      code: '450100',
      parent: '450000',
      level: 'city',
      name: '南宁',
      center: [108.3, 22.8],
      geometry: [[square(108, 22, 1)]],
      updatedAt: CHANGED,
    },
    ...COUNTIES.map((code) => ({
      code,
      parent: '450100',
      level: 'county' as const,
      name: code,
      center: centerOf(code),
      geometry: [[square(...centerOf(code), 0.1)]],
      updatedAt: CHANGED,
    })),
  ],
  countyCodes: COUNTIES,
  totals: { units: 6, departments: 0, buildings: 6, floors: 12, rooms: 36, vehicles: 24 },
  county: (code) => bundleOf(code, options.now),
  fleet: (code) => ({ ...fleetOf(code), streets: streetsOf(code), stops: stopsOf(code) }),
  meters: (code) => ({ buildings: buildingsOf(code), meters: metersOf(code) }),
})
