import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

export default ledgerVerdict({
  id: 'quality',
  question: { zh: '数据可信吗?', en: 'Can data be trusted?' },
  scenes: { supervision: 10 },
  better: 'more',
  by: { index: 'quality' },
})
