import { energyKgce, index, SQUARE_METRES } from '../../indices/definition.ts'

declare module '../../indices/definition.ts' {
  interface IndexIds {
    energy: true
  }
}

export default index({
  id: 'energy',
  order: 40,
  name: { zh: '单位建筑面积能耗', en: 'Energy per building area' },
  short: { zh: '能耗', en: 'Energy' },
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
  inputs: ['electricityKwh', 'gasM3', 'heatMj', 'coolMj', 'grossDm2'],
  better: 'less',
  breaks: [7, 9, 11.02, 16.53],
  classes: [
    { zh: '很低', en: 'Very low' },
    { zh: '较低', en: 'Low' },
    { zh: '接近', en: 'Near' },
    { zh: '偏高', en: 'High' },
    { zh: '严重', en: 'Grave' },
  ],
  reference: 11.02,
  value: (m, basis, coal) =>
    m.grossDm2 > 0 && m.electricityKwh + m.gasM3 > 0 ? energyKgce(m, basis, coal) / (m.grossDm2 / 100) : null,
})
