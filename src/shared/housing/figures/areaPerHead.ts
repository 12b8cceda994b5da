import { HEADS, perHead } from '../../indices/definition.ts'
import { figure } from '../../indices/figure.ts'

declare module '../../indices/figure.ts' {
  interface FigureIds {
    areaPerHead: true
  }
}

export default figure({
  id: 'areaPerHead',
  order: 10,
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
  value: (m) => perHead(m.officeAreaDm2 / 100, m.people),
})
