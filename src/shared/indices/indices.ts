import { COAL_TABLE, toKgce, type CoalBasis, type CoalRow } from '../energy/coal.ts'
import type { Mark } from './mark.ts'
import type { Measure, Measures } from './measures.ts'

export type { CoalBasis } from '../energy/coal.ts'
export type { Mark } from './mark.ts'

export type IndexId = 'over' | 'idle' | 'perCapita' | 'energy' | 'vehicleUse' | 'quality'
/** Which family of colours an index runs through: amber to red, violet, diverging, teal to white, blue, green. */
export type Ramp = 'over' | 'vacancy' | 'diverging' | 'energy' | 'vehicle' | 'quality'

/** The measures behind a rate: what it is a part of, and what that is counted in. */
interface RateBase {
  readonly part: Measure | null
  readonly base: Measure
  readonly unit: { readonly zh: string; readonly en: string }
}
const OFFICES = { zh: '间', en: 'offices' } as const
export const SQUARE_METRES = { zh: 'm²', en: 'm²' } as const
export const HEADS = { zh: '人', en: 'people' } as const

export interface IndexDefinition {
  readonly id: IndexId
  readonly name: { readonly zh: string; readonly en: string }
  readonly unit: string
  readonly decimals: number
  readonly formula: { readonly zh: string; readonly en: string }
  readonly source: { readonly zh: string; readonly en: string }
  readonly mark: Mark
  readonly ramp: Ramp
  /** What it is counted over; `part` where the value is a share of it. */
  readonly of: RateBase
  /** Five class breaks, ascending; six colours. */
  readonly breaks: readonly [number, number, number, number, number]
  /** The value that the legend marks as the standard or the warning line; null when there is none. */
  readonly reference: number | null
  /** null where the place has no base for it: the colour is then 无数据. */
  value(measures: Measures, basis: CoalBasis, coal?: readonly CoalRow[]): number | null
}

export const energyKgce = (m: Measures, basis: CoalBasis, coal: readonly CoalRow[] = COAL_TABLE): number =>
  toKgce(m, basis, coal)

const ratio = (part: number, whole: number, factor: number): number | null =>
  whole > 0 ? (part / whole) * factor : null

const qualityOf = (m: Measures): number | null => {
  if (m.fieldsRequired === 0 || m.checks === 0 || m.records === 0) return null
  const complete = m.fieldsFilled / m.fieldsRequired
  const accurate = 1 - m.checksFailed / m.checks
  const fresh = m.recordsFresh / m.records
  return ((complete + accurate + fresh) / 3) * 100
}

