import { index, OFFICES, ratio } from '../../indices/definition.ts'

declare module '../../indices/definition.ts' {
  interface IndexIds {
    perCapita: true
  }
}

export default index({
  id: 'perCapita',
  order: 30,
  name: { zh: '人均面积指数', en: 'Area-per-head index' },
  short: { zh: '人均', en: 'Area' },
  unit: '',
  decimals: 1,
  formula: {
    zh: '实际人均办公室面积 ÷ 核定人均面积 × 100(100 = 达标)',
    en: 'office area per head ÷ approved area per head × 100 (100 = at standard)',
  },
  source: {
    zh: '浙江 DB33/T 数字机关事务建设指南 6.4.2.9 指数名;公式为本系统口径',
    en: "index named in Zhejiang DB33/T guide 6.4.2.9; formula is this system's definition",
  },
  mark: 'D',
  ramp: 'diverging',
  of: { part: null, base: 'officeRooms', unit: OFFICES },
  inputs: ['officeAreaDm2', 'officeLimitDm2', 'people'],
  better: 'less',
  breaks: [80, 90, 100, 105],
  classes: [
    { zh: '较低', en: 'Low' },
    { zh: '适中', en: 'Middle' },
    { zh: '接近', en: 'Near' },
    { zh: '超标', en: 'Over' },
    { zh: '严重', en: 'Grave' },
  ],
  reference: 100,
  rooms: ({ usableArea, limit }) => (limit === null ? null : ratio(usableArea, limit, 100)),
  value: (m) => ratio(m.officeAreaDm2, m.officeLimitDm2, 100),
})
