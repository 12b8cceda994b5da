import { GRADES, type Grade, type LimitLevel, type OrganLevel } from '../housing/grades.ts'
import type { SquareMetres } from '../kernel/units.ts'
import { OFFICE_STANDARD, type Citation } from './rule.ts'

/** Apart from the tables of limits, so that a colour needs none of them. */
export { OVER_STANDARD, type Band } from './overStandard.ts'

/** Upper limit of one person's 办公室使用面积, m². */
export interface AreaLimit {
  readonly level: LimitLevel
  readonly grade: Grade
  readonly limit: SquareMetres
  readonly citation: Citation
}

const national = (mark: Citation['mark']): Citation => ({
  document: OFFICE_STANDARD,
  article: '第十一、十二条 表3',
  mark,
})
const local: Citation = {
  document: '盘锦市机关事务服务局 2018-11-06(乡级由省级人民政府规定)',
  article: '乡级机关',
  mark: 'S',
}
const section: Citation = {
  document: 'DB2308/T 149-2023(佳木斯)',
  article: '表2 市级机关的科级直属、派出机构',
  mark: 'S',
}

const row = (level: LimitLevel, grade: Grade, limit: SquareMetres, citation = national('S')): AreaLimit => ({
  level,
  grade,
  limit,
  citation,
})

/**
 * 办公室使用面积上限, table 3 of the 2014 standard. A grade above a level's table keeps the highest limit of that table;
 * grades below its last named row share the last one (处级以下, 局(处)级以下, 科级以下).
 */
export const AREA_LIMITS: readonly AreaLimit[] = [
  row('central', 'province.chief', 54),
  row('central', 'province.deputy', 42),
  row('central', 'department.chief', 24),
  row('central', 'department.deputy', 18),
  row('central', 'division.chief', 12),
  row('central', 'division.deputy', 12),
  row('central', 'staff', 9),
  row('province', 'province.chief', 54),
  row('province', 'province.deputy', 42),
  row('province', 'department.chief', 30),
  row('province', 'department.deputy', 24),
  row('province', 'division.chief', 18),
  row('province', 'division.deputy', 12),
  row('province', 'staff', 9),
  row('city', 'department.chief', 42),
  row('city', 'department.deputy', 30),
  row('city', 'division.chief', 24),
  row('city', 'division.deputy', 18),
  row('city', 'staff', 9),
  row('county', 'division.chief', 30),
  row('county', 'division.deputy', 24),
  row('county', 'section.chief', 18),
  row('county', 'section.deputy', 12),
  row('county', 'staff', 9),
  row('township', 'section.chief', 24, local),
  row('township', 'section.deputy', 18, local),
  row('township', 'staff', 9, local),
  row('city-section', 'section.chief', 18, section),
  row('city-section', 'section.deputy', 12, section),
  row('city-section', 'staff', 9, section),
]

/** 市科级直属机构: a city of another province has limits of its own for them; off until a province's own document is named. */
export const SECTION_ORGANS = { applies: 'off' as 'off' | 'on', citation: section }

const SECTION = GRADES.indexOf('section.chief')
/** A city's organ whose highest post is of 科级 keeps to the table of such organs where that is chosen; all others to their level's. */
export const limitLevelOf = (
  level: OrganLevel,
  establishment: Partial<Record<Grade, number>>,
  sectionOrgans: 'off' | 'on',
): LimitLevel => {
  if (level !== 'city' || sectionOrgans === 'off') return level
  const highest = GRADES.findIndex((grade) => (establishment[grade] ?? 0) > 0)
  return highest >= SECTION && highest < GRADES.length - 1 ? 'city-section' : level
}

/**
 * The row that applies to a grade in an organ of a level: its own, else the nearest named one above where it
 * outranks the table, else 以下.
 */
export const areaLimitOf = (level: LimitLevel, grade: Grade): AreaLimit => {
  const rows = AREA_LIMITS.filter((limit) => limit.level === level)
  const own = rows.find((limit) => limit.grade === grade)
  if (own) return own
  const first = rows[0] as AreaLimit
  const outranks = GRADES.indexOf(grade) < GRADES.indexOf(first.grade)
  return outranks ? first : (rows.at(-1) as AreaLimit)
}

/** Per-person 服务用房使用面积, m², for x people of the establishment (编制定员): 第十三条 表4. Continuous at both ends. */
export interface ServiceRule {
  readonly level: OrganLevel
  readonly low: { readonly upTo: number; readonly perHead: SquareMetres }
  readonly high: { readonly from: number; readonly perHead: SquareMetres }
  /** (a − x) ÷ b between the two. */
  readonly middle: { readonly a: number; readonly b: number }
  readonly citation: Citation
}

const service = (
  level: OrganLevel,
  low: [number, number],
  high: [number, number],
  middle: [number, number],
  mark: Citation['mark'],
): ServiceRule => ({
  level,
  low: { upTo: low[0], perHead: low[1] },
  high: { from: high[0], perHead: high[1] },
  middle: { a: middle[0], b: middle[1] },
  citation: { document: OFFICE_STANDARD, article: '第十三条 表4', mark },
})

