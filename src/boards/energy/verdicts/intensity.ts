import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

const SEVERE_TIMES = 1.5

export default ledgerVerdict({
  id: 'intensity',
  question: { zh: '单位面积能耗高吗?', en: 'Energy per area high?' },
  scenes: { energy: 20 },
  better: 'less',
  by: { index: 'energy' },
  severe: (target) => target * SEVERE_TIMES,
})
