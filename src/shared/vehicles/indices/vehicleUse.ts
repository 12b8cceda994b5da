import { index, ratio } from '../../indices/definition.ts'

declare module '../../indices/definition.ts' {
  interface IndexIds {
    vehicleUse: true
  }
}

export default index({
  id: 'vehicleUse',
  order: 50,
  name: { zh: '车辆使用率', en: 'Vehicle use rate' },
  short: { zh: '用车', en: 'Use' },
  unit: '%',
  decimals: 1,
  formula: {
    zh: '出车天数 ÷ (应在用工作日 − 维修停驶日) × 100,上一整月',
    en: 'days out ÷ (due working days − repair days) × 100, last whole month',
  },
  source: {
    zh: '机关事务工作动态第173期“双费双率”指标名;公式为本系统口径',
    en: "named in bulletin no. 173 (“two costs, two rates”); formula is this system's definition",
  },
  mark: 'D',
  ramp: 'vehicle',
  of: { part: 'vehicleDaysUsed', base: 'vehicleDaysDue', unit: { zh: '车日', en: 'vehicle-days' } },
  inputs: ['vehicleDaysUsed', 'vehicleDaysDue', 'vehicles'],
  better: 'more',
  breaks: [80, 70, 60, 40],
  classes: [
    { zh: '充分', en: 'Full' },
    { zh: '较好', en: 'Good' },
    { zh: '接近', en: 'Near' },
    { zh: '偏低', en: 'Low' },
    { zh: '严重', en: 'Grave' },
  ],
  reference: 60,
  value: (m) => ratio(m.vehicleDaysUsed, m.vehicleDaysDue, 100),
})
