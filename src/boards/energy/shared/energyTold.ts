import { withBasis } from '../../common/coalBasis.ts'
import {
  BASIS_NAMES,
  CONVERTED,
  coalRowOf,
  toKgce,
  type Amounts,
  type CoalBasis,
} from '#shared/energy/coal.ts'
import { fuelFactor, toTonnesCo2 } from '#shared/energy/carbon.ts'
import { TWO_TIER_VERDICTS, VERDICTS, hasTwoTiers } from '#shared/energy/quota.ts'
import type { EnergyFactors, EnergySummary } from '#shared/protocol/http.ts'
import type { EpochMs } from '#shared/units.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { printed, printMean, printPercent, type Printed } from '../../../i18n/rates.ts'
import { coalInForce, type Lang, tablesInForce, type Why } from '../../../state/stores/index.ts'

const say = (lang: Lang, zh: string, en: string): string => (lang === 'zh' ? zh : en)
const kwhText = (kwh: number | null, lang: Lang): string => `${formatNumber(kwh, 0, lang)} kWh`

/** A large amount of electricity with the unit that reads best: kWh, MWh or GWh. */
export const scaledKwh = (
  kwh: number | null,
): { readonly value: number | null; readonly unit: string; readonly decimals: number } =>
  kwh === null
    ? { value: null, unit: 'kWh', decimals: 0 }
    : kwh >= 1e6
      ? { value: kwh / 1e6, unit: 'GWh', decimals: 2 }
      : kwh >= 1e4
        ? { value: kwh / 1e3, unit: 'MWh', decimals: 1 }
        : { value: kwh, unit: 'kWh', decimals: 0 }

/** A share of a quota with the quota that it is of. */
export const quotaRate = (
  kwh: number | null | undefined,
  quotaKwh: number | null | undefined,
  lang: Lang,
): Printed => {
  const { value, decimals, unit } = scaledKwh(quotaKwh ?? null)
  return printPercent(
    kwh === null || kwh === undefined || !quotaKwh ? null : (kwh / quotaKwh) * 100,
    quotaKwh ? `n ${formatNumber(value, decimals, lang)} ${unit}` : '',
    lang,
  )
}

/** What a year used so far by medium; nothing while it is not known. */
export const yearAmounts = (year: EnergySummary['year'] | undefined): Amounts => ({
  ...year?.further,
  electricityKwh: year?.path.usedKwh ?? 0,
  gasM3: year?.gasM3 ?? 0,
})

/** What an estimate of empty rooms' energy rests on. */
export const vacancyBasis = (
  { metered, electricityKwh }: { readonly metered: number; readonly electricityKwh: number },
  lang: Lang,
): string => {
  const share = printed(quotaRate(metered * electricityKwh, electricityKwh, lang))
  if (metered >= 0.995)
    return say(
      lang,
      '分项表扣除特殊用电,其余按面积估计',
      'sub-meters take off the special use; the rest is spread by area',
    )
  if (metered <= 0.005)
    return say(
      lang,
      '无分项表,特殊用电按通用占比,全为估计',
      'no sub-meters: the usual share of special use; all an estimate',
    )
  return say(
    lang,
    `${share} 用电有分项表扣除特殊用电,其余按通用占比;均按面积估计`,
    `${share} of the electricity has sub-meters for the special use, the rest the usual share; all spread by area`,
  )
}

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