/** Only the city row was confirmed; the others are 待核实 and editable. Townships follow the county row until a province sets one. */
export const SERVICE_RULES: readonly ServiceRule[] = [
  service('central', [200, 10], [400, 8], [1200, 100], 'M'),
  service('province', [200, 9], [400, 7], [1100, 100], 'M'),
  service('city', [200, 8], [400, 6], [1000, 100], 'S'),
  service('county', [100, 8], [200, 6], [500, 50], 'M'),
  service('township', [100, 8], [200, 6], [500, 50], 'M'),
]

export const serviceRuleOf = (
  level: LimitLevel,
  rules: readonly ServiceRule[] = SERVICE_RULES,
): ServiceRule =>
  rules.find((rule) => rule.level === (level === 'city-section' ? 'city' : level)) as ServiceRule

/** The straight line between both ends: (a − x) ÷ b; where the ends give the same there is no slope, and b is endless. */
export const middleOf = (low: ServiceRule['low'], high: ServiceRule['high']): ServiceRule['middle'] => {
  const b = (high.from - low.upTo) / (low.perHead - high.perHead)
  return { a: low.perHead * b + low.upTo, b }
}

/** m² per head; 0 people need none. */
export const servicePerHead = (rule: ServiceRule, people: number): SquareMetres => {
  if (people <= rule.low.upTo) return rule.low.perHead
  if (people >= rule.high.from) return rule.high.perHead
  return (rule.middle.a - people) / rule.middle.b
}

/** 设备用房 = 9 % of offices and service rooms. */
export const EQUIPMENT_SHARE = {
  value: 0.09,
  citation: { document: OFFICE_STANDARD, article: '设备用房(盘锦 2.3 转引)', mark: 'S' } satisfies Citation,
}

/** 使用面积系数 K: 多层 ≥ 65 %, 高层 ≥ 60 %. */
export const USABLE_SHARE = {
  multiStorey: 0.65,
  highRise: 0.6,
  citation: {
    document: OFFICE_STANDARD,
    article: '基本办公用房建筑总使用面积系数',
    mark: 'S',
  } satisfies Citation,
}

/** 食堂 建筑面积, m²: 3.7 a head up to 100, 2.6 above. */
export const CANTEEN = {
  upTo: 100,
  perHead: 3.7,
  above: 2.6,
  citation: {
    document: OFFICE_STANDARD,
    article: '附属用房 食堂(盘锦 3.1 转引)',
    mark: 'S',
  } satisfies Citation,
}

export const canteenArea = (people: number): SquareMetres =>
  Math.min(people, CANTEEN.upTo) * CANTEEN.perHead + Math.max(people - CANTEEN.upTo, 0) * CANTEEN.above

/** 汽车库 建筑面积, m²: 40 a space up to 200, 38 above. */
export const GARAGE = {
  upTo: 200,
  perSpace: 40,
  above: 38,
  citation: {
    document: OFFICE_STANDARD,
    article: '附属用房 汽车库(盘锦 3.2 转引)',
    mark: 'S',
  } satisfies Citation,
}

export const garageArea = (spaces: number): SquareMetres =>
  Math.min(spaces, GARAGE.upTo) * GARAGE.perSpace + Math.max(spaces - GARAGE.upTo, 0) * GARAGE.above

/** What a unit may have: 核定面积. */
export interface ApprovedArea {
  /** A 办公室, B 服务用房, E 设备用房, and their sum 基本办公用房使用面积, m². */
  readonly a: SquareMetres
  readonly b: SquareMetres
  readonly e: SquareMetres
  readonly basic: SquareMetres
  /** 基本办公用房建筑面积 = basic ÷ K. */
  readonly grossBasic: SquareMetres
}

/** S = [A + B + (A+B)×9 %] ÷ K, by 编制定员 and not by head count. */
export const approvedArea = (
  level: LimitLevel,
  establishment: Partial<Record<Grade, number>>,
  highRise: boolean,
  services: readonly ServiceRule[] = SERVICE_RULES,
): ApprovedArea => {
  const rows = Object.entries(establishment) as [Grade, number][]
  const people = rows.reduce((sum, [, count]) => sum + count, 0)
  const a = rows.reduce((sum, [grade, count]) => sum + areaLimitOf(level, grade).limit * count, 0)
  const b = people * servicePerHead(serviceRuleOf(level, services), people)
  const e = (a + b) * EQUIPMENT_SHARE.value
  const basic = a + b + e
  return { a, b, e, basic, grossBasic: basic / (highRise ? USABLE_SHARE.highRise : USABLE_SHARE.multiStorey) }
}

/** 闲置 thresholds, days. No national deadline was found. */
export const IDLE_DAYS = {
  yellow: 90,
  red: 180,
  citation: { document: '本系统口径', article: '闲置天数阈值', mark: 'D' } satisfies Citation,
}
