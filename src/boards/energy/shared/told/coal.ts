import { withBasis } from '../../../common/coalBasis.ts'
import {
  BASIS_NAMES,
  CONVERTED,
  coalRowOf,
  toKgce,
  type Amounts,
  type CoalBasis,
} from '#shared/energy/coal.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { coalInForce, type Lang, type Why } from '../../../../state/stores/index.ts'
import { say } from './say.ts'

/** tce or kgce. */
export const coalFigure = (
  amounts: Amounts,
  basis: CoalBasis,
): { readonly value: number; readonly unit: string; readonly decimals: number } => {
  const kgce = toKgce(amounts, basis, coalInForce())
  return kgce >= 1e4
    ? { value: kgce / 1000, unit: 'tce', decimals: kgce >= 1e7 ? 0 : 1 }
    : { value: kgce, unit: 'kgce', decimals: 0 }
}

export const gasUntilRow = (until: string | null, lang: Lang): { label: string; value: string }[] => [
  { label: say(lang, '用气计至', 'gas counted to'), value: until ?? say(lang, '本年尚无', 'none this year') },
]

/** A medium's amount in its own unit; heat and cold in GJ. */
const MEDIUM_TEXT: Readonly<
  Record<
    keyof Amounts,
    {
      readonly zh: string
      readonly en: string
      readonly unit: string
      readonly by?: number
      readonly decimals?: number
    }
  >
> = {
  electricityKwh: { zh: '用电', en: 'Electricity', unit: 'kWh' },
  gasM3: { zh: '用气', en: 'Gas', unit: 'm³' },
  heatMj: { zh: '集中供热', en: 'District heat', unit: 'GJ', by: 1000, decimals: 1 },
  coolMj: { zh: '集中供冷', en: 'District cooling', unit: 'GJ', by: 1000, decimals: 1 },
  pvKwh: { zh: '其中光伏自用', en: 'of it solar', unit: 'kWh' },
  coalKg: { zh: '煤炭', en: 'Coal', unit: 'kg' },
  oilKg: { zh: '燃油', en: 'Fuel oil', unit: 'kg' },
  lpgKg: { zh: '液化石油气', en: 'LPG', unit: 'kg' },
}
const amountRows = (amounts: Amounts, lang: Lang): { label: string; value: string }[] =>
  (Object.keys(MEDIUM_TEXT) as (keyof Amounts)[]).flatMap((name) => {
    const { unit, by = 1, decimals = 0, ...text } = MEDIUM_TEXT[name]
    const amount = amounts[name] ?? 0
    return amount === 0 && name !== 'electricityKwh' && name !== 'gasM3'
      ? []
      : [{ label: text[lang], value: `${formatNumber(amount / by, decimals, lang)} ${unit}` }]
  })

/** 折标准煤 of a sum under the chosen 口径, with the coefficient of everything that went in. */
export const explainCoal = (
  title: string,
  amounts: Amounts,
  basis: CoalBasis,
  lang: Lang,
  at: EpochMs | null,
  more: readonly { label: string; value: string }[] = [],
): Why => {
  const figure = coalFigure(amounts, basis)
  const used = CONVERTED.filter(
    ({ amount }) => amount === 'electricityKwh' || amount === 'gasM3' || (amounts[amount] ?? 0) > 0,
  )
  const rows = used.map(({ amount, fuel }) => ({
    text: MEDIUM_TEXT[amount][lang],
    row: coalRowOf(fuel, coalInForce()),
  }))
  const other = basis === 'equivalent-heat' ? 'equal-value' : 'equivalent-heat'
  return {
    title: withBasis(title, basis, lang, BASIS_NAMES),
    value: `${formatNumber(figure.value, figure.decimals, lang)} ${figure.unit}`,
    formula: `${rows.map(({ text, row }) => `${text} × ${row.kgce[basis]} kgce/${row.unit}`).join(' + ')}${say(lang, ';水不折标', '; water is not converted')}`,
    source: [...new Set(rows.map(({ row }) => row.source[basis]))].join(say(lang, ';', '; ')),
    mark: rows[0]?.row.mark ?? 'S',
    feeds: ['coal'],
    rows: [
      ...amountRows(amounts, lang),
      {
        label: say(lang, `按${BASIS_NAMES[other].zh}为`, `By ${BASIS_NAMES[other].en}`),
        value: `${formatNumber(toKgce(amounts, other, coalInForce()), 0, lang)} kgce`,
      },
      ...more,
    ],
    at,
  }
}
