import { index, ratio, SQUARE_METRES } from '../../indices/definition.ts'

declare module '../../indices/definition.ts' {
  interface IndexIds {
    idle: true
  }
}

export default index({
  id: 'idle',
  order: 20,
  name: { zh: '闲置率', en: 'Vacancy rate' },
  short: { zh: '闲置', en: 'Idle' },
  unit: '%',
  decimals: 1,
  formula: { zh: '闲置使用面积 ÷ 总使用面积 × 100', en: 'idle usable area ÷ all usable area × 100' },
  source: { zh: '本系统口径', en: "this system's definition" },
  mark: 'D',
  ramp: 'vacancy',
  of: { part: 'idleDm2', base: 'usableDm2', unit: SQUARE_METRES },
  inputs: ['idleDm2', 'usableDm2', 'idleRooms'],
  better: 'less',
  breaks: [2.5, 5, 8, 16],
  classes: [
    { zh: '良好', en: 'Good' },
    { zh: '正常', en: 'Usual' },
    { zh: '接近', en: 'Near' },
    { zh: '偏多', en: 'Over' },
    { zh: '严重', en: 'Grave' },
  ],
  reference: 8,
  rooms: 'days-idle',
  value: (m) => ratio(m.idleDm2, m.usableDm2, 100),
})
