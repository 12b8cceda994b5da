import { index } from '../../indices/definition.ts'
import type { Measures } from '../../indices/measures.ts'

const qualityOf = (m: Measures): number | null => {
  if (m.fieldsRequired === 0 || m.checks === 0 || m.records === 0) return null
  const complete = m.fieldsFilled / m.fieldsRequired
  const accurate = 1 - m.checksFailed / m.checks
  const fresh = m.recordsFresh / m.records
  return ((complete + accurate + fresh) / 3) * 100
}

declare module '../../indices/definition.ts' {
  interface IndexIds {
    quality: true
  }
}

export default index({
  id: 'quality',
  order: 60,
  name: { zh: '数据质量', en: 'Data quality' },
  short: { zh: '质量', en: 'Quality' },
  unit: '分',
  decimals: 1,
  formula: {
    zh: '(完整性 + 准确性 + 时效性) ÷ 3 × 100;完整性 = 已填必填项 ÷ 必填项,准确性 = 1 − 未过校验 ÷ 校验,时效性 = 期限内更新的记录 ÷ 记录',
    en: '(completeness + accuracy + timeliness) ÷ 3 × 100',
  },
  source: {
    zh: '广西 DB45/T 办公用房管理平台使用管理规范(评价与改进)三项维度;公式为本系统口径',
    en: "dimensions of Guangxi DB45/T platform standard; formula is this system's definition",
  },
  mark: 'D',
  ramp: 'quality',
  of: { part: null, base: 'records', unit: { zh: '条记录', en: 'records' } },
  inputs: ['fieldsFilled', 'fieldsRequired', 'checksFailed', 'checks', 'recordsFresh', 'records'],
  better: 'more',
  breaks: [97, 94, 90, 80],
  classes: [
    { zh: '优秀', en: 'Fine' },
    { zh: '良好', en: 'Good' },
    { zh: '接近', en: 'Near' },
    { zh: '不足', en: 'Short' },
    { zh: '严重', en: 'Grave' },
  ],
  reference: 90,
  rooms: 'floor',
  value: qualityOf,
})
