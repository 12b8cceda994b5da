import type { Citation } from '../../../standards/rule.ts'
import { OWN, type VehicleParameter } from './parameter.ts'

const VH10: Citation = {
  document: '《道路交通安全法实施条例》(国务院令第405号)',
  article: '第七十八条',
  mark: 'S',
}

export const SPEED = {
  overspeed: {
    rules: ['VH-10'],
    zh: '无道路限速时小型载客汽车上限',
    en: 'limit of a small passenger car where no road is known',
    unit: 'km/h',
    default: 120,
    min: 30,
    max: 120,
    citation: VH10,
  },
  overspeedOther: {
    rules: ['VH-10'],
    zh: '无道路限速时其他车型上限',
    en: 'limit of other vehicles where no road is known',
    unit: 'km/h',
    default: 100,
    min: 30,
    max: 120,
    citation: VH10,
  },
  overspeedPoints: {
    rules: ['VH-10'],
    zh: '超速连续点数',
    en: 'reports in a row over the limit',
    unit: 'points',
    default: 3,
    min: 3,
    max: 20,
    citation: OWN('连续点数'),
  },
  overspeedRed: {
    rules: ['VH-10'],
    zh: '超速幅度达此为红色',
    en: 'over the limit by this share is red',
    unit: '%',
    default: 20,
    min: 0,
    max: 100,
    citation: OWN('超速分级'),
  },
  roadHeading: {
    rules: ['VH-10'],
    zh: '行驶方向与道路方向允差',
    en: 'angle between heading and road',
    unit: '°',
    default: 35,
    min: 5,
    max: 90,
    citation: OWN('道路匹配'),
  },
  roadSlack: {
    rules: ['VH-10'],
    zh: '并行道路取较高限速的距离差',
    en: 'parallel roads so near count as one, with the higher limit',
    unit: 'm',
    default: 15,
    min: 0,
    max: 100,
    citation: OWN('道路匹配'),
  },
} as const satisfies Record<string, VehicleParameter>
