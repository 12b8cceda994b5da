import { MEASURES, type Measure } from '../../../../src/shared/indices/measures.ts'
import { wholeMonthsBefore } from '../../../../src/shared/kernel/time/months.ts'
import type { Base, Good } from './base.ts'

export const placeRecords = ({
  id,
  county,
  stamped,
  square,
}: Base): Pick<Good, 'regions' | 'units' | 'compounds'> => ({
  regions: {
    code: county,
    parent: null,
    level: 'county',
    name: '青秀区',
    center: [108.5, 22.5],
    geometry: [[square]],
    ...stamped,
  },
  units: {
    id: id('U'),
    name: '教育局',
    region: county,
    role: 'user',
    level: 'county',
    nature: 'organ',
    uscc: '11100000000019000B',
    establishment: { staff: 20 },
    energyUsers: 30,
    ...stamped,
  },
  compounds: {
    id: id('C'),
    region: county,
    name: '办公区',
    address: '民族大道1号',
    lon: 108.3,
    lat: 22.8,
    boundary: square,
    landArea: 1000,
    ...stamped,
  },
})

export const buildingRecords = ({ id, stamped, room }: Base): Pick<Good, 'buildings' | 'floors'> => ({
  buildings: {
    id: id('B'),
    compound: id('C'),
    name: '1号楼',
    use: 'office',
    structure: '框架',
    floorsAbove: 5,
    floorsBelow: 1,
    height: 20,
    highRise: false,
    grossArea: 5000,
    builtYear: 1999,
    origin: [108.3, 22.8],
    rotation: 0,
    footprint: room,
    certificate: {
      kind: 'real-estate',
      number: '桂2020',
      holder: '教育局',
      issued: '2020-01-01',
      reason: null,
      planned: '2030-01-01',
    },
    ...stamped,
  },
  floors: {
    id: id('F'),
    building: id('B'),
    level: 1,
    label: '1层',
    elevation: 0,
    height: 3.6,
    plan: 'drawing',
    outline: room,
    corridors: [room],
    cores: [room],
    ...stamped,
  },
})

export const roomRecords = ({ id, stamped, room }: Base): Pick<Good, 'people' | 'rooms'> => ({
  people: {
    id: id('P'),
    name: '黄秀英',
    unit: id('U'),
    grade: 'staff',
    post: '干部',
    status: 'serving',
    statusSince: '2020-01-01',
    phone: '13800001234',
    ...stamped,
  },
  rooms: {
    id: id('R'),
    floor: id('F'),
    number: '101',
    category: 'office',
    use: '办公',
    state: 'in-use',
    stateSince: '2020-01-01',
    usableArea: 24,
    ring: room,
    unit: id('U'),
    occupants: [{ person: id('P'), share: 1, since: '2020-01-01' }],
    workstations: [{ id: id('W'), code: 'W1', x: 1, y: 1, rotation: 0, person: id('P') }],
    ...stamped,
  },
})

export const measureMonthRecords = ({ id, county, stamped }: Base): Pick<Good, 'measure-months'> => ({
  'measure-months': {
    place: id('B'),
    region: county,
    kind: 'building',
    month: wholeMonthsBefore(stamped.updatedAt, 1)[0] as string,
    measures: Object.fromEntries(MEASURES.map((name) => [name, 1])) as Record<Measure, number>,
    ...stamped,
  },
})
