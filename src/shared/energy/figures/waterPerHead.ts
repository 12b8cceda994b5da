import { HEADS, perHead } from '../../indices/definition.ts'
import { figure } from '../../indices/figure.ts'
import { ENERGY_SOURCE } from '../surveySource.ts'

declare module '../../indices/figure.ts' {
  interface FigureIds {
    waterPerHead: true
  }
}

export default figure({
  id: 'waterPerHead',
  order: 50,
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
  value: (m) => perHead(m.waterM3, m.energyUsers),
})
