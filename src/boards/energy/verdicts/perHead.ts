import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

const SEVERE_TIMES = 1.5

export default ledgerVerdict({
  id: 'energyPerHead',
  question: { zh: '人均能耗高吗?', en: 'Energy per head high?' },
  short: { zh: '人均', en: 'Per head' },
  scenes: { energy: 30 },
  better: 'less',
  ramp: 'energy',
  by: { figure: 'energyPerHead' },
  severe: (target) => target * SEVERE_TIMES,
})
