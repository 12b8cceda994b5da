import type { Amounts } from '#shared/energy/coal.ts'
import { fuelFactor, toTonnesCo2 } from '#shared/energy/carbon.ts'
import type { EnergyFactors, EnergySummary } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { formatNumber } from '../../../../i18n/format.ts'
import { type Lang, tablesInForce, type Why } from '../../../../state/stores/index.ts'
import { say } from './say.ts'
import { yearAmounts } from './figures.ts'
import { yearErrorText } from './year.ts'

/** A factor's year; some tables name none. */
const yearText = (year: number | null, lang: Lang): string =>
  year === null ? say(lang, '未注年份', 'no year') : say(lang, `${year} 年`, `${year}`)
/** 「南方区域 2023 年 0.4042」: the factor and its year, beside every carbon figure. */
export const factorText = ({ grid }: EnergyFactors, lang: Lang): string =>
  say(
    lang,
    `电力因子 ${grid.regionName.zh} ${yearText(grid.year, lang)} ${grid.value}`,
    `${grid.regionName.en} ${yearText(grid.year, lang)}: ${grid.value}`,
  )

const carbonFormula = (amounts: Amounts, grid: number, gas: number, lang: Lang): string => {
  const has = (name: keyof Amounts): boolean => (amounts[name] ?? 0) > 0
  const fuel = (medium: 'heat' | 'coal' | 'oil' | 'lpg'): number =>
    fuelFactor(medium, tablesInForce()?.carbon)
  const power = has('pvKwh')
    ? say(lang, '(用电 − 光伏自用)', '(electricity − solar)')
    : say(lang, '用电', 'electricity')
  return [
    say(lang, `${power} × ${grid} kgCO₂/kWh(范围二)`, `${power} × ${grid} kgCO₂/kWh (scope 2)`),
    say(lang, `用气 × ${gas} kgCO₂/m³(范围一)`, `gas × ${gas} kgCO₂/m³ (scope 1)`),
    ...(has('heatMj') || has('coolMj')
      ? [
          say(
            lang,
            `供热、供冷 × ${fuel('heat')} tCO₂/GJ(范围二)`,
            `heat, cold × ${fuel('heat')} tCO₂/GJ (scope 2)`,
          ),
        ]
      : []),
    ...(has('coalKg') || has('oilKg') || has('lpgKg')
      ? [
          say(
            lang,
            `煤 × ${fuel('coal')}、油 × ${fuel('oil')}、液化气 × ${fuel('lpg')} kgCO₂/kg(范围一)`,
            `coal × ${fuel('coal')}, oil × ${fuel('oil')}, LPG × ${fuel('lpg')} kgCO₂/kg (scope 1)`,
          ),
        ]
      : []),
  ].join(' + ')
}

export const explainCarbon = (
  title: string,
  amounts: Amounts,
  factors: EnergyFactors,
  lang: Lang,
  at: EpochMs | null,
  more: readonly { label: string; value: string }[] = [],
): Why => {
  const { grid, gas, year } = factors
  const tonnes = toTonnesCo2(amounts, grid, gas, tablesInForce()?.carbon)
  return {
    title,
    value: `${formatNumber(tonnes.total, 1, lang)} tCO₂`,
    formula: carbonFormula(amounts, grid.value, gas.value, lang),
    source: `${grid.source};${gas.source}`,
    mark: grid.mark,
    feeds: ['carbon'],
    threshold: say(
      lang,
      `核算年度 ${year},用 ${yearText(grid.year, lang)}${grid.regionName.zh}因子:${grid.rule.zh}${grid.ofYear ? '' : ';本年度因子尚未发布'}`,
      `accounting year ${year}, factor of ${yearText(grid.year, lang)} (${grid.regionName.en}): ${grid.rule.en}${grid.ofYear ? '' : '; none is published for the year yet'}`,
    ),
    rows: [
      {
        label: say(lang, '范围一(燃气等燃料)', 'Scope 1 (gas and other fuels)'),
        value: `${formatNumber(tonnes.scope1, 1, lang)} tCO₂`,
      },
      {
        label: say(lang, '范围二(外购电、热、冷)', 'Scope 2 (bought electricity, heat, cold)'),
        value: `${formatNumber(tonnes.scope2, 1, lang)} tCO₂`,
      },
      ...more,
    ],
    at,
  }
}

/** Carbon at the year's end: the projected electricity and the gas counted so far, with the projection's error. */
export const carbonEndRows = (
  year: EnergySummary['year'],
  factors: EnergyFactors,
  lang: Lang,
): { label: string; value: string }[] =>
  year.path.projectedKwh === null
    ? []
    : [
        {
          label: say(lang, '年末预测(电以外按已计)', "Year's end (other energy as counted)"),
          value: `${formatNumber(toTonnesCo2({ ...yearAmounts(year), electricityKwh: year.path.projectedKwh }, factors.grid, factors.gas, tablesInForce()?.carbon).total, 1, lang)} tCO₂`,
        },
        { label: say(lang, '预测误差', 'Error'), value: yearErrorText(year, lang) },
      ]
