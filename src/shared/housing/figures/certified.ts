import { SQUARE_METRES } from '../../indices/definition.ts'
import { figure } from '../../indices/figure.ts'

declare module '../../indices/figure.ts' {
  interface FigureIds {
    certified: true
  }
}

export default figure({
  id: 'certified',
  order: 30,
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
})
