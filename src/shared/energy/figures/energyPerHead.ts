import { energyKgce, HEADS, perHead } from '../../indices/definition.ts'
import { figure } from '../../indices/figure.ts'
import { ENERGY_SOURCE } from '../surveySource.ts'

declare module '../../indices/figure.ts' {
  interface FigureIds {
    energyPerHead: true
  }
}

export default figure({
  id: 'energyPerHead',
  order: 40,
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
  value: (m, basis, coal) => perHead(energyKgce(m, basis, coal), m.energyUsers),
})
