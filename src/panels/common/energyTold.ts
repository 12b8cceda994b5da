import { BASIS_NAMES, coalRowOf, toKgce, type Amounts, type CoalBasis } from '#shared/energy/coal.ts'
import { toTonnesCo2 } from '#shared/energy/carbon.ts'
import { VERDICTS } from '#shared/energy/quota.ts'
import type { EnergyFactors, EnergySummary } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/units.ts'
import { formatNumber } from '../../i18n/format.ts'
import { coalInForce, type Lang, tablesInForce, type Why } from '../../state/stores/index.ts'

const say = (lang: Lang, zh: string, en: string): string => (lang === 'zh' ? zh : en)
const kwhText = (kwh: number | null, lang: Lang): string => `${formatNumber(kwh, 0, lang)} kWh`

/** A large amount of electricity with the unit that reads best: kWh, MWh or GWh. */
export const scaledKwh = (kwh: number | null): { readonly value: number | null; readonly unit: string; readonly decimals: number } =>
  kwh === null ? { value: null, unit: 'kWh', decimals: 0 } : kwh >= 1e7 ? { value: kwh / 1e6, unit: 'GWh', decimals: 2 } : kwh >= 1e4 ? { value: kwh / 1e3, unit: 'MWh', decimals: 1 } : { value: kwh, unit: 'kWh', decimals: 0 }

/** tce or kgce. */
export const coalFigure = (amounts: Amounts, basis: CoalBasis): { readonly value: number; readonly unit: string; readonly decimals: number } => {
  const kgce = toKgce(amounts, basis, coalInForce())
  return kgce >= 1e4 ? { value: kgce / 1000, unit: 'tce', decimals: kgce >= 1e7 ? 0 : 1 } : { value: kgce, unit: 'kgce', decimals: 0 }
}
/** A figure's label with the 口径, without which no figure in coal is printed. */
export const withBasis = (label: string, basis: CoalBasis, lang: Lang): string => say(lang, `${label}(${BASIS_NAMES[basis].zh})`, `${label} (${BASIS_NAMES[basis].en})`)

export const gasUntilRow = (until: string | null, lang: Lang): { label: string; value: string }[] => [{ label: say(lang, '用气计至', 'gas counted to'), value: until ?? say(lang, '本年尚无', 'none this year') }]

/** 折标准煤 of a sum under the chosen 口径, with both coefficients. */
export const explainCoal = (title: string, amounts: Amounts, basis: CoalBasis, lang: Lang, at: EpochMs | null, more: readonly { label: string; value: string }[] = []): Why => {
  const figure = coalFigure(amounts, basis)
  const [power, gas] = [coalRowOf('electricity', coalInForce()), coalRowOf('gas', coalInForce())]
  const other = basis === 'equivalent-heat' ? 'equal-value' : 'equivalent-heat'
  return {
    title: withBasis(title, basis, lang),
    value: `${formatNumber(figure.value, figure.decimals, lang)} ${figure.unit}`,
    formula: say(lang, `用电 × ${power.kgce[basis]} kgce/kWh + 用气 × ${gas.kgce[basis]} kgce/m³;水不折标`, `electricity × ${power.kgce[basis]} kgce/kWh + gas × ${gas.kgce[basis]} kgce/m³; water is not converted`),
    source: power.source[basis],
    mark: power.mark,
    feeds: ['coal'],
    rows: [
      { label: say(lang, '用电', 'Electricity'), value: kwhText(amounts.electricityKwh, lang) },
      { label: say(lang, '用气', 'Gas'), value: `${formatNumber(amounts.gasM3, 0, lang)} m³` },
      { label: say(lang, `按${BASIS_NAMES[other].zh}为`, `By ${BASIS_NAMES[other].en}`), value: `${formatNumber(toKgce(amounts, other, coalInForce()), 0, lang)} kgce` },
      ...more,
    ],
    at,
  }
}

/** 「南方区域 2023 年 0.4042」: the factor and its year, beside every carbon figure. */
export const factorText = ({ grid }: EnergyFactors, lang: Lang): string => say(lang, `电力因子 ${grid.regionName.zh} ${grid.year} 年 ${grid.value}`, `factor: ${grid.regionName.en} ${grid.year}, ${grid.value}`)

