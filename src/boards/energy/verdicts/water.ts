import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

const SEVERE_TIMES = 1.5

export default ledgerVerdict({
  id: 'water',
  question: { zh: '人均用水多吗?', en: 'Water per head high?' },
  short: { zh: '用水', en: 'Water' },
  scenes: { energy: 40 },
  better: 'less',
  ramp: 'energy',
  by: { figure: 'waterPerHead' },
  severe: (target) => target * SEVERE_TIMES,
})
