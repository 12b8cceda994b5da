import { choice, percent, RED, YELLOW } from '../../fields.ts'
import type { Field } from '../../parameter.ts'
import { own, text, type Shape } from '../shape.ts'

const bands = (at: string, bounds: readonly [number, number]): Field[] => [
  percent(`${at}.yellow`, bounds, { id: 'yellow', name: YELLOW }),
  percent(`${at}.red`, bounds, { id: 'red', name: RED }),
]

export const LIMITS: Record<string, Shape> = {
  pace: {
    name: text('定额进度(占应有进度)', 'Pace of the quota'),
    fields: bands('energy.pace', [80, 300]),
    relation: 'rising',
    citation: own('用能进度'),
    feeds: ['EN-05'],
  },
  firstShare: {
    name: text('年初不判进度的时段(占全年)', 'Part of the year before a pace is judged'),
    fields: [percent('energy.firstShare', [0, 50], { decimals: 1 })],
    citation: own('用能进度'),
    feeds: ['EN-05'],
  },
  nightShare: {
    name: text('夜间负荷占白天', "Night load of the day's"),
    fields: bands('energy.nightShare', [10, 150]),
    relation: 'rising',
    citation: own('夜间基础负荷'),
    feeds: ['EN-01'],
  },
  callsPace: {
    name: text('超定额进度预警起点(占有定额的楼栋)', 'Quota alerts from (of buildings with a quota)'),
    fields: [percent('energyCalls.pace', [0, 100], { decimals: 1 })],
    citation: own('预警分级:份额、趋势、逾期'),
    feeds: ['EN-05'],
  },
  callsNight: {
    name: text('夜间负荷预警起点(占已读楼栋)', 'Night-load alerts from (of buildings read)'),
    fields: [percent('energyCalls.night', [0, 100], { decimals: 1 })],
    citation: own('预警分级:份额、趋势、逾期'),
    feeds: ['EN-01'],
  },
  zone: {
    name: text('参照定额的气候区', 'Climate zone of the reference quota'),
    fields: [
      choice('quotaZone.zone', [
        { value: 'A', name: text('A 区', 'zone A') },
        { value: 'B', name: text('B 区', 'zone B') },
      ]),
    ],
    citation: own('本区无发布的气候区划'),
    feeds: ['energy-quota'],
  },
  special: {
    name: text('无分项表时特殊用电占比', 'Special use where there is no sub-meter'),
    fields: [percent('vacancy.specialShare', [0, 90], { decimals: 1 })],
    citation: own('空置用能'),
    feeds: ['vacancy', 'energy-quota'],
  },
}
