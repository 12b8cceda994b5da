import { QUOTA_TABLE, QUOTA_UNITS, type QuotaIndicator } from '../../../energy/quota.ts'
import { number } from '../../fields.ts'
import type { Field, Text } from '../../parameter.ts'
import { text, type Shape } from '../shape.ts'

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
export const quota = (): Record<string, Shape> =>
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
