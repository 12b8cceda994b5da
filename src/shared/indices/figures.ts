import { EQUIPMENT_SHARE, serviceRuleOf } from '../standards/officeArea.ts'
import { energyKgce, HEADS, SQUARE_METRES, type IndexDefinition } from './definition.ts'
import type { Measure, Measures } from './measures.ts'

export type FigureId = 'energyPerHead' | 'waterPerHead' | 'areaPerHead' | 'classUse' | 'certified'

/** A figure that is shown, ranked and compared, but does not colour the map. */
export interface FigureDefinition extends Pick<
  IndexDefinition,
  'name' | 'unit' | 'decimals' | 'formula' | 'source' | 'mark' | 'reference' | 'value' | 'of'
> {
  readonly id: FigureId
  /** What goes in, in the order of the formula. */
  readonly inputs: readonly Measure[]
}

const ENERGY_SOURCE = {
  zh: '《公共机构能源资源消费统计调查制度》;参考值为广东 2021 年市级以下机关均值',
  en: "Public-institution energy statistics regime; the reference is Guangdong's 2021 mean for organs below the province",
}
const per = (amount: number, heads: number): number | null =>
  heads > 0 && amount > 0 ? amount / heads : null

/**
 * 分类使用指数: 100 less half the distance between the shares of offices, service and equipment rooms and the shares that
 * the 2014 standard would give the same occupants: A by their limits, B by the city row's low band, E = 9 % of A + B.
 */
const classUse = (m: Measures): number | null => {
  const actual = [m.officeTotalDm2, m.serviceDm2, m.equipmentDm2]
  const a = m.officeLimitDm2
  const b = m.people * serviceRuleOf('city').low.perHead * 100
  const standard = [a, b, (a + b) * EQUIPMENT_SHARE.value]
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const [whole, wanted] = [sum(actual), sum(standard)]
  if (whole === 0 || wanted === 0) return null
  const distance = actual.reduce(
    (total, value, i) => total + Math.abs(value / whole - (standard[i] ?? 0) / wanted),
    0,
  )
  return 100 - distance * 50
}

export const FIGURES: readonly FigureDefinition[] = [
  {
    id: 'areaPerHead',
    name: { zh: '人均办公室面积', en: 'Office area per head' },
    unit: 'm²/人',
    decimals: 2,
    formula: {
      zh: '在用办公室使用面积 ÷ 实有人数;一人两室只计一人',
      en: 'occupied office area ÷ people; who holds two rooms is one person',
    },
    source: { zh: '本系统口径', en: "this system's definition" },
    mark: 'D',
    reference: null,
    of: { part: null, base: 'people', unit: HEADS },
    inputs: ['officeAreaDm2', 'people'],
    value: (m) => per(m.officeAreaDm2 / 100, m.people),
  },
  {
    id: 'classUse',
    name: { zh: '分类使用指数', en: 'Use-by-class index' },
    unit: '',
    decimals: 1,
    formula: {
      zh: '100 − ½ × Σ|实际占比 − 标准占比| × 100;办公室、服务用房、设备用房三类,标准占比按 A(职级上限)、B(服务用房人均,各级统一取市级低档 8 m²/人)、E = (A + B) × 9 % 折算',
      en: "100 − ½ × Σ|actual share − standard share| × 100 over offices, service and equipment rooms; standard shares from A (limits by grade), B (service rooms: the city row's low band, 8 m² a head, at every level) and E = 9 % of A + B",
    },
    source: {
      zh: '浙江 DB33/T 数字机关事务建设指南 6.4.2.9 指数名;公式为本系统口径',
      en: "named in Zhejiang DB33/T guide 6.4.2.9; the formula is this system's definition",
    },
    mark: 'D',
    reference: null,
    of: { part: null, base: 'usableDm2', unit: SQUARE_METRES },
    inputs: ['officeTotalDm2', 'serviceDm2', 'equipmentDm2', 'officeLimitDm2', 'people'],
    value: classUse,
  },
  {
    id: 'certified',
    name: { zh: '办证率', en: 'Certified area' },
    unit: '%',
    decimals: 1,
    formula: {
      zh: '有不动产权证(或房产证与土地证齐全)的建筑面积 ÷ 总建筑面积 × 100',
      en: 'building area with a title certificate ÷ all building area × 100',
    },
    source: {
      zh: '权属统一登记见《机关事务管理条例》第二十一条;公式为本系统口径',
      en: "unified registration: Regulation No. 621, art. 21; the rate is this system's definition",
    },
    mark: 'D',
    reference: null,
    of: { part: 'certifiedDm2', base: 'grossDm2', unit: SQUARE_METRES },
    inputs: ['certifiedDm2', 'grossDm2'],
    value: (m) => (m.grossDm2 > 0 ? (m.certifiedDm2 / m.grossDm2) * 100 : null),
  },
  {
    id: 'energyPerHead',
    name: { zh: '人均综合能耗', en: 'Energy per head' },
    unit: 'kgce/(人·a)',
    decimals: 1,
    formula: {
      zh: '近十二个月 Σ(电、气、热、冷及其他燃料实物量 × 折标系数) ÷ 用能人数(按单位用房使用面积分到人员所在的楼)',
      en: "last twelve months Σ(electricity, gas, heat, cold, other fuels × coefficient) ÷ energy users (a unit's, by usable area, at the buildings where they sit)",
    },
    source: ENERGY_SOURCE,
    mark: 'S',
    reference: 397.34,
    of: { part: null, base: 'energyUsers', unit: HEADS },
    inputs: ['electricityKwh', 'gasM3', 'heatMj', 'coolMj', 'energyUsers'],
    value: (m, basis, coal) => per(energyKgce(m, basis, coal), m.energyUsers),
  },
  {
    id: 'waterPerHead',
    name: { zh: '人均用水量', en: 'Water per head' },
    unit: 'm³/(人·a)',
    decimals: 2,
    formula: {
      zh: '近十二个月用水量 ÷ 用能人数(按单位用房使用面积分到人员所在的楼)',
      en: "last twelve months of water ÷ energy users (a unit's, by usable area, at the buildings where they sit)",
    },
    source: ENERGY_SOURCE,
    mark: 'T',
    reference: 69.99,
    of: { part: null, base: 'energyUsers', unit: HEADS },
    inputs: ['waterM3', 'energyUsers'],
    value: (m) => per(m.waterM3, m.energyUsers),
  },
]

export const figureOf = (id: FigureId): FigureDefinition =>
  FIGURES.find((figure) => figure.id === id) as FigureDefinition