/** 「南方区域 2023 年 0.4042」: the factor and its year, beside every carbon figure. */
export const factorText = ({ grid }: EnergyFactors, lang: Lang): string =>
  say(
    lang,
    `电力因子 ${grid.regionName.zh} ${grid.year} 年 ${grid.value}`,
    `${grid.regionName.en} ${grid.year}: ${grid.value}`,
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
      `核算年度 ${year},用 ${grid.year} 年${grid.regionName.zh}因子:${grid.rule.zh}${grid.ofYear ? '' : ';本年度因子尚未发布'}`,
      `accounting year ${year}, factor of ${grid.year} (${grid.regionName.en}): ${grid.rule.en}${grid.ofYear ? '' : '; none is published for the year yet'}`,
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

/** A year-end error: of the one year that was tried. */
export const yearError = (percent: number | null, lang: Lang): string =>
  printed(printMean(percent, 1, say(lang, '年', 'year'), lang))

/** What is known of a year-end figure's error, in one line. */
const yearErrorText = ({ error }: Pick<EnergySummary['year'], 'error'>, lang: Lang): string =>
  error.model === null
    ? say(lang, '去年同期回测:历史不足', 'back-test a year ago: too little history')
    : say(
        lang,
        `去年同期回测误差 ${yearError(error.model, lang)}(按时间比例外推 ${yearError(error.naive, lang)})`,
        `a year ago it would have erred by ${yearError(error.model, lang)} (share of the year: ${yearError(error.naive, lang)})`,
      )

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

type LentQuota = { readonly year: number; readonly quotaYear: number | null }
/** The quota in force: until the year's own is published it is the year's before, and says so. */
export const quotaName = ({ year, quotaYear }: LentQuota, lang: Lang): string =>
  quotaYear !== null && quotaYear < year
    ? say(
        lang,
        `年度定额(${year} 年未下达,沿用 ${quotaYear} 年)`,
        `Quota of ${quotaYear}: that of ${year} is not published`,
      )
    : say(lang, '年度定额', 'Quota of the year')

/** What finished months rest on while records come in. */
const awaitedRows = (
  { awaited }: Pick<EnergySummary['year'], 'awaited'>,
  lang: Lang,
): { label: string; value: string }[] =>
  awaited.map(({ month, reported, guessed, buildings }) => ({
    label: say(lang, `${month} 月度记录`, `Records of ${month}`),
    value:
      say(
        lang,
        `${reported}/${buildings} 栋已报,其余按逐日用电累计`,
        `${reported} of ${buildings} buildings; the others by their days`,
      ) +
      (guessed > 0
        ? say(lang, `,其中 ${guessed} 栋按上年同月推算`, `, ${guessed} of them by last year's month`)
        : ''),
  }))

/** A year's burn-down in words: used, quota, projection with its error, the day of the overrun. */
export const explainYear = (
  title: string,
  year: EnergySummary['year'],
  lang: Lang,
  at: EpochMs | null,
): Why => ({
  title,
  value:
    year.quotaKwh === null
      ? kwhText(year.path.usedKwh, lang)
      : printed(quotaRate(year.path.usedKwh, year.quotaKwh, lang)),
  formula: say(
    lang,
    '年末预测 = 已用 + 余下各月去年同月用量 × 同比(逐楼比较近六月,含本月已过部分;不足六月时按不增长的月份补入);本月按去年同月余下天数;预算线 = 定额 × 去年各月占比',
    "year's end = used + the remaining months' use a year ago × growth (building by building over six months, this one as far as it is gone; months not yet known count as no growth); budget line = quota × last year's months",
  ),
  source: year.basis ?? say(lang, '平台未给出定额', 'the platform gave no quota'),
  mark: 'D',
  feeds: ['energy-year'],
  rows: [
    { label: say(lang, '本年已用', 'Used this year'), value: kwhText(year.path.usedKwh, lang) },
    {
      label: quotaName({ year: year.path.year, quotaYear: year.quotaYear }, lang),
      value: kwhText(year.quotaKwh, lang),
    },
    { label: say(lang, '年末预测', "Projected year's end"), value: kwhText(year.path.projectedKwh, lang) },
    {
      label: say(lang, '预计超定额日', 'Overrun on'),
      value: year.path.overrunDay ?? say(lang, '不会超', 'not expected'),
    },
    { label: say(lang, '预测误差', 'Error'), value: yearErrorText(year, lang) },
    ...awaitedRows(year, lang),
  ],
  at,
})

export const verdictText = (verdict: keyof typeof VERDICTS | null, lang: Lang): string =>
  verdict === null ? '—' : VERDICTS[verdict][lang]
/** The verdict of an indicator in the words of its row's tiers. */
export const indicatorVerdict = (
  row: { readonly constraint: number; readonly benchmark: number; readonly verdict: keyof typeof VERDICTS },
  lang: Lang,
): string =>
  row.verdict !== 'good' && hasTwoTiers(row)
    ? TWO_TIER_VERDICTS[row.verdict][lang]
    : verdictText(row.verdict, lang)
/** Never alone: always beside the word. */
export const VERDICT_TONES = {
  advanced: '#3ecf8e',
  good: '#8fe3dc',
  within: '#f5c542',
  over: '#ff5a4f',
} as const
