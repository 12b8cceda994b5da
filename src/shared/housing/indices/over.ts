import { index, OFFICES, ratio } from '../../indices/definition.ts'

declare module '../../indices/definition.ts' {
  interface IndexIds {
    over: true
  }
}

export default index({
  id: 'over',
  order: 10,
  name: { zh: '超标率', en: 'Over-standard rate' },
  short: { zh: '超标', en: 'Over' },
  unit: '%',
  decimals: 1,
  formula: {
    zh: '超标办公室间数 ÷ 在用办公室间数 × 100',
    en: 'offices over their limit ÷ occupied offices × 100',
  },
  source: {
    zh: '《党政机关办公用房建设标准》(发改投资〔2014〕2674号)第十一、十二条 表3;比率为本系统口径',
    en: "Office Construction Standard (2014) No. 2674, arts. 11–12, table 3; the rate is this system's definition",
  },
  mark: 'D',
  ramp: 'over',
  of: { part: 'overRooms', base: 'officeRooms', unit: OFFICES },
  inputs: ['overRooms', 'officeRooms', 'overAreaDm2'],
  better: 'less',
  breaks: [0.7, 1.4, 2, 4],
  reference: 2,
  referenceIn: (tables) => tables.housingAlerts.over * 100,
  rooms: 'over-limit',
  value: (m) => ratio(m.overRooms, m.officeRooms, 100),
})