export const INDICES: readonly IndexDefinition[] = [
  {
    id: 'over',
    name: { zh: '超标率', en: 'Over-standard rate' },
    unit: '%',
    decimals: 1,
    formula: {
      zh: '超标办公室间数 ÷ 在用办公室间数 × 100',
      en: 'offices over their limit ÷ occupied offices × 100',
    },
    source: {
      zh: '《党政机关办公用房建设标准》(发改投资〔2014〕2674号)第十一、十二条 表3;比率为本系统口径',
      en: "Office Construction Standard (2014) No. 2674, arts. 11–12, table 3; the rate is this system's definition",
    },
    mark: 'D',
    ramp: 'over',
    of: { part: 'overRooms', base: 'officeRooms', unit: OFFICES },
    breaks: [1, 2, 4, 6, 9],
    reference: 2,
    value: (m) => ratio(m.overRooms, m.officeRooms, 100),
  },
  {
    id: 'idle',
    name: { zh: '闲置率', en: 'Vacancy rate' },
    unit: '%',
    decimals: 1,
    formula: { zh: '闲置使用面积 ÷ 总使用面积 × 100', en: 'idle usable area ÷ all usable area × 100' },
    source: { zh: '本系统口径', en: "this system's definition" },
    mark: 'D',
    ramp: 'vacancy',
    of: { part: 'idleDm2', base: 'usableDm2', unit: SQUARE_METRES },
    breaks: [2, 4, 6, 9, 13],
    reference: 8,
    value: (m) => ratio(m.idleDm2, m.usableDm2, 100),
  },
  {
    id: 'perCapita',
    name: { zh: '人均面积指数', en: 'Area-per-head index' },
    unit: '',
    decimals: 1,
    formula: {
      zh: '实际人均办公室面积 ÷ 核定人均面积 × 100(100 = 达标)',
      en: 'office area per head ÷ approved area per head × 100 (100 = at standard)',
    },
    source: {
      zh: '浙江 DB33/T 数字机关事务建设指南 6.4.2.9 指数名;公式为本系统口径',
      en: "index named in Zhejiang DB33/T guide 6.4.2.9; formula is this system's definition",
    },
    mark: 'D',
    ramp: 'diverging',
    of: { part: null, base: 'officeRooms', unit: OFFICES },
    breaks: [70, 80, 90, 100, 105],
    reference: 100,
    value: (m) => ratio(m.officeAreaDm2, m.officeLimitDm2, 100),
  },
  {
    id: 'energy',
    name: { zh: '单位建筑面积能耗', en: 'Energy per building area' },
    unit: 'kgce/(m²·a)',
    decimals: 2,
    formula: {
      zh: '近十二个月 Σ(电、气、热、冷及其他燃料实物量 × 折标系数) ÷ 建筑面积;水不折标,光伏自发自用含在用电内',
      en: 'last twelve months Σ(electricity, gas, heat, cold, other fuels × coefficient) ÷ building area; water is not converted, solar power used on the spot is part of the electricity',
    },
    source: {
      zh: '《公共机构能源资源消费统计调查制度》;系数 GB/T 2589(当量)或 DB37/T 2672(等价)',
      en: 'Public-institution energy statistics regime; coefficients GB/T 2589 (heat value) or DB37/T 2672 (equal value)',
    },
    mark: 'S',
    ramp: 'energy',
    of: { part: null, base: 'grossDm2', unit: SQUARE_METRES },
    breaks: [6, 8, 10, 12, 16],
    reference: 11.02,
    value: (m, basis, coal) =>
      m.grossDm2 > 0 && m.electricityKwh + m.gasM3 > 0
        ? energyKgce(m, basis, coal) / (m.grossDm2 / 100)
        : null,
  },
  {
    id: 'vehicleUse',
    name: { zh: '车辆使用率', en: 'Vehicle use rate' },
    unit: '%',
    decimals: 1,
    formula: {
      zh: '出车天数 ÷ (应在用工作日 − 维修停驶日) × 100,上一整月',
      en: 'days out ÷ (due working days − repair days) × 100, last whole month',
    },
    source: {
      zh: '机关事务工作动态第173期“双费双率”指标名;公式为本系统口径',
      en: "named in bulletin no. 173 (“two costs, two rates”); formula is this system's definition",
    },
    mark: 'D',
    ramp: 'vehicle',
    of: { part: 'vehicleDaysUsed', base: 'vehicleDaysDue', unit: { zh: '车日', en: 'vehicle-days' } },
    breaks: [40, 50, 60, 70, 80],
    reference: 60,
    value: (m) => ratio(m.vehicleDaysUsed, m.vehicleDaysDue, 100),
  },
  {
    id: 'quality',
    name: { zh: '数据质量', en: 'Data quality' },
    unit: '分',
    decimals: 1,
    formula: {
      zh: '(完整性 + 准确性 + 时效性) ÷ 3 × 100;完整性 = 已填必填项 ÷ 必填项,准确性 = 1 − 未过校验 ÷ 校验,时效性 = 期限内更新的记录 ÷ 记录',
      en: '(completeness + accuracy + timeliness) ÷ 3 × 100',
    },
    source: {
      zh: '广西 DB45/T 办公用房管理平台使用管理规范(评价与改进)三项维度;公式为本系统口径',
      en: "dimensions of Guangxi DB45/T platform standard; formula is this system's definition",
    },
    mark: 'D',
    ramp: 'quality',
    of: { part: null, base: 'records', unit: { zh: '条记录', en: 'records' } },
    breaks: [80, 85, 90, 94, 97],
    reference: 90,
    value: qualityOf,
  },
]

export const indexOf = (id: IndexId): IndexDefinition =>
  INDICES.find((index) => index.id === id) as IndexDefinition

/** 0–5: which of the six classes a value falls into; −1 for 无数据. */
export const classOf = (index: IndexDefinition, value: number | null): number =>
  value === null ? -1 : index.breaks.reduce((n, b) => (value >= b ? n + 1 : n), 0)
