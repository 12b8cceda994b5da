import { INDICATOR_NAMES } from '#shared/energy/indicators.ts'
import { VACANCY_TEXT } from '#shared/energy/insight/vacancy.ts'
import type { EnergyTold } from '#shared/protocol/http.ts'
import { exactArea, formatNumber } from '../../../../i18n/format.ts'
import type { PanelText } from '../../../../i18n/panelText.ts'
import { printed } from '../../../../i18n/rates.ts'
import type { Lang, Why } from '../../../../state/stores/index.ts'
import { quotaRate, scaledKwh, vacancyBasis } from '../../shared/told/figures.ts'
import { indicatorVerdict, verdictText } from '../../shared/told/verdict.ts'

type Words = PanelText['t']

/** Indicators that have a name here, as they are shown. */
export const indicatorRows = (indicators: EnergyTold['quota']['indicators'], lang: Lang) =>
  indicators.flatMap((row) => {
    const names = INDICATOR_NAMES[row.indicator]
    return names
      ? [
          {
            ...row,
            name: names[lang],
            text: formatNumber(row.value, names.decimals, lang),
            unit: names.unit[lang],
            decimals: names.decimals,
            word: indicatorVerdict(row, lang),
          },
        ]
      : []
  })

/** The verdict of a building against its quota, with each of its indicators. */
export const explainVerdict = (
  { quota, toldAt }: Pick<EnergyTold, 'quota' | 'toldAt'>,
  indicators: ReturnType<typeof indicatorRows>,
  t: Words,
  lang: Lang,
): Why => ({
  title: t('verdict'),
  value: `${formatNumber(quota.kgcePerM2, 2, lang)} kgce/(m²·a) · ${verdictText(quota.verdict, lang)}`,
  formula: t('formula'),
  source: quota.source,
  mark: 'S',
  feeds: ['energy-quota'],
  rows: [
    { label: t('guide'), value: String(quota.guide) },
    { label: t('benchmark'), value: String(quota.benchmark) },
    { label: t('constraint'), value: String(quota.constraint) },
    { label: t('level'), value: t(quota.level) },
    { label: t('zone'), value: quota.zone },
    ...indicators.map((row) => ({
      label: row.name,
      value: `${row.text} ${row.unit} · ${t('limits')} ${row.constraint} / ${row.benchmark} / ${row.guide} · ${row.word}`,
    })),
  ],
  at: toldAt,
})

/** The night's base load against the usual night. */
export const explainNight = (
  night: NonNullable<EnergyTold['night']>,
  at: EnergyTold['toldAt'],
  t: Words,
  lang: Lang,
): Why => ({
  title: `${t('night')} · ${night.day}`,
  value: `${formatNumber(night.nightKw, 1, lang)} kW`,
  formula: t('nightFormula'),
  source: t('nightSource'),
  mark: 'D',
  feeds: ['energy-night'],
  rows: [{ label: t('usual'), value: `${formatNumber(night.usualKw, 1, lang)} kW` }],
  at,
})

/** What the empty rooms use, and what that rests on. */
export const explainEmpty = (
  row: NonNullable<EnergyTold['vacancy']>,
  at: EnergyTold['toldAt'],
  t: Words,
  lang: Lang,
): Why => {
  const isZh = lang === 'zh'
  const empty = scaledKwh(row.kwh)
  return {
    title: t('empty'),
    value: `${formatNumber(empty.value, empty.decimals, lang)} ${empty.unit}`,
    formula: VACANCY_TEXT.formula[lang],
    source: VACANCY_TEXT.source[lang],
    mark: 'D',
    feeds: ['vacancy'],
    rows: [
      { label: isZh ? '依据' : 'Rests on', value: vacancyBasis(row, lang) },
      {
        label: isZh ? '闲置 ÷ 使用面积' : 'idle ÷ usable',
        value: `${exactArea(row.idleDm2, lang)} ÷ ${exactArea(row.usableDm2, lang)}`,
      },
      {
        label: isZh ? '特殊用电占比' : 'special use',
        value: printed(quotaRate(row.specialShare * row.electricityKwh, row.electricityKwh, lang)),
      },
    ],
    at,
  }
}
