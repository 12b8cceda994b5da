import type { CollectionName, PositionRecord, ReadingRecord, RecordOf } from '../../../src/shared/protocol/platform.ts'
import { dayOf } from '../../../src/shared/units.ts'

const DAY = 86_400_000

/** Every collection's good record, as far as it matters with every field that it can have; all hang on one another. `name` keeps several sets apart. */
export const goodRecords = (now: number, name = 'G', county = '450102'): { readonly [C in CollectionName]: RecordOf<C> } => {
  const id = (kind: string): string => `${kind}-${name}`
  const stamped = { updatedAt: now - DAY }
  const [today, yesterday] = [dayOf(now), dayOf(now - DAY)]
  const month = yesterday.slice(0, 7)
  const year = Number(today.slice(0, 4))
  const square: [number, number][] = [[108, 22], [109, 22], [109, 23], [108, 23]]
  const room: [number, number][] = [[0, 0], [4, 0], [4, 6], [0, 6]]
  const hours = Array.from({ length: 24 }, () => 5)
  return {
    regions: { code: county, parent: null, level: 'county', name: '青秀区', center: [108.5, 22.5], geometry: [[square]], ...stamped },
    units: { id: id('U'), name: '教育局', region: county, role: 'user', level: 'county', nature: 'organ', uscc: '11100000000019000B', establishment: { staff: 20 }, energyUsers: 30, ...stamped },
    compounds: { id: id('C'), region: county, name: '办公区', address: '民族大道1号', lon: 108.3, lat: 22.8, boundary: square, landArea: 1000, ...stamped },
    buildings: {
      id: id('B'), compound: id('C'), name: '1号楼', use: 'office', structure: '框架', floorsAbove: 5, floorsBelow: 1, height: 20, highRise: false, grossArea: 5000, builtYear: 1999,
      origin: [108.3, 22.8], rotation: 0, footprint: room, certificate: { kind: 'real-estate', number: '桂2020', holder: '教育局', issued: '2020-01-01', reason: null, planned: '2030-01-01' }, ...stamped,
    },
    floors: { id: id('F'), building: id('B'), level: 1, label: '1层', elevation: 0, height: 3.6, plan: 'drawing', outline: room, corridors: [room], cores: [room], ...stamped },
    people: { id: id('P'), name: '黄秀英', unit: id('U'), grade: 'staff', post: '干部', status: 'serving', statusSince: '2020-01-01', phone: '13800001234', ...stamped },
    rooms: {
      id: id('R'), floor: id('F'), number: '101', category: 'office', use: '办公', state: 'in-use', stateSince: '2020-01-01', usableArea: 24, ring: room, unit: id('U'),
      occupants: [{ person: id('P'), share: 1, since: '2020-01-01' }], workstations: [{ id: id('W'), code: 'W1', x: 1, y: 1, rotation: 0, person: id('P') }], ...stamped,
    },
    depots: { id: id('D'), region: county, name: '停车场', lon: 108.3, lat: 22.8, fence: square, ...stamped },
    vehicles: {
      id: id('V'), plate: '桂A12345', unit: id('U'), region: county, depot: id('D'), category: 'emergency', energy: 'petrol', model: '轿车', seats: 5, registered: '2020-01-01',
      driver: { name: '赵师傅', phone: '13800001234' }, terminal: { phone: '013800138000', vin: 'LSVAA4187E2190001' }, normPer100Km: 8, tankLitres: 60, sticker: '0001', displacementL: 1.8, price: 180_000, exceptionGround: null,
      registeredTo: 'unit', origin: 'bought', inspectionDue: '2030-01-01', insuranceDue: '2030-01-01', ...stamped,
    },
    orders: {
      id: id('O'), vehicle: id('V'), unit: id('U'), reason: '参加会议', from: '机关', to: '会展中心', toRegion: county, approval: { regions: [county], outsideHours: false, holiday: false, since: now, until: now + DAY },
      start: now + DAY, end: now + 2 * DAY, driver: '赵师傅', status: 'approved', steps: [{ step: 'apply', at: now - DAY, by: 'applicant' }], plannedKm: 20, destination: { lon: 108.4, lat: 22.8 }, crossRegionApproval: '批1',
      passengers: 3, purpose: 'meeting', report: { returnedAt: null, kilometres: 20, energy: 2, cost: 20 }, rating: 5, ...stamped,
    },
    fences: {
      id: id('E'), region: county, name: '围栏', kind: 'allowed', place: null, rule: 'keep-in', limitKmh: 60, geometry: { type: 'polygon', rings: [square] },
      roster: { vehicles: [id('V')], units: [id('U')], categories: ['emergency'], regions: [county] }, order: null, window: { days: 'all', from: '00:00', to: '24:00', since: null, until: now + DAY }, ...stamped,
    },
    'road-limits': { id: id('L'), region: county, name: '民族大道', class: 'main', path: [[108, 22], [108.1, 22]], widthM: 20, oneWay: false, limitKmh: 60, limitOtherKmh: 50, ...stamped },
    'working-hours': { id: id('H'), region: county, unit: id('U'), name: '作息', rows: [{ from: '01-01', to: '12-31', days: 'workdays', spans: [{ from: '08:00', to: '18:00' }] }], since: '2020-01-01', until: '2030-01-01', ...stamped },
    'vehicle-months': { vehicle: id('V'), month, daysUsed: 12, daysDue: 20, kilometres: 800, cost: 1200, trips: 30, hoursUsed: 50, hoursDue: 160, costs: { fuel: 500, maintenance: 300, insurance: 200, toll: 100, parking: 50, other: 50 }, service: { orders: 31, dispatched: 30, onTime: 28, approvalMinutes: 900, approved: 31, ratings: 20, ratingSum: 95 }, ...stamped },
    'order-step-limits': { region: county, step: 'review', by: 'approver', hours: { from: 9, to: 17 }, limitMinutes: 60, since: 'previous', ...stamped },
    'vehicle-vendors': { id: id('X'), region: county, name: '加油站', kinds: ['fuel'], lon: 108.3, lat: 22.8, from: '2020-01-01', until: '2030-01-01', ...stamped },
    'vehicle-costs': { id: id('K'), vehicle: id('V'), kind: 'fuel', at: now - DAY, amount: 300, order: id('O'), vendor: id('X'), vendorName: '加油站', quantity: 40, odometerKm: 30_000, ...stamped },
    'vehicle-rentals': { id: id('T'), unit: id('U'), start: now, end: now + DAY, vendorName: '租车', plate: '桂A00000', reason: '会议', from: '机关', to: '会展中心', kilometres: 20, amount: 300, ...stamped },
    'vehicle-quotas': { unit: id('U'), year, vehicles: 5, budget: 100_000, baseYear: 2015, basePerVehicle: 30_000, ...stamped },
    meters: { id: id('M'), building: id('B'), item: 'total', name: '总表', ratedKw: 100, ratio: 40, digits: 6, changes: [{ at: now - DAY, last: 100, first: 0 }], ...stamped },
    'meter-days': { meter: id('M'), day: yesterday, values: Array.from({ length: 96 }, () => 1), ...stamped, updatedAt: now },
    'energy-months': { building: id('B'), month, electricityKwh: 10_000, gasM3: 100, waterM3: 300, heatGj: 1, coolGj: 1, pvKwh: 1, coalKg: 1, oilKg: 1, lpgKg: 1, ...stamped },
    'energy-quotas': { building: id('B'), year, electricityKwh: 200_000, basis: '定额', ...stamped },
    'energy-days': { building: id('B'), day: yesterday, values: hours, water: hours, ...stamped },
    'weather-days': { region: county, day: yesterday, meanC: 20, kind: 'measured', ...stamped },
    'overlap-months': { unit: id('U'), month, days: 20, trips: 40, overlapping: 3, ...stamped },
    'vehicle-tracks': { vehicle: id('V'), day: yesterday, at: [now - DAY], lon: [108.3], lat: [22.8], speedKmh: [40], headingDeg: [90], acc: [1], ...stamped },
  }
}

export const goodPosition = (now: number, vehicle = 'V-G'): PositionRecord => ({ vehicle, at: now, lon: 108.3, lat: 22.8, speedKmh: 40, headingDeg: 90, acc: true, alarm: 0, crs: 'WGS84' })
export const goodReading = (now: number, building = 'B-G', meter = 'M-G'): ReadingRecord => ({ building, at: now, meters: [{ meter, kw: 3, total: 100 }] })
