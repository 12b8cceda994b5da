import { CARBON_FACTORS, type CarbonMedium } from '../../energy/carbon.ts'
import { COAL_TABLE, CONVERTED } from '../../energy/coal.ts'
import { QUOTA_TABLE, QUOTA_UNITS, type QuotaIndicator } from '../../energy/quota.ts'
import { choice, hour, number, percent, RED, UNITS, YELLOW } from '../fields.ts'
import type { Field, Parameter, Text } from '../parameter.ts'
import { own, section, text, type Shape } from './shape.ts'

const hours = (at: string): Field[] => [
  hour(`${at}.fromHour`, { id: 'from', name: text('起', 'from') }),
  hour(`${at}.toHour`, { id: 'to', name: text('止', 'to') }),
]
const bands = (at: string, bounds: readonly [number, number]): Field[] => [
  percent(`${at}.yellow`, bounds, { id: 'yellow', name: YELLOW }),
  percent(`${at}.red`, bounds, { id: 'red', name: RED }),
]
const times = (at: string, bounds: readonly [number, number], id: string, name: Text): Field =>
  number(at, bounds, { id, name, unit: UNITS.times, decimals: 2 })

const LIMITS: Record<string, Shape> = {
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

const ANOMALIES: Record<string, Shape> = {
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

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const YEAR: Record<string, Shape> = {
  growth: {
    name: text('年末预测的同比限幅', 'Bounds of growth in a projection'),
    fields: [
      times('year.growth.least', [0.1, 1], 'least', text('不低于', 'at least')),
      times('year.growth.most', [1, 5], 'most', text('不高于', 'at most')),
    ],
    relation: 'rising',
    citation: own('年度用能预测'),
    feeds: ['energy-year'],
  },
  shares: {
    name: text('无上年数据时各月占比', "Months' shares where no year is known"),
    fields: MONTHS.map((en, i) =>
      percent(`year.shares.${i}`, [0, 50], { id: `m${i + 1}`, name: text(`${i + 1} 月`, en), decimals: 1 }),
    ),
    relation: 'sums-to-100',
    citation: own('年度用能预测'),
    feeds: ['energy-year'],
  },
}

const coal = (): Record<string, Shape> =>
  Object.fromEntries(
    COAL_TABLE.map(({ fuel, name, unit, source, mark }, i) => {
      const kgce = text(`kgce/${unit}`, `kgce/${unit}`)
      const isCounted = CONVERTED.some((one) => one.fuel === fuel)
      return [
        `coal.${fuel}`,
        {
          name: text(`折标系数 · ${name.zh}`, `Coal coefficient · ${name.en}`),
          fields: [
            number(`coal.${i}.kgce.equivalent-heat`, [0.001, 5], {
              id: 'heat',
              name: text('当量值', 'heat value'),
              unit: kgce,
              decimals: 5,
            }),
            number(`coal.${i}.kgce.equal-value`, [0.001, 5], {
              id: 'equal',
              name: text('等价值', 'equal value'),
              unit: kgce,
              decimals: 5,
            }),
          ],
          citation: { document: source['equivalent-heat'], article: source['equal-value'], mark },
          edit: !isCounted ? ('locked' as const) : mark === 'D' ? ('reason' as const) : ('basis' as const),
          ...(isCounted
            ? {}
            : {
                locked: text(
                  '平台不报送此类能源,系数列出备查',
                  'The platforms send none of this energy; listed for reference',
                ),
              }),
          feeds: ['coal', 'energy-quota'] as const,
        },
      ]
    }),
  )

const MEDIA: Record<CarbonMedium, Text> = {
  grid: text('电力', 'electricity'),
  gas: text('天然气', 'natural gas'),
  heat: text('外购热力', 'bought heat'),
  coal: text('原煤', 'raw coal'),
  oil: text('柴油', 'diesel'),
  lpg: text('液化石油气', 'LPG'),
}
const CARBON_UNITS: Record<CarbonMedium, Text> = {
  grid: text('kgCO₂/kWh', 'kgCO₂/kWh'),
  gas: text('kgCO₂/m³', 'kgCO₂/m³'),
  heat: text('kgCO₂/MJ', 'kgCO₂/MJ'),
  coal: text('kgCO₂/kg', 'kgCO₂/kg'),
  oil: text('kgCO₂/kg', 'kgCO₂/kg'),
  lpg: text('kgCO₂/kg', 'kgCO₂/kg'),
}
const carbon = (): Record<string, Shape> =>
  Object.fromEntries(
    CARBON_FACTORS.map(({ medium, region, regionName, year, source, mark }, i) => [
      `carbon.${medium}.${region.replace(':', '-')}${year === null ? '' : `.${year}`}`,
      {
        name:
          medium === 'grid'
            ? text(`碳排放因子 · ${regionName.zh} ${year}`, `Carbon factor · ${regionName.en} ${year}`)
            : text(`碳排放因子 · ${MEDIA[medium].zh}`, `Carbon factor · ${MEDIA[medium].en}`),
        fields: [number(`carbon.${i}.value`, [0.01, 5], { unit: CARBON_UNITS[medium], decimals: 4 })],
        citation: { document: source, article: year === null ? '' : `${year} 年`, mark },
        edit: mark === 'M' ? ('reason' as const) : ('basis' as const),
        feeds: ['carbon'] as const,
      },
    ]),
  )

const INDICATORS: Record<QuotaIndicator, Text> = {
  areaNonHeating: text('单位建筑面积非供暖能耗', 'Energy per m² without heating'),
  areaHeatingDistrict: text('供暖能耗(市政集中)', 'Heating (district)'),
  areaHeatingAir: text('供暖能耗(空调)', 'Heating (air conditioning)'),
  areaHeatingGas: text('供暖能耗(燃气、油)', 'Heating (gas, oil)'),
  perHead: text('人均综合能耗', 'Energy per head'),
  usualElectricity: text('常规用能系统电耗', 'Electricity of usual systems'),
  eue: text('数据中心 EUE', 'Data centre EUE'),
  waterPerHead: text('人均取水量', 'Water per head'),
}
const QUOTA_LEVELS = {
  province: text('省级', 'province'),
  city: text('市级', 'city'),
  below: text('市级以下', 'below city'),
  any: text('', ''),
} as const
const USED: readonly QuotaIndicator[] = [
  'areaNonHeating',
  'areaHeatingDistrict',
  'perHead',
  'usualElectricity',
  'waterPerHead',
  'eue',
]
const quota = (): Record<string, Shape> =>
  Object.fromEntries(
    QUOTA_TABLE.map(({ indicator, level, zone, source, mark }, i) => {
      const unit = text(QUOTA_UNITS[indicator], QUOTA_UNITS[indicator].replace('人', 'head'))
      const where = {
        zh: [QUOTA_LEVELS[level].zh, zone === 'any' ? '' : `${zone} 区`].filter(Boolean).join(' '),
        en: [QUOTA_LEVELS[level].en, zone === 'any' ? '' : `zone ${zone}`].filter(Boolean).join(', '),
      }
      const field = (id: 'constraint' | 'benchmark' | 'guide', zh: string, en: string): Field =>
        number(`quota.${i}.${id}`, [0.1, 5000], { id, name: text(zh, en), unit, decimals: 1 })
      const isUsed = USED.includes(indicator)
      return [
        `quota.${indicator}.${level}.${zone}`,
        {
          name: text(
            [INDICATORS[indicator].zh, where.zh].filter(Boolean).join(' · '),
            [INDICATORS[indicator].en, where.en].filter(Boolean).join(' · '),
          ),
          fields: [
            field('constraint', '约束值', 'constraint'),
            field('benchmark', '基准值', 'benchmark'),
            field('guide', '引导值', 'guide'),
          ],
          relation: 'falling' as const,
          citation: { document: source, article: '参照,可由本省标准替换', mark },
          edit: isUsed ? ('basis' as const) : ('locked' as const),
          ...(isUsed
            ? {}
            : {
                locked: text(
                  '平台无对应计量,列出备查,不参与评价',
                  'Nothing measures it: listed for reference, judges nothing',
                ),
              }),
          feeds: [indicator === 'eue' ? ('eue' as const) : ('energy-quota' as const)],
        },
      ]
    }),
  )

/** 公共机构节能: alerts, anomalies, projections, coefficients, quotas. */
export const ENERGY_PARAMETERS: readonly Parameter[] = [
  ...section('energy', 'energy-limits', LIMITS),
  ...section('energy', 'energy-anomalies', ANOMALIES),
  ...section('energy', 'energy-year', YEAR),
  ...section('energy', 'energy-coal', coal()),
  ...section('energy', 'energy-carbon', carbon()),
  ...section('energy', 'energy-quota', quota()),
]
