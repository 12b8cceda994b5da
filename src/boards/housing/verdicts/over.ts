import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

export default ledgerVerdict({
  id: 'over',
  question: { zh: '办公用房超标了吗?', en: 'Offices over standard?' },
  scenes: { overview: 10, housing: 10, supervision: 20 },
  better: 'less',
  by: { index: 'over' },
})