export const explainCarbon = (title: string, amounts: Amounts, factors: EnergyFactors, lang: Lang, at: EpochMs | null, more: readonly { label: string; value: string }[] = []): Why => {
  const { grid, gas, year } = factors
  const tonnes = toTonnesCo2(amounts, grid, gas, tablesInForce()?.carbon)
  return {
    title,
    value: `${formatNumber(tonnes.total, 1, lang)} tCO₂`,
    formula: say(lang, `用电 × ${grid.value} kgCO₂/kWh(范围二)+ 用气 × ${gas.value} kgCO₂/m³(范围一)`, `electricity × ${grid.value} kgCO₂/kWh (scope 2) + gas × ${gas.value} kgCO₂/m³ (scope 1)`),
    source: `${grid.source};${gas.source}`,
    mark: grid.mark,
    feeds: ['carbon'],
    threshold: say(lang, `核算年度 ${year},用 ${grid.year} 年${grid.regionName.zh}因子:${grid.rule.zh}${grid.ofYear ? '' : ';本年度因子尚未发布'}`, `accounting year ${year}, factor of ${grid.year} (${grid.regionName.en}): ${grid.rule.en}${grid.ofYear ? '' : '; none is published for the year yet'}`),
    rows: [
      { label: say(lang, '范围一(燃气)', 'Scope 1 (gas)'), value: `${formatNumber(tonnes.scope1, 1, lang)} tCO₂` },
      { label: say(lang, '范围二(外购电力)', 'Scope 2 (electricity)'), value: `${formatNumber(tonnes.scope2, 1, lang)} tCO₂` },
      ...more,
    ],
    at,
  }
}

/** What is known of a year-end figure's error, in one line. */
export const yearErrorText = ({ error }: Pick<EnergySummary['year'], 'error'>, lang: Lang): string =>
  error.model === null
    ? say(lang, '去年同期回测:历史不足', 'back-test a year ago: too little history')
    : say(lang, `去年同期回测误差 ${formatNumber(error.model, 2, lang)}%(按时间比例外推 ${formatNumber(error.naive, 2, lang)}%)`, `a year ago it would have erred by ${formatNumber(error.model, 2, lang)}% (share of the year: ${formatNumber(error.naive, 2, lang)}%)`)

/** Carbon at the year's end: the projected electricity and the gas counted so far, with the projection's error. */
export const carbonEndRows = (year: EnergySummary['year'], factors: EnergyFactors, lang: Lang): { label: string; value: string }[] =>
  year.path.projectedKwh === null
    ? []
    : [
        { label: say(lang, '年末预测(燃气按已计)', 'Year\'s end (gas as counted)'), value: `${formatNumber(toTonnesCo2({ electricityKwh: year.path.projectedKwh, gasM3: year.gasM3 }, factors.grid, factors.gas, tablesInForce()?.carbon).total, 1, lang)} tCO₂` },
        { label: say(lang, '预测误差', 'Error'), value: yearErrorText(year, lang) },
      ]

/** A year's burn-down in words: used, quota, projection with its error, the day of the overrun. */
export const explainYear = (title: string, year: EnergySummary['year'], lang: Lang, at: EpochMs | null): Why => ({
  title,
  value: year.quotaKwh === null ? kwhText(year.path.usedKwh, lang) : `${formatNumber((year.path.usedKwh / year.quotaKwh) * 100, 1, lang)}%`,
  formula: say(lang, '年末预测 = 已用 + 余下各月去年同月用量 × 近六月同比;本月按去年同月余下天数;预算线 = 定额 × 去年各月占比', 'year\'s end = used + the remaining months\' use a year ago × growth over six months; budget line = quota × last year\'s months'),
  source: year.basis ?? say(lang, '平台未给出定额', 'the platform gave no quota'),
  mark: 'D',
  feeds: ['energy-year'],
  rows: [
    { label: say(lang, '本年已用', 'Used this year'), value: kwhText(year.path.usedKwh, lang) },
    { label: say(lang, '年定额', 'Quota of the year'), value: kwhText(year.quotaKwh, lang) },
    { label: say(lang, '年末预测', 'Projected year\'s end'), value: kwhText(year.path.projectedKwh, lang) },
    { label: say(lang, '预计超定额日', 'Overrun on'), value: year.path.overrunDay ?? say(lang, '不会超', 'not expected') },
    { label: say(lang, '预测误差', 'Error'), value: yearErrorText(year, lang) },
  ],
  at,
})

export const verdictText = (verdict: keyof typeof VERDICTS | null, lang: Lang): string => (verdict === null ? '—' : VERDICTS[verdict][lang])
/** Never alone: always beside the word. */
export const VERDICT_TONES = { advanced: '#3ecf8e', good: '#8fe3dc', within: '#f5c542', over: '#ff5a4f' } as const
