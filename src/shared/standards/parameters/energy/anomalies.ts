import { hour, number, percent, RED, UNITS, YELLOW } from '../../fields.ts'
import type { Field } from '../../parameter.ts'
import { own, text, type Shape } from '../shape.ts'
import { times } from './times.ts'

const hours = (at: string): Field[] => [
  hour(`${at}.fromHour`, { id: 'from', name: text('起', 'from') }),
  hour(`${at}.toHour`, { id: 'to', name: text('止', 'to') }),
]

export const ANOMALIES: Record<string, Shape> = {
  least: {
    name: text('基线至少需要的同类日', 'Like days that a baseline needs'),
    fields: [number('anomaly.leastDays', [2, 30], { unit: UNITS.days })],
    citation: own('用能基线'),
    feeds: ['EA-01', 'EA-02', 'EA-03', 'energy-night'],
  },
  nightHours: {
    name: text('夜间时段', 'Night hours'),
    fields: hours('anomaly.night'),
    relation: 'rising',
    citation: own('夜间基础负荷'),
    feeds: ['EA-01', 'energy-night'],
  },
  workHours: {
    name: text('白天工作时段', 'Working hours'),
    fields: hours('anomaly.work'),
    relation: 'rising',
    citation: own('夜间基础负荷'),
    feeds: ['EA-01', 'energy-night'],
  },
  nightOwn: {
    name: text('夜间负荷与自身夜间中位数之比', 'Night load against its own median night'),
    fields: [
      times('anomaly.night.overOwn', [1, 10], 'yellow', YELLOW),
      times('anomaly.night.redOwn', [1, 20], 'red', RED),
    ],
    relation: 'rising',
    citation: own('夜间基础负荷'),
    feeds: ['EA-01'],
  },
  nightOfDay: {
    name: text('夜间负荷占白天(异常)', "Night load of the day's (anomaly)"),
    fields: [
      percent('anomaly.night.ofDay', [10, 150], { id: 'yellow', name: YELLOW }),
      percent('anomaly.night.redOfDay', [10, 200], { id: 'red', name: RED }),
    ],
    relation: 'rising',
    citation: own('夜间基础负荷'),
    feeds: ['EA-01'],
  },
  rest: {
    name: text('休息日用电占工作日', 'Rest day of a working day'),
    fields: [
      percent('anomaly.rest.usuallyBelow', [10, 100], {
        id: 'usual',
        name: text('平时低于', 'usually below'),
      }),
      percent('anomaly.rest.ofWork', [10, 150], { id: 'over', name: text('异常高于', 'odd above') }),
    ],
    relation: 'rising',
    citation: own('休息日用能'),
    feeds: ['EA-02'],
  },
  jump: {
    name: text('用电突变', 'Sudden change'),
    fields: [
      percent('anomaly.jump.fall', [1, 99], { id: 'fall', name: text('低于中位数', 'below the median') }),
      times('anomaly.jump.times', [1.05, 10], 'times', text('高于中位数', 'above the median')),
      times('anomaly.jump.redTimes', [1.1, 20], 'red', text('高于中位数,报警', 'above the median, red')),
      number('anomaly.jump.deviations', [1, 20], {
        id: 'deviations',
        name: text('中位绝对偏差', 'median absolute deviations'),
        unit: UNITS.times,
        decimals: 1,
      }),
    ],
    citation: own('用电突变'),
    feeds: ['EA-03'],
  },
  flat: {
    name: text('读数不变', 'Flat line'),
    fields: [
      number('anomaly.flatHours', [2, 24], {
        id: 'hours',
        name: text('连续', 'in a row'),
        unit: UNITS.hours,
      }),
      percent('anomaly.flatShare', [0, 10], { id: 'within', name: text('差不超过', 'within'), decimals: 2 }),
    ],
    citation: own('表计卡滞'),
    feeds: ['EA-04'],
  },
  empty: {
    name: text('空置楼有负荷', 'Empty building with a load'),
    fields: [
      percent('anomaly.empty.idleShare', [10, 100], {
        id: 'idle',
        name: text('闲置面积不低于', 'idle area at least'),
      }),
      percent('anomaly.empty.ofMedian', [1, 200], {
        id: 'load',
        name: text('单位面积功率不低于本县中位数', "power per m² of the county's median"),
      }),
    ],
    citation: own('空置用能'),
    feeds: ['EA-05'],
  },
  gap: {
    name: text('读数缺失(一日内)', 'Readings missing of a day'),
    fields: [
      number('anomaly.gapHours', [1, 24], { id: 'yellow', name: YELLOW, unit: UNITS.hours }),
      number('anomaly.redGapHours', [1, 24], { id: 'red', name: RED, unit: UNITS.hours }),
    ],
    relation: 'rising',
    citation: own('读数缺失'),
    feeds: ['EA-06'],
  },
  leakHours: {
    name: text('夜间用水时段', 'Night hours of water'),
    fields: hours('anomaly.leak'),
    relation: 'rising',
    citation: own('夜间用水'),
    feeds: ['EA-07'],
  },
  leakOwn: {
    name: text('夜间用水与自身夜间中位数之比', 'Night water against its own median night'),
    fields: [times('anomaly.leak.overOwn', [1, 20], 'value', text('', ''))],
    citation: own('夜间用水'),
    feeds: ['EA-07'],
  },
  leakOfDay: {
    name: text('夜间用水占白天', "Night water of the day's"),
    fields: [
      percent('anomaly.leak.ofDay', [1, 150], { id: 'yellow', name: YELLOW }),
      percent('anomaly.leak.redOfDay', [1, 200], { id: 'red', name: RED }),
    ],
    relation: 'rising',
    citation: own('夜间用水'),
    feeds: ['EA-07'],
  },
  balance: {
    name: text('总表与分项合计相差', 'Main meter against the sum of its parts'),
    fields: [
      percent('anomaly.balance.ofWhole', [1, 100], { id: 'yellow', name: YELLOW }),
      percent('anomaly.balance.redOfWhole', [1, 200], { id: 'red', name: RED }),
    ],
    relation: 'rising',
    citation: own('总分差'),
    feeds: ['EA-08'],
  },
  callsAnomalies: {
    name: text('用能异常预警起点(占楼栋)', 'Anomaly alerts from (of buildings)'),
    fields: [percent('energyCalls.anomaly', [0, 100], { decimals: 1 })],
    citation: own('预警分级:份额、趋势、逾期'),
    feeds: ['EA-01', 'EA-02', 'EA-03', 'EA-04', 'EA-05', 'EA-06', 'EA-07', 'EA-08'],
  },
}
