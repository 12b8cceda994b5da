import { CARBON_FACTORS, type CarbonMedium } from '../../../energy/carbon.ts'
import { COAL_TABLE, CONVERTED } from '../../../energy/coal.ts'
import { number } from '../../fields.ts'
import type { Text } from '../../parameter.ts'
import { text, type Shape } from '../shape.ts'

export const coal = (): Record<string, Shape> =>
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
export const carbon = (): Record<string, Shape> =>
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
