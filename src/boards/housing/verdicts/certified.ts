import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

export default ledgerVerdict({
  id: 'certified',
  question: { zh: '房子都办证了吗?', en: 'All space titled?' },
  scenes: { housing: 40 },
  better: 'more',
  by: { figure: 'certified' },
  target: 'certified',
})
