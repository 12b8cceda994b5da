import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

export default ledgerVerdict({
  id: 'certified',
  question: { zh: '房子都办证了吗?', en: 'All space titled?' },
  short: { zh: '办证', en: 'Titled' },
  scenes: { housing: 40 },
  better: 'more',
  ramp: 'quality',
  by: { figure: 'certified' },
  target: 'certified',
})
