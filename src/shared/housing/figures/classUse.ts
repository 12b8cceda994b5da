import { EQUIPMENT_SHARE, serviceRuleOf } from '../../standards/officeArea.ts'
import { SQUARE_METRES } from '../../indices/definition.ts'
import { figure } from '../../indices/figure.ts'
import type { Measures } from '../../indices/measures.ts'

declare module '../../indices/figure.ts' {
  interface FigureIds {
    classUse: true
  }
}

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

export default figure({
  id: 'classUse',
  order: 20,
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
})
