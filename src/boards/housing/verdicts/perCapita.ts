import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

/** Beyond so much of the approved area someone must act: where the index has its last class. */
const SEVERE = 105

export default ledgerVerdict({
  id: 'perCapita',
  question: { zh: '人均面积合适吗?', en: 'Area per head right?' },
  scenes: { housing: 30 },
  better: 'less',
  by: { index: 'perCapita' },
  severe: () => SEVERE,
})
