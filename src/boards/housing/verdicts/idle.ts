import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

export default ledgerVerdict({
  id: 'idle',
  question: { zh: '有没有房子空着?', en: 'Space standing empty?' },
  scenes: { overview: 20, housing: 20, supervision: 30 },
  better: 'less',
  by: { index: 'idle' },
})
